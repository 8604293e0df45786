import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.knowledge.text import Speller, fold, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Élève À L’HÔPITAL", "eleve a l'hopital"),
        ("cœur, æther", "coeur, aether"),
        ("l`oral l´oral lʼoral", "l'oral l'oral l'oral"),
        ("y a‑t–il", "y a-t-il"),
        ("𝐃𝐚𝐭𝐞 ℡", "date tel"),
        ("İstanbul", "istanbul"),
    ],
)
def test_text_is_folded_into_one_way_of_writing(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_what_is_folded_stays(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Quelle est la date limite ?", ("quelle", "est", "date", "limite")),
        ("J'ai raté l'échéance", ("je", "ai", "rate", "echeance")),
        ("y a-t-il un oral ?", ("ya", "oral")),
        ("il y a un oral", ("ya", "oral")),
        ("c'est à 17h30 ou 5pm", ("est", "0h", "ou", "0h")),
        ("What's it? I don't know, we've asked", ("what", "is", "it", "i", "do", "not", "know", "we", "have", "asked")),
        ("suuuuper", ("super",)),
        ("laaa", ()),
        ("la", ()),
        ("", ()),
    ],
)
def test_a_text_is_read_as_the_words_that_count(text: str, read: tuple[str, ...]) -> None:
    assert words(text) == read


def test_a_shortening_is_read_as_what_it_stands_for() -> None:
    assert words("slt, rdv DL ?", {"dl": ("date", "limite"), "slt": ()}) == ("slt", "rdv", "date", "limite")


@given(st.text(alphabet="abcdé '?", max_size=20))
def test_one_word_or_many_are_read_alike(text: str) -> None:
    apart = [word for one in text.replace("'", " ").split() for word in words(one)]

    assert apart == list(words(text.replace("'", " ")))


@pytest.mark.parametrize(
    ("word", "repaired"),
    [
        ("salire", "salaire"),
        ("preselecton", "preselection"),
        ("presslecton", "preselection"),
        ("salaire", "salaire"),
        ("candidats", "candidats"),
        ("sal", "sal"),
        ("balaire", "balaire"),
        ("xylophone", "xylophone"),
        ("salaire2", "salaire2"),
    ],
)
def test_a_mistyped_word_is_repaired_towards_a_known_one(word: str, repaired: str) -> None:
    speller = Speller(["salaire", "preselection", "sale"], ["candidat"])

    assert speller.repair(word) == repaired
