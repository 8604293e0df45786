import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.knowledge.text import Speller, fold, read_where, sound, words


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
        ("Où ? o\u0300u ? OU\u0300 ? là où", ("0u", "ou", "0u", "0u")),
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


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("ou sont-ils", "0u sont ils"),
        ("et ou", "et 0u"),
        ("ils sont ou", "ils sont 0u"),
        ("dites ou ils sont", "dites 0u ils sont"),
        ("ils se voient ou se parlent", "ils se voient 0u se parlent"),
        ("oral ou dossier", "oral ou dossier"),
        ("oral ou est-ce sur dossier", "oral ou est ce sur dossier"),
    ],
)
def test_where_is_told_from_or_when_its_accent_is_missing(text: str, read: str) -> None:
    assert " ".join(read_where(words(text))) == read


@pytest.mark.parametrize(
    ("word", "alike"),
    [
        ("oditions", "auditions"),
        ("kandidature", "candidature"),
        ("dossier", "dossiez"),
        ("selexion", "selection"),
        ("sesions", "cessions"),
        ("farmacie", "pharmacie"),
    ],
)
def test_words_that_sound_alike_have_one_key(word: str, alike: str) -> None:
    assert sound(word) == sound(alike)


@pytest.mark.parametrize(
    ("word", "repaired"),
    [("odition", "audition"), ("kontra", "contrat"), ("loral", "oral"), ("dosie", "dosie"), ("poze", "poze")],
)
def test_an_unknown_word_is_read_as_the_one_known_word_that_sounds_so(word: str, repaired: str) -> None:
    speller = Speller(["audition", "auditionne", "contrat", "oral", "dossier", "dossiez", "pause", "pose"])

    assert speller.repair(word) == repaired
