"""What one strange word turns round is asked, not taken."""

import pytest

from guichet.tests.knowledge.ruling.test_extracting import read, rules


@pytest.mark.parametrize(
    "text",
    [
        "ma thèse est écrite mais pas soutenue",
        "thèse l'été prochain",
        "thèse avant la prise de fonction",
        "sujet de thèse validé",
        "je cherche un directeur de thèse",
        "est-ce que je dois avoir soutenu ma thèse ?",
        "je prépare une thèse",
        "thèse, soutenance à fixer",
        "45 ans, thèse",
    ],
)
def test_a_thesis_that_is_but_named_is_not_held(text: str) -> None:
    assert read(text).value("thesis") in ("unknown", "not_yet")


@pytest.mark.parametrize(
    "text",
    [
        "j'ai abandonné mon M2",
        "j'ai raté mon M2 recherche",
        "je redouble mon M2",
        "M2 suspendu",
        "candidat au M2 recherche",
        "M2 à la rentrée",
        "je prépare un M2 recherche et une thèse d'exercice",
        "M2 recherche et thèse en octobre",
    ],
)
def test_a_degree_beside_a_word_that_turns_it_round_is_not_held(text: str) -> None:
    found = read(text)

    assert found.value("m2") in ("unknown", "not_yet")
    assert found.value("thesis") in ("unknown", "not_yet")


@pytest.mark.parametrize(
    "text",
    [
        "CCA de 2019 à 2021",
        "mon poste de CCA s'est terminé en octobre 2025",
        "ancienne cheffe de clinique",
        "je n'ai plus le statut d'interne",
        "je postule à un poste de CCA",
        "je veux devenir CCA",
        "ma candidature de CCA a été refusée",
        "chef de clinique à la faculté de Genève",
        "chef de clinique à partir de novembre 2026",
    ],
)
def test_a_status_that_is_over_wished_for_or_elsewhere_is_none(text: str) -> None:
    assert read(text).value("status") not in ("interne", "cca", "ahu")


@pytest.mark.parametrize(
    "text",
    [
        "unité Inserm en cours de création",
        "ancienne unité Inserm",
        "unité Inserm fermée en 2025",
        "UMR 1163 Inserm / Université",
        "deux labos : une unité Inserm et un labo CNRS",
        "UMR CNRS 5310",
        "laboratoire CNRS",
        "l'institut Cochin",
    ],
)
def test_a_laboratory_that_is_not_surely_one_or_the_other_is_asked(text: str) -> None:
    assert read(text).value("lab") not in ("unit", "outside")


@pytest.mark.parametrize("text", ["UMR Inserm/CNRS", "unité mixte Inserm–CNRS", "Inserm et CNRS"])
def test_a_joint_unit_is_one_however_it_is_written(text: str) -> None:
    assert read(f"mon labo : {text}").value("lab") in ("mixed", "unknown")


def test_every_label_that_is_offered_is_read_as_its_value() -> None:
    for fact in rules().facts.values():
        for value in fact.offered if not fact.after else ():
            for label in value.label.values():
                found = read(label).values
                assert set(found.items()) <= {(fact.name, value.name)}, label


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("thèse le 10/12", "window"),
        ("thèse dans 3 mois", "before"),
        ("thèse dans deux ans", "later"),
        ("thèse le mois prochain", "before"),
        ("thèse au premier trimestre 2027", "later"),
        ("thèse au dernier trimestre 2026", "unknown"),
        ("thèse en octobre ou novembre", "unknown"),
    ],
)
def test_days_from_today_on_are_placed(text: str, when: str) -> None:
    assert read(text).value("thesis_when") == when


@pytest.mark.parametrize(
    "text",
    [
        "Je suis actuellement en M2 recherche, soutenance en juin 2026.",
        "Interne en M2 recherche.",
        "M2 recherche depuis septembre 2025.",
        "M2 recherche (2025-2026), interne.",
        "J'ai mon M2 recherche, enfin il me manque le stage.",
        "J'ai un M2 recherche... presque.",
        "Si j'ai mon M2 recherche, suis-je éligible ?",
    ],
)
def test_a_master_s_degree_that_is_not_quite_there_is_not_held(text: str) -> None:
    assert read(text).value("m2") in ("unknown", "not_yet")


@pytest.mark.parametrize(
    "text",
    [
        "Si ma thèse est reportée à janvier 2027, que se passe-t-il ?",
        "Et si ma thèse est repoussée en 2027 ?",
        "Puis-je soutenir ma thèse en janvier 2027 ?",
        "Thèse soutenue en 2021, mais c'est la thèse de sciences.",
        "Thèse soutenue. C'est une thèse de sciences.",
        "Thèse soutenue (sciences).",
        "J'ai soutenu ma thèse mais elle a été refusée.",
        "J'écris pour une interne, M2 recherche, thèse soutenue.",
    ],
)
def test_a_thesis_of_another_kind_of_others_or_in_a_hypothesis_is_none(text: str) -> None:
    assert read(text).value("thesis") == "unknown"


@pytest.mark.parametrize(
    "text",
    [
        "Je suis interne. Enfin, je l'étais jusqu'en novembre.",
        "Je suis CCA. Je l'étais du moins jusqu'à hier.",
        "CCA en novembre 2026",
        "CCA à compter du 2 novembre 2026",
        "Chef de clinique pressenti pour novembre 2026.",
        "Et si je suis interne ?",
        "Bonjour, je suis PH. Cordialement, Dr Durand, CCA, Unité Inserm U1016",
    ],
)
def test_a_status_of_another_time_or_of_a_signature_is_none(text: str) -> None:
    assert read(text).value("status") not in ("interne", "cca", "ahu")


@pytest.mark.parametrize(
    "text",
    [
        "Merci d'avance. Dr L. Petit, CHU de Dijon, Unité Inserm U1231",
        "Je suis médecin au CIC de Rennes.",
        "Unité Inserm, sous réserve de sa création.",
        "Labo : unité Inserm (dossier de création en cours).",
        "Labo dans une unité Inserm ou au CIC",
        "Je n'ai pas encore trouvé de labo, mais je voudrais une unité Inserm.",
        "Signature : Dr P. Morel, Inserm U1028, Lyon",
        "Nous avions pensé à un CIC mais finalement ce sera l'unité Inserm U1153.",
    ],
)
def test_a_laboratory_of_a_signature_of_today_or_in_doubt_is_asked(text: str) -> None:
    assert read(text).value("lab") == "unknown"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("J'ai soutenu ma thèse d'exercice le 20 mars 2025 avec les félicitations du jury.", "thesis=yes"),
        ("J'ai mon diplôme d'État de docteur en médecine.", "thesis=yes"),
        ("Je ne suis pas encore thésée.", "thesis=not_yet"),
        ("Thèse d'exercice : 09/2026", "thesis=not_yet thesis_when=before"),
        ("thèse d'exercice soutenue entre le 1er novembre et le 15 décembre 2026", "thesis=not_yet thesis_when=window"),
        ("Thésé depuis le 14 juin 2025.", "thesis=yes"),
        ("titulaire d'un master 2 recherche et docteur en médecine depuis 2023", "m2=yes thesis=yes"),
        ("Je n'ai pas encore commencé de doctorat.", ""),
        ("slt je sui cca a bordeaux, g mon m2r", "status=cca m2=yes"),
    ],
)
def test_words_that_turn_nothing_round_do_not_matter(text: str, values: str) -> None:
    assert read(text).values == dict(pair.split("=") for pair in values.split())
