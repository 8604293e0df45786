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
