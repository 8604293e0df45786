from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.bot.conversation import COMMANDS, Conversation
from guichet.bot.event import Commanded, Event, Pressed, Said, Stayed
from guichet.knowledge.assistant import Assistant
from guichet.mailbox.delivery.body import Body, Choice, unpack
from guichet.mailbox.desk.inquiry import Visitor
from guichet.mailbox.desk.reception import Reception
from guichet.mailbox.desk.ticket import Desk
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Address, Parcel, ParcelKind, Subscription, Ticket, Told
from guichet.tests.factories import NOW, make_call, make_office

CALL = make_call()
CONVERSATION = Conversation(Reception(CALL, Assistant(CALL), Desk(make_office(), "postes@example.org")))
ANN = Visitor("chat", "1001", name="Ann", language="fr")
ENGLISH = Visitor("chat", "1002", name="Bea", language="en")


@pytest.fixture
def session(sqlite: Database) -> Iterator[Session]:
    with sqlite.begin() as session:
        yield session


def do(session: Session, event: Event, visitor: Visitor = ANN) -> list[Parcel]:
    """Let an event happen, and return the parcels it makes."""
    before = set(session.scalars(select(Parcel.id)))
    CONVERSATION.take_part(session, visitor, event, NOW, None)
    session.flush()
    return [parcel for parcel in session.scalars(select(Parcel).order_by(Parcel.id)) if parcel.id not in before]


def body(parcels: list[Parcel]) -> Body:
    [said] = [unpack(parcel.body) for parcel in parcels if parcel.kind is not ParcelKind.PRESS]
    return said


def press(session: Session, choice: Choice, visitor: Visitor = ANN, number: str = "p1") -> list[Parcel]:
    return do(session, Pressed(choice.action, number, "77"), visitor)


def toast(parcels: list[Parcel]) -> str:
    [answered] = [parcel for parcel in parcels if parcel.kind is ParcelKind.PRESS]
    return unpack(answered.body).text


def test_start_greets_by_name_in_the_language_of_the_app(session: Session) -> None:
    french = body(do(session, Commanded("start")))
    english = body(do(session, Commanded("start"), ENGLISH))

    assert french.text.startswith("Bonjour Ann !")
    assert english.text.startswith("Hello Bea!")
    assert "aucune réponse n'est rédigée par une IA générative" in french.text


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_answered(session: Session, name: str) -> None:
    assert body(do(session, Commanded(name))).text


def test_a_command_that_is_not_there_gets_help(session: Session) -> None:
    assert "/dates" in body(do(session, Commanded("xyz"))).text


def test_every_button_we_show_can_be_pressed_and_is_answered(session: Session) -> None:
    menus = [body(do(session, Commanded(name))) for name in COMMANDS] + [body(do(session, Said("date limite ?")))]

    for number, choice in enumerate(choice for menu in menus for choice in menu.choices):
        assert toast(press(session, choice, number=f"p{number}")) == ""


@pytest.mark.parametrize(
    "action", ["", "x", "pick:1:0", "pick:x:y", "person:99999", "add:1", "set:x", "lang:de", "unset:"]
)
def test_a_stale_or_forged_press_ends_in_a_friendly_line(session: Session, action: str) -> None:
    parcels = do(session, Pressed(action, "p1", "77"))

    assert toast(parcels).startswith("Ce bouton n'est plus valable.")
    assert len(parcels) == 1


def test_the_dates_are_quoted_and_recorded_as_told(session: Session) -> None:
    said = body(do(session, Commanded("dates")))

    assert "Auditions : 1ère quinzaine du mois de juin" in said.text
    assert len(list(session.scalars(select(Told)))) == len(CALL.milestones)


def test_a_reminder_is_switched_on_and_off_in_place(session: Session) -> None:
    menu = body(do(session, Commanded("rappels")))
    deadline = next(choice for choice in menu.choices if choice.action == "set:deadline")

    switched = press(session, deadline)

    assert [row.milestone for row in session.scalars(select(Subscription))] == ["deadline"]
    ticked = next(choice for choice in body(switched).choices if "date limite" in choice.label)
    assert ticked == Choice("✓ La date limite de dépôt", "unset:deadline")
    assert switched[0].edits == "77"
    press(session, ticked, number="p2")
    assert list(session.scalars(select(Subscription))) == []


def test_remind_me_stands_under_an_answer_with_a_date(session: Session) -> None:
    answer = body(do(session, Said("date limite ?")))

    said = body(press(session, next(choice for choice in answer.choices if choice.action == "remind:deadline")))

    assert "Un rappel vous parviendra" in said.text


def test_who_presses_twice_is_told_the_number(session: Session) -> None:
    answer = body(do(session, Said("date limite ?")))
    person = next(choice for choice in answer.choices if choice.action.startswith("person:"))
    press(session, person)

    [again] = press(session, person, number="p2")

    number = session.scalars(select(Ticket.id)).one()
    assert unpack(again.body).text == f"C'est déjà transmis à une personne, sous le n° {number}."


def test_not_my_question_opens_a_ticket(session: Session) -> None:
    answer = body(do(session, Said("date limite ?")))

    said = body(press(session, next(choice for choice in answer.choices if choice.action.startswith("person:"))))

    assert f"n° {session.scalars(select(Ticket.id)).one()}" in said.text


def test_another_s_button_does_nothing(session: Session) -> None:
    answer = body(do(session, Said("date limite ?")))

    parcels = press(session, answer.choices[-1], ENGLISH)

    assert toast(parcels).startswith("This button is no longer valid.")
    assert list(session.scalars(select(Ticket))) == []


def test_humain_asks_for_the_message_and_passes_it_on(session: Session) -> None:
    do(session, Commanded("humain"))

    said = body(do(session, Said("Je ne sais pas comment dire")))

    assert said.text.startswith("Une personne va vous répondre.")
    assert session.scalars(select(Ticket.title)).one() == "Je ne sais pas comment dire"


def test_humain_with_words_passes_them_on_at_once(session: Session) -> None:
    said = body(do(session, Commanded("humain", "mon cas est particulier")))

    assert said.text.startswith("Une personne va vous répondre.")


def test_a_request_is_added_to_by_its_button(session: Session) -> None:
    do(session, Said("quel est le salaire ?"))
    ticket = session.scalars(select(Ticket)).one()
    told = body(do(session, Said(f"Où en est ma question n° {ticket.id} ?")))

    press(session, told.choices[0])
    do(session, Said("je suis interne"))

    assert [question.text for question in ticket.questions][-1] == "je suis interne"


def test_the_chosen_language_stays_whatever_is_written(session: Session) -> None:
    menu = body(do(session, Commanded("langue")))

    press(session, menu.choices[1])

    assert body(do(session, Said("date limite ?"))).text.startswith("Here is what the call says")


def test_who_blocks_us_is_marked_and_who_comes_back_is_not(session: Session) -> None:
    do(session, Stayed(False))
    blocked = session.scalars(select(Address)).one().blocked_at

    do(session, Commanded("start"))

    assert blocked is not None
    assert session.scalars(select(Address)).one().blocked_at is None


def test_an_edited_message_is_answered_as_it_is_now(session: Session) -> None:
    said = body(do(session, Said("date limite ?", edited=True)))

    assert said.text.startswith("Vous avez modifié votre message")
