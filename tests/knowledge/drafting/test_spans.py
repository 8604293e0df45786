from guichet.knowledge.drafting.spans import cut


def texts(text: str) -> list[str]:
    return [span.text for span in cut(text)]


def test_a_paragraph_is_cut_into_its_sentences() -> None:
    assert texts("Le contrat dure deux ans. Il est à temps plein (cf. annexe).") == [
        "Le contrat dure deux ans.",
        "Il est à temps plein (cf. annexe).",
    ]


def test_a_list_that_a_sentence_leads_into_is_one_span_with_it() -> None:
    assert texts("Les critères suivants :\n\n- le projet\n- le parcours\n") == [
        "Les critères suivants :\n\n- le projet\n- le parcours"
    ]


def test_the_items_of_another_list_are_spans_of_their_own() -> None:
    assert texts("- Auditions : juin\n- Résultats : juillet\n") == ["Auditions : juin", "Résultats : juillet"]


def test_a_row_of_a_table_is_a_span_and_its_rule_is_none() -> None:
    assert texts("| Étape | Date |\n|---|---|\n| Dépôt | 3 mars |\n") == ["Étape | Date", "Dépôt | 3 mars"]


def test_a_heading_is_told_with_what_stands_under_it() -> None:
    [span] = cut("## Durée\n\nDeux ans.")

    assert (span.text, span.heading) == ("Deux ans.", "Durée")


def test_two_dates_in_one_sentence_are_two_spans() -> None:
    assert texts("Le dépôt ouvre le 3 mars, et au plus tard le 4 avril.") == [
        "Le dépôt ouvre le 3 mars",
        "au plus tard le 4 avril.",
    ]


def test_every_span_stands_where_it_says() -> None:
    text = "# Titre\n\n*Début : mai 2027*\n\n1. un\n2. deux\n\n**Fin** : juin\r\n\nNom\nService du personnel\n"

    assert all(text[span.start : span.end] == span.text for span in cut(text))
