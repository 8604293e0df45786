"""The interview on who may apply, by buttons and commands: every way ends in the same verdict."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from guichet.bot.event import Commanded, Pressed, Said
from guichet.mailbox.delivery.body import Body
from guichet.mailbox.desk.inquiry import Visitor
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Interview, Message
from guichet.tests.bot.test_conversation import body, do, press, toast

ANSWERS = ("status:cca", "thesis:yes", "m2:yes", "lab:unit")
FIRST = "Quel est votre statut ?"
ELIGIBLE = "vous remplissez les conditions que l'appel énonce"
BEA = Visitor("chat", "1002", name="Bea", language="fr")


@pytest.fixture
def session(sqlite: Database) -> Iterator[Session]:
    with sqlite.begin() as session:
        yield session


def answer(session: Session, shown: Body, *answers: str, visitor: Visitor | None = None) -> Body:
    """Press one answer after the other; return what is shown at last."""
    for said in answers:
        [choice] = [one for one in shown.choices if one.action == f"elig:set:{said}"]
        shown = body(press(session, choice, visitor) if visitor else press(session, choice))
    return shown


def label(session: Session, shown: Body, action: str) -> Body:
    [choice] = [one for one in shown.choices if one.action == f"elig:{action}"]
    return body(press(session, choice))


def test_buttons_lead_to_the_verdict(session: Session) -> None:
    shown = answer(session, body(do(session, Commanded("eligibilite"))), *ANSWERS)

    assert ELIGIBLE in shown.text
    assert [choice.action for choice in shown.choices] == ["elig:fix", "elig:again", "person"]


def test_buttons_and_free_words_are_told_the_same(session: Session) -> None:
    by_buttons = answer(session, body(do(session, Commanded("eligibilite"))), *ANSWERS)

    words = "Suis-je éligible ? Je suis CCA, M2 recherche obtenu, thèse d'exercice soutenue, unité Inserm"
    by_words = body(do(session, Said(words), BEA))

    assert by_words.text == by_buttons.text


@pytest.mark.parametrize("command", ["eligibilite", "eligibility"])
def test_both_names_of_the_command_begin_it(session: Session, command: str) -> None:
    assert FIRST in body(do(session, Commanded(command))).text


def test_the_command_says_what_it_is_told_beside_it(session: Session) -> None:
    shown = body(do(session, Commanded("eligibilite", "je suis CCA, M2 recherche obtenu, thèse d'exercice soutenue")))

    assert "Quel serait votre laboratoire d'accueil ?" in shown.text


def test_one_goes_back_to_the_question_before(session: Session) -> None:
    shown = answer(session, body(do(session, Commanded("eligibilite"))), "status:cca")

    back = label(session, shown, "back")

    assert FIRST in back.text
    assert "elig:back" not in [choice.action for choice in back.choices]


def test_an_answer_is_corrected_after_the_verdict(session: Session) -> None:
    shown = answer(session, body(do(session, Commanded("eligibilite"))), *ANSWERS)

    which = label(session, shown, "fix")
    again = answer(session, label(session, which, "ask:lab"), "lab:outside")

    assert "vous n'êtes pas éligible en l'état" in again.text


def test_one_starts_again_with_nothing_known(session: Session) -> None:
    shown = answer(session, body(do(session, Commanded("eligibilite"))), *ANSWERS)

    again = label(session, shown, "again")

    assert FIRST in again.text
    assert session.scalars(select(Interview)).one().situation["values"] == {}


def test_a_button_pressed_twice_says_so_and_asks_nothing_twice(session: Session) -> None:
    shown = body(do(session, Commanded("eligibilite")))
    [cca] = [choice for choice in shown.choices if choice.action == "elig:set:status:cca"]
    press(session, cca)
    messages = session.scalar(select(func.count(Message.id)))

    again = press(session, cca, number="p2")

    assert toast(again) == "C'est noté."
    assert session.scalar(select(func.count(Message.id))) == messages


def test_an_older_button_corrects_what_it_said(session: Session) -> None:
    shown = body(do(session, Commanded("eligibilite")))
    answer(session, shown, "status:cca")

    corrected = answer(session, shown, "status:vet")

    assert "une personne du service décide" in corrected.text


def test_not_knowing_leaves_the_condition_open(session: Session) -> None:
    shown = answer(session, body(do(session, Commanded("eligibilite"))), *ANSWERS[:1], "thesis:unknown", *ANSWERS[2:])

    assert "à ces conditions" in shown.text
    assert "Thèse d'exercice : vous ne l'avez pas encore dit" in shown.text


def test_what_was_not_known_is_asked_again_by_the_command(session: Session) -> None:
    answer(session, body(do(session, Commanded("eligibilite"))), "status:unknown")

    assert FIRST in body(do(session, Commanded("eligibilite"))).text


def test_what_was_not_known_and_is_asked_again_is_no_answer_to_go_back_to(session: Session) -> None:
    answer(session, body(do(session, Commanded("eligibilite"))), "status:unknown")

    shown = body(do(session, Commanded("eligibilite")))

    assert "elig:back" not in [choice.action for choice in shown.choices]


@pytest.mark.parametrize(
    "action", ["elig:set:thesis:perhaps", "elig:set:age:yes", "elig:set:m2:held", "elig:ask:age", "elig:x", "elig:set:"]
)
def test_a_forged_button_changes_nothing(session: Session, action: str) -> None:
    do(session, Commanded("eligibilite"))

    said = toast(do(session, Pressed(action, "p1", "77")))

    assert "n'est plus valable" in said
    assert session.scalars(select(Interview)).one().situation["values"] == {}


def test_a_button_of_somebody_else_s_interview_is_none(session: Session) -> None:
    do(session, Commanded("eligibilite"))

    said = toast(do(session, Pressed("elig:set:thesis:yes", "p1", "77"), BEA))

    assert "n'est plus valable" in said
    assert session.scalars(select(Interview)).one().situation["values"] == {}


@pytest.mark.parametrize("action", ["cic_means:yes", "cic_means:unknown", "m2_kind:research"])
def test_an_old_button_that_says_nothing_any_more_is_not_noted(session: Session, action: str) -> None:
    answer(session, body(do(session, Commanded("eligibilite"))), *ANSWERS)

    assert "n'est plus valable" in toast(do(session, Pressed(f"elig:set:{action}", "p2", "77")))


def test_after_a_button_words_are_answers_again(session: Session) -> None:
    shown = body(do(session, Commanded("eligibilite")))
    do(session, Pressed("person", "p1", "77"))
    answer(session, shown, "status:cca")

    assert "Avez-vous un master 2" in body(do(session, Said("oui, soutenue en 2020"))).text


def test_an_answer_on_who_may_apply_offers_to_look_at_one_s_own_case(session: Session) -> None:
    shown = body(do(session, Said("qui peut candidater ?")))

    assert FIRST in label(session, shown, "go").text
