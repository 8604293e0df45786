"""Which passage a sentence rests on."""

import pytest

from guichet.knowledge.support import find_support
from guichet.tests.factories import make_call

CALL = make_call()


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("L'appel dit : « Auditions : 1ère quinzaine du mois de juin ».", "auditions"),
        ("La date limite de dépôt des candidatures est le 20 février 2026 à 17 heures.", "deadline"),
        ("Votre laboratoire d'accueil doit être une unité de recherche de l'Inserm.", "hostlab"),
        ("Les résultats seront affichés sur le site Eva.", "results"),
        ("La prise de fonction se fait entre le 1er novembre et le 15 décembre 2026.", "start"),
    ],
)
def test_a_sentence_that_says_a_passage_again_rests_on_it(sentence: str, passage: str) -> None:
    assert find_support(CALL, sentence) == passage


@pytest.mark.parametrize(
    "sentence",
    [
        "La date limite de dépôt des candidatures est le 27 février 2026 à 17 heures.",
        "Le salaire est de 2 400 € bruts par mois.",
        "La date limite de dépôt des candidatures est le 17 février 2026 à 20 heures.",
        "La date limite de dépôt des candidatures n'est pas le 20 février 2026 à 17 heures.",
        "Les résultats ne seront pas affichés sur le site Eva.",
        "Bonjour Madame,",
        "Oui.",
        "",
    ],
)
def test_a_sentence_of_another_figure_or_of_something_else_rests_on_none(sentence: str) -> None:
    assert find_support(CALL, sentence) is None
