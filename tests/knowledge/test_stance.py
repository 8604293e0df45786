import pytest

from guichet.knowledge.stance import Ruling, read_ruling, read_stages, read_terms, says_yes
from guichet.knowledge.text import fold


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("Les gardes sont autorisées.", True),
        ("Les gardes ne sont pas autorisées.", False),
        ("Les gardes sont interdites.", False),
        ("Les gardes ne sont pas interdites.", True),
        ("Non, vous ne pouvez pas exercer en libéral.", False),
        ("Aucun dossier n'est accepté.", False),
        ("Plus aucun fichier ne peut être remplacé.", False),
        ("Une thèse commencée n'empêche pas de candidater.", True),
        ("Une attestation suffit tant que le diplôme n'est pas édité.", True),
        ("L'appel est ouvert sans condition de nationalité.", True),
        ("Le contrat n'est renouvelable que sur demande.", True),
        ("You may not apply.", False),
    ],
)
def test_yes_and_no_are_told_apart(text: str, yes: bool) -> None:
    assert says_yes(fold(text)) is yes


@pytest.mark.parametrize(
    ("text", "ruling"),
    [
        ("Le télétravail est possible.", Ruling.MAY),
        ("La lettre est obligatoire.", Ruling.MUST),
        ("Le projet est à rédiger en français.", Ruling.MUST),
        ("Le comité se réunit.", Ruling.FACT),
    ],
)
def test_a_permission_a_duty_and_a_fact_are_told_apart(text: str, ruling: Ruling) -> None:
    assert read_ruling(fold(text)) is ruling


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Le master doit être obtenu au moment du dépôt.", {"moment": "filing"}),
        ("Le master est exigé à la prise de fonction.", {"moment": "start"}),
        ("Le poste est à plein temps.", {"time": "full"}),
        ("En français ou en anglais.", {}),
        ("Le télétravail est ouvert à tous.", {"access": "all"}),
    ],
)
def test_terms_are_read_where_one_alone_is_named(text: str, terms: dict[str, str]) -> None:
    assert read_terms(fold(text)) == terms


def test_what_comes_before_and_after_is_told() -> None:
    assert (read_stages("avant la cloture"), read_stages("apres la cloture")) == ({"before"}, {"after"})
