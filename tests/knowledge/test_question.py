import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.knowledge.question import LONGEST, MOST, Question, split_questions
from guichet.knowledge.vocabulary import load_vocabulary
from guichet.tests.growth import grows_in_step

VOCABULARY = load_vocabulary()


def split(text: str, subject: str = "") -> tuple[Question, ...]:
    return split_questions(text, subject, VOCABULARY)


def texts(text: str, subject: str = "") -> list[str]:
    return [question.text for question in split(text, subject)]


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("Quelle est la date limite ? Et le salaire ?", ["Quelle est la date limite ?", "Et le salaire ?"]),
        ("Quand ouvrent-elles et où faut-il aller ?", ["Quand ouvrent-elles", "où faut-il aller ?"]),
        ("Au plus tôt, quand peut-on commencer ?", ["Au plus tôt, quand peut-on commencer ?"]),
        ("M2 et thèse, c'est obligatoire ?", ["M2 et thèse, c'est obligatoire ?"]),
        ("Bonjour Madame,\nEt le salaire ?\nCordialement,\nAnn ? CHU", ["Et le salaire ?"]),
        ("Bonjour, quel est le salaire ?", ["quel est le salaire ?"]),
        ("Deux questions :\n- la date limite\n- le salaire\nMerci d'avance", ["la date limite", "le salaire"]),
        ("Et le salaire ?\nMerci d'avance\nPS : et la date ?", ["Et le salaire ?", "PS : et la date ?"]),
        ("> Quelle est la date ?\nEt le salaire ?", ["Et le salaire ?"]),
        ("Le 3 févr. 2026, le service a écrit :\n> Date ?\nEt le salaire ?", ["Et le salaire ?"]),
        ("Et le salaire ?\n-- \nAnn, où ?", ["Et le salaire ?"]),
        ("Et le salaire ?\nDe : le service\nQuelle date ?", ["Et le salaire ?"]),
        ("Je suis interne. Pouvez-vous me dire le salaire", ["Pouvez-vous me dire le salaire"]),
    ],
)
def test_an_inquiry_is_split_into_what_it_asks(text: str, questions: list[str]) -> None:
    assert texts(text) == questions


def test_what_stands_before_a_question_is_its_context() -> None:
    [question] = split("Je suis interne. J'ai un M2. Suis-je éligible ?", "Ma situation")

    assert question == Question("Suis-je éligible ?", "Ma situation. Je suis interne. J'ai un M2.")


def test_a_question_that_goes_on_is_joined_to_the_one_before() -> None:
    assert [question.joined for question in split("Quand ouvrent-elles et où faut-il aller ?")] == [False, True]


@pytest.mark.parametrize(
    ("text", "subject", "question"),
    [
        ("", "Date limite ?", Question("Date limite ?")),
        ("Voir objet.", "Date limite ?", Question("Date limite ?", "Voir objet.")),
        ("Et le salaire ?", "Re: Date limite ?", Question("Et le salaire ?", ". ")),
        ("la date limite", "Question", Question("Question. la date limite", asked=False)),
        ("merci", "", Question("merci", asked=False)),
        ("Bonjour", "", Question("Bonjour", asked=False)),
        ("👍", "", Question("👍", asked=False)),
        ("", "", Question("", asked=False)),
    ],
)
def test_a_subject_asks_where_the_text_does_not(text: str, subject: str, question: Question) -> None:
    assert split(text, subject) == (question,)


def test_no_more_questions_are_read_than_can_be_answered() -> None:
    assert len(split("Quel salaire ? " * 100)) == MOST
    assert len(split("le salaire et comment " * 100)) == MOST


def test_what_stands_beyond_the_longest_text_is_not_read() -> None:
    assert texts("a " * (LONGEST // 2) + "Quel salaire ?") != ["Quel salaire ?"]
    assert "salaire" not in " ".join(texts("a " * (LONGEST // 2) + "Quel salaire ?"))


@given(st.text() | st.text(alphabet=st.sampled_from("ab ?.,>-\n:1)")), st.text(max_size=30))
def test_there_is_always_a_question_and_never_too_many(text: str, subject: str) -> None:
    assert 1 <= len(split(text, subject)) <= MOST


@pytest.mark.parametrize("piece", [" ", "\t", "-", "*", "1) ", "le ", "> ", "et ", ", et quand ", "a?", "(", "é"])
def test_no_text_is_slow(piece: str) -> None:
    assert grows_in_step(lambda text: split(text, text), piece, 5_000)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Bonjour résultats ?", ["résultats ?"]),
        ("Hello deadline?", ["deadline?"]),
        ("Bonjour la date limite, c'est quand ?", ["la date limite"]),
        ("Thanks for your answer.\nWhat is the salary?", ["What is the salary?"]),
        ("Limite ?\nMerci beaucoup\n\nAutre point : quel salaire ?", ["Limite ?", "quel salaire ?"]),
        ("Bonjour Mme Noraz,\nquelle est la date limite ?", ["quelle est la date limite ?"]),
    ],
)
def test_no_greeting_and_no_thanks_swallow_a_question(text: str, asked: list[str]) -> None:
    found = " ".join(texts(text))

    assert all(question in found for question in asked)
    assert "Noraz" not in found


def test_fifteen_questions_are_fifteen() -> None:
    assert len(texts("\n".join(f"- quel est le point {n} ?" for n in range(15)))) == 15
