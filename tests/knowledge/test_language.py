import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.knowledge.language import Language, tell_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Quelle est la date limite ?", Language.FRENCH),
        ("kel é la date svp", Language.FRENCH),
        ("When is the deadline?", Language.ENGLISH),
        ("deadline?", Language.ENGLISH),
        ("Is it possible to apply with a master ?", Language.ENGLISH),
        ("What is « prise de fonction »?", Language.ENGLISH),
        ("Est-ce que je peux apply ?", Language.FRENCH),
        ("été", Language.FRENCH),
        ("the le", Language.FRENCH),
        ("Wann ist die Frist?", Language.OTHER),
        ("Когда крайний срок?", Language.OTHER),
        ("截止日期是什么时候", Language.OTHER),
    ],
)
def test_a_language_is_told_by_its_small_words(text: str, language: Language) -> None:
    assert tell_language(text) is language


@pytest.mark.parametrize("text", ["", "?", "M2", "ok", "12", "👍", " \n"])
def test_where_nothing_speaks_for_one_none_is_told(text: str) -> None:
    assert tell_language(text) is None


@given(st.text())
def test_case_does_not_matter(text: str) -> None:
    loud = f"the {text}".upper()

    assert tell_language(loud) is tell_language(loud.lower())
