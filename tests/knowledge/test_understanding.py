from typing import Any

import pytest

from guichet.knowledge.call import Pair
from guichet.knowledge.question import Question
from guichet.knowledge.understanding import LONGEST, Understanding, understand
from guichet.knowledge.vocabulary import load_vocabulary
from guichet.tests.factories import make_call

CALL = make_call()
VOCABULARY = load_vocabulary()


def read(text: str, context: str = "", carried: str | None = None, **more: Any) -> Understanding:
    before = Pair.parse(carried) if carried else None
    return understand(Question(text, context, **more), VOCABULARY, 2026, before)


def best(understood: Understanding) -> str:
    return str(understood.readings[0].pair)


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("quand sont les auditions", "audition.when"),
        ("durée de l'audition", "audition.how_long"),
        ("auditions", "audition.when"),
        ("combien de postes", "programme.how_many"),
        ("salaire", "contract.how_much"),
        ("audittions quand", "audition.when"),
    ],
)
def test_objects_and_properties_add_up_to_a_pair(text: str, pair: str) -> None:
    assert best(read(text)) == pair


def test_readings_are_ranked() -> None:
    scores = [reading.score for reading in read("date et lieu des auditions et des résultats").readings]

    assert len(scores) > 2
    assert scores == sorted(scores, reverse=True)


def test_the_context_names_what_the_question_does_not() -> None:
    texts = {"", "Je suis convoqué à l'audition."}
    readings = {text: {str(r.pair): r.score for r in read("quelle durée ?", text).readings} for text in texts}

    scores = [readings[text].get("audition.how_long", 0) for text in sorted(texts)]

    assert scores == [0, pytest.approx(2.04)]


def test_what_was_spoken_of_is_meant_where_a_question_names_nothing() -> None:
    assert best(read("et où ?", carried="audition.when")) == "audition.where"
    assert best(read("et où s'inscrire ?", carried="audition.when")) == "application.where"


def test_a_question_that_goes_on_keeps_the_property_before() -> None:
    assert best(read("et les résultats ?", carried="audition.where", joined=True)) == "results.where"


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [
        ("date limite de l'appel 2027 ?", "next_call"),
        ("combien de lauréats en session 2024 ?", "past_call"),
        ("date limite de l'appel 2026 ?", None),
        ("ma thèse de janvier 2025 compte ?", None),
        ("date limite de l'ERC ?", "other_programme"),
    ],
)
def test_another_year_is_another_call_unless_it_dates_a_month(text: str, elsewhere: str | None) -> None:
    assert read(text).elsewhere == elsewhere


@pytest.mark.parametrize(("text", "number"), [("question n° 12", 12), ("dossier 12345678", None), ("rien", None)])
def test_a_number_is_read(text: str, number: int | None) -> None:
    assert read(text).number == number


def test_an_act_that_is_not_named_weighs_nothing() -> None:
    understood = read("Où en est ma question ?")

    assert understood.act("question_state") > 1
    assert understood.act("reminder_on") == 0


def test_the_words_beyond_the_longest_question_are_not_read() -> None:
    understood = read("mot " * LONGEST + "salaire")

    assert (understood.length, understood.readings) == (LONGEST, ())


def test_every_phrasing_leads_to_a_pair_that_the_tables_know() -> None:
    known = {(thing, what) for thing in VOCABULARY.objects for what in (*VOCABULARY.properties, "any")}

    assert [str(p) for p in (*CALL.answers, *CALL.gaps) if (p.object, p.property) not in known] == []
    assert [name for name, of in VOCABULARY.properties.items() if of and of not in VOCABULARY.objects] == []
    assert {thing.department for thing in VOCABULARY.objects.values()} <= set(CALL.departments)
