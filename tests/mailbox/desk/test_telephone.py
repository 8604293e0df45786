import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.mailbox.desk.answering import answer, take_back
from guichet.mailbox.desk.errors import TooLateToTakeBack
from guichet.mailbox.desk.phone_errors import BadCaller, OnlyByPhone, Writable
from guichet.mailbox.desk.telephone import Caller, note_call, read_reach
from guichet.mailbox.desk.ticket import Desk
from guichet.mailbox.desk.transfer import hand_over
from guichet.mailbox.records.models import (
    Act,
    Address,
    Message,
    Parcel,
    ParcelState,
    QuestionState,
    Staff,
    Ticket,
    TicketReason,
    TicketState,
    Told,
)
from guichet.tests.factories import NOW, make_address, make_call, make_office, make_staff, make_ticket

CALL = make_call()
DESK = Desk(make_office(), "postes@example.org")
SALARY = "Bonjour, quel est le salaire ? Et quelle est la date limite ?"


@pytest.fixture
def staff(session: Session) -> Staff:
    return make_staff(session)


def note(session: Session, staff: Staff, words: str = SALARY, reach: str = "06 12 34 56 78", **more: str) -> Ticket:
    return note_call(session, DESK, CALL, Caller(more.pop("name", "Ann"), reach, **more), words, staff, NOW)


def tell(session: Session, ticket: Ticket, staff: Staff, words: str = "Selon la grille.", *, by_phone: bool) -> Message:
    assert ticket.thread is not None
    seen = ticket.thread.version
    return answer(session, DESK, CALL, ticket.id, staff, words, NOW, seen_version=seen, by_phone=by_phone)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("06 12.34-56/78", ("phone", "+33612345678")),
        ("0033 6 12 34 56 78", ("phone", "+33612345678")),
        ("+33 (0)6 12 34 56 78", ("phone", "+33612345678")),
        ("+1 (212) 555-0100", ("phone", "+12125550100")),
        (" Ann@Example.net ", ("mail", "ann@example.net")),
        ("ann@", None),
        ("a@example.net, b@example.net", None),
        ("demain", None),
        ("", None),
    ],
)
def test_where_somebody_is_reached_is_read(written: str, found: tuple[str, str] | None) -> None:
    assert read_reach(written) == found


def test_a_call_becomes_one_ticket_with_all_it_asks_and_nothing_is_sent(session: Session, staff: Staff) -> None:
    ticket = note(session, staff)

    assert [question.pair for question in ticket.questions] == ["contract.how_much", "application.until_when"]
    assert {question.state for question in ticket.questions} == {QuestionState.OPEN}
    assert (ticket.department, ticket.reason, ticket.due_at is None) == ("rh", TicketReason.GAP, False)
    assert [question.citations != [] for question in ticket.questions] == [True, True]
    assert session.scalars(select(Parcel)).all() == []
    assert session.scalars(select(Act.kind)).all() == ["call-noted"]


def test_what_asks_nothing_is_kept_as_it_was_said(session: Session, staff: Staff) -> None:
    ticket = note(session, staff, "Bonjour")

    [question] = ticket.questions
    assert (question.text, ticket.title, ticket.department) == ("Bonjour", "Bonjour", staff.department)


def test_calls_from_one_number_are_one_conversation(session: Session, staff: Staff) -> None:
    tickets = [note(session, staff, reach=reach) for reach in ("0612345678", "+33 6 12 34 56 78")]

    assert len({ticket.thread_id for ticket in tickets}) == 1


def test_a_number_is_answered_by_telephone_and_what_was_said_is_told(session: Session, staff: Staff) -> None:
    ticket = note(session, staff, "Quel est le salaire ?")

    tell(session, ticket, staff, by_phone=True)

    assert ticket.state is TicketState.CLOSED
    assert session.scalars(select(Parcel.state)).all() == [ParcelState.SENT]
    [told] = session.scalars(select(Told)).all()
    assert (told.pair, told.value) == ("contract.how_much", "Selon la grille.")
    with pytest.raises(TooLateToTakeBack):
        take_back(session, DESK, ticket.id, staff, NOW)


def test_a_number_cannot_be_written_to(session: Session, staff: Staff) -> None:
    ticket = note(session, staff)

    with pytest.raises(OnlyByPhone):
        tell(session, ticket, staff, by_phone=False)


def test_an_address_is_answered_by_mail_in_the_language_of_the_call(session: Session, staff: Staff) -> None:
    ticket = note(session, staff, reach="ann@example.net", language="en")

    tell(session, ticket, staff, by_phone=False)

    [parcel] = session.scalars(select(Parcel))
    assert (parcel.channel, parcel.address, parcel.state) == ("mail", "ann@example.net", ParcelState.DUE)
    assert parcel.mail["subject"] == "Re: Your telephone call"


def test_who_can_be_written_to_is(session: Session, staff: Staff) -> None:
    ticket = make_ticket(session)

    with pytest.raises(Writable):
        tell(session, ticket, staff, by_phone=True)


def test_a_caller_gives_no_new_name_to_an_address(session: Session, staff: Staff) -> None:
    make_address(session, name="Ann Exemple")

    note(session, staff, reach="ann@example.net", name="Autre")

    assert session.scalars(select(Address.name)).all() == ["Ann Exemple"]


def test_a_handover_says_nothing_to_a_number(session: Session, staff: Staff) -> None:
    make_staff(session, "b@example.org", "evaluation")
    ticket = note(session, staff)

    hand_over(session, DESK, ticket.id, "evaluation", staff, NOW)

    assert ticket.department == "evaluation"
    assert session.scalars(select(Parcel)).all() == []


@pytest.mark.parametrize(
    ("words", "reach", "missing"),
    [
        (" ", "0612345678", ("la question",)),
        ("Quoi ?", "demain", ("une adresse électronique ou un numéro de téléphone",)),
    ],
)
def test_what_a_call_lacks_is_named(
    session: Session, staff: Staff, words: str, reach: str, missing: tuple[str]
) -> None:
    with pytest.raises(BadCaller) as refusal:
        note(session, staff, words, reach)

    assert refusal.value.missing == missing
