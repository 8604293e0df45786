"""Those who were told otherwise than an answer says are corrected: their requests open again."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.mailbox.delivery.carrier import MailTrace
from guichet.mailbox.desk.answering import HOLD, Justice, answer, take_back
from guichet.mailbox.desk.conflict import fingerprint
from guichet.mailbox.desk.errors import UnequalTreatment
from guichet.mailbox.desk.inquiry import Inquiry, Visitor
from guichet.mailbox.desk.suggestion import suggest
from guichet.mailbox.desk.ticket import Desk
from guichet.mailbox.records.models import Note, Question, QuestionState, Ticket, TicketReason, TicketState
from guichet.tests.factories import NOW, make_call, make_office
from guichet.tests.mailbox.desk.entries import make_approved, proposal, staff_member
from guichet.tests.mailbox.desk.inquiries import receive

CALL = make_call()
DESK = Desk(make_office(), "postes@example.org")
PAY = "Quel est le salaire ?"
LESS, MORE = "Le salaire est de 2 400 € bruts.", "Le salaire est de 2 900 € bruts."


def ask(session: Session, who: str, words: str = PAY) -> int | None:
    """Let somebody ask by mail; return the number of their request, if one opens."""
    before = set(session.scalars(select(Ticket.id)))
    inquiry = Inquiry(Visitor("mail", f"{who}@example.net"), text=words, words=words, mail=MailTrace("Pay", f"{who}@x"))
    receive(session, inquiry)
    return next((number for number in session.scalars(select(Ticket.id)) if number not in before), None)


def tell(session: Session, number: int | None, words: str, *, correct: bool = False) -> None:
    """Answer a request, giving a reason where it is stopped."""
    staff = staff_member(session, "Collègue du service")
    seen = session.get_one(Ticket, number).thread.version
    how = {"seen_version": seen, "hold": HOLD}
    try:
        with session.begin_nested():
            answer(session, DESK, CALL, number or 0, staff, words, NOW, **how)
    except UnequalTreatment as stopped:
        justice = Justice("La grille a changé.", fingerprint(stopped.conflicts), correct=correct)
        answer(session, DESK, CALL, number or 0, staff, words, NOW, justice=justice, **how)


def state(session: Session, number: int | None) -> TicketState:
    return session.get_one(Ticket, number).state


@pytest.fixture
def told(session: Session) -> tuple[int | None, int | None, int | None]:
    """Two who were told less, and one who asks."""
    first, second, third = (ask(session, who) for who in ("ann", "bob", "eve"))
    tell(session, first, LESS)
    tell(session, second, LESS)
    return first, second, third


def test_the_requests_of_all_who_were_told_otherwise_open_again(session: Session, told) -> None:
    first, _, third = told

    tell(session, third, MORE, correct=True)

    assert [state(session, number) for number in told] == [TicketState.OPEN, TicketState.OPEN, TicketState.CLOSED]
    [one, _] = session.scalars(select(Note.words).order_by(Note.id))
    assert one == (
        f"À corriger : le 10 février 2026, cette personne a lu « {LESS} » ; "
        f"la réponse à la demande n° {third} dit « {MORE} »."
    )
    suggestion = suggest(session, CALL, make_office(), first or 0, NOW)
    assert suggestion is not None
    assert suggestion.words == MORE


def test_nothing_opens_where_nobody_asks_for_it(session: Session, told) -> None:
    first, second, third = told

    tell(session, third, MORE)

    assert (state(session, first), state(session, second)) == (TicketState.CLOSED, TicketState.CLOSED)


def test_who_was_corrected_meanwhile_is_left_alone(session: Session, told) -> None:
    first, second, third = told
    tell(session, third, MORE, correct=True)
    tell(session, first, MORE)

    tell(session, ask(session, "fay"), MORE, correct=True)

    assert (state(session, first), state(session, second)) == (TicketState.CLOSED, TicketState.OPEN)


def test_an_answer_taken_back_takes_its_corrections_back(session: Session, told) -> None:
    first, second, third = told
    tell(session, third, MORE, correct=True)
    tell(session, second, MORE)

    take_back(session, DESK, third or 0, staff_member(session, "Collègue du service"), NOW)

    assert [state(session, number) for number in told] == [TicketState.CLOSED, TicketState.CLOSED, TicketState.OPEN]
    closed = select(Question.state).where(Question.ticket_id == first)
    assert session.scalars(closed).all() == [QuestionState.CLOSED]


def test_who_read_it_from_an_entry_is_taken_over_from_the_assistant(session: Session) -> None:
    third = ask(session, "eve")
    make_approved(session, proposal(words=LESS))
    assert ask(session, "ann") is None

    tell(session, third, MORE, correct=True)

    opened = session.scalars(select(Ticket).where(Ticket.reason == TicketReason.TAKEN_OVER)).one()
    assert (opened.state, [q.state for q in opened.questions]) == (TicketState.OPEN, [QuestionState.OPEN])
    take_back(session, DESK, third or 0, staff_member(session, "Collègue du service"), NOW)
    assert (opened.state, [q.state for q in opened.questions]) == (TicketState.CLOSED, [QuestionState.TOLD])
