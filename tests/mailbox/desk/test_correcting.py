"""Those who were told otherwise than an answer says are corrected: their requests open again once it has left."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from guichet.mailbox.delivery.carrier import MailTrace
from guichet.mailbox.desk.answering import HOLD, answer, take_back
from guichet.mailbox.desk.conflict import Justice, fingerprint
from guichet.mailbox.desk.correcting import correct_others, open_corrections
from guichet.mailbox.desk.errors import NothingToCorrect, UnequalTreatment
from guichet.mailbox.desk.inquiry import Inquiry, Visitor
from guichet.mailbox.desk.lanes import snooze
from guichet.mailbox.desk.merging import merge
from guichet.mailbox.desk.suggestion import suggest
from guichet.mailbox.desk.ticket import Desk
from guichet.mailbox.records.models import (
    Note,
    Parcel,
    ParcelState,
    Question,
    QuestionState,
    Ticket,
    TicketState,
    Waiting,
)
from guichet.tests.factories import NOW, make_call, make_office
from guichet.tests.mailbox.desk.entries import make_approved, proposal, staff_member
from guichet.tests.mailbox.desk.inquiries import receive

CALL = make_call()
DESK = Desk(make_office(), "postes@example.org")
PAY, LODGING = "Quel est le salaire ?", "Le logement est-il fourni ?"
LESS, MORE = "Le salaire est de 2 400 € bruts.", "Le salaire est de 2 900 € bruts."
OPEN, CLOSED = TicketState.OPEN, TicketState.CLOSED


def ask(session: Session, who: str, words: str = PAY) -> int:
    """Let somebody ask by mail; return the number of their request, 0 where none opens."""
    before = set(session.scalars(select(Ticket.id)))
    mail = MailTrace("Question", f"{who}{len(before)}{len(words)}@x")
    receive(session, Inquiry(Visitor("mail", f"{who}@example.net"), text=words, words=words, mail=mail))
    return next((number for number in session.scalars(select(Ticket.id)) if number not in before), 0)


def tell(session: Session, number: int, words: str, *, correct: bool = False) -> None:
    """Answer a request, giving a reason where it is stopped."""
    staff, seen = staff_member(session, "Collègue du service"), session.get_one(Ticket, number).thread.version
    how = {"seen_version": seen, "hold": HOLD}
    try:
        with session.begin_nested():
            answer(session, DESK, CALL, number, staff, words, NOW, justice=Justice(correct=correct), **how)
    except UnequalTreatment as stopped:
        justice = Justice("La grille a changé.", fingerprint(stopped.conflicts), correct=correct)
        answer(session, DESK, CALL, number, staff, words, NOW, justice=justice, **how)


def let_leave(session: Session) -> None:
    """Let all that is due leave, and correct until nobody is left."""
    session.execute(update(Parcel).values(state=ParcelState.SENT))
    while open_corrections(session, DESK, CALL, NOW):
        pass


def states(session: Session, *numbers: int) -> list[TicketState]:
    return [session.get_one(Ticket, number).state for number in numbers]


@pytest.fixture
def told(session: Session) -> tuple[int, int, int]:
    """Two who were told less, and one who asks."""
    first, second, third = (ask(session, who) for who in ("ann", "bob", "eve"))
    tell(session, first, LESS)
    tell(session, second, LESS)
    return first, second, third


def test_the_requests_of_all_who_were_told_otherwise_open_again(session: Session, told) -> None:
    first, _, third = told
    tell(session, third, MORE, correct=True)

    let_leave(session)

    assert states(session, *told) == [OPEN, OPEN, CLOSED]
    [one, _] = session.scalars(select(Note.words).order_by(Note.id))
    assert one == (
        f"À corriger : le 10 février 2026, cette personne a lu « {LESS} » ; "
        f"la réponse à la demande n° {third} dit « {MORE} »."
    )
    suggestion = suggest(session, CALL, make_office(), first, NOW)
    assert suggestion is not None
    assert suggestion.words == MORE


def test_nothing_opens_before_the_answer_has_left_nor_after_it_was_taken_back(session: Session, told) -> None:
    first, second, third = told
    tell(session, third, MORE, correct=True)

    assert open_corrections(session, DESK, CALL, NOW) == 0
    take_back(session, DESK, third, staff_member(session, "Collègue du service"), NOW)
    let_leave(session)

    assert states(session, first, second, third) == [CLOSED, CLOSED, OPEN]


def test_nothing_opens_where_nobody_asks_for_it_and_it_can_be_asked_for_later(session: Session, told) -> None:
    first, second, third = told
    tell(session, third, MORE)
    let_leave(session)
    assert states(session, first, second) == [CLOSED, CLOSED]

    for _ in range(2):
        correct_others(session, third, staff_member(session), NOW)
    let_leave(session)

    assert states(session, first, second) == [OPEN, OPEN]
    assert len(session.scalars(select(Note.id)).all()) == 2


def test_what_was_never_answered_corrects_nobody(session: Session) -> None:
    number = ask(session, "ann")

    with pytest.raises(NothingToCorrect):
        correct_others(session, number, staff_member(session), NOW)


def test_who_was_corrected_meanwhile_is_left_alone(session: Session, told) -> None:
    first, second, third = told
    tell(session, third, MORE, correct=True)
    again = ask(session, "ann")
    tell(session, again, MORE)

    let_leave(session)

    assert states(session, first, second) == [CLOSED, OPEN]


def test_who_read_it_from_an_entry_is_asked_about_that_question_and_no_other(session: Session) -> None:
    third = ask(session, "eve")
    make_approved(session, proposal(words=LESS))
    assert ask(session, "ann") == ask(session, "ann", "Quelle est la date limite ?") == 0
    tell(session, third, MORE, correct=True)

    let_leave(session)

    opened = session.scalars(select(Ticket).where(Ticket.id != third)).one()
    assert [(q.text, q.state) for q in opened.questions] == [(PAY, QuestionState.OPEN)]


def test_a_request_that_was_merged_opens_where_it_went(session: Session) -> None:
    first, other, third = ask(session, "ann"), ask(session, "ann", LODGING), ask(session, "eve")
    merge(session, DESK, first, other, staff_member(session), NOW)
    tell(session, other, LESS)
    tell(session, third, MORE, correct=True)

    let_leave(session)

    assert states(session, first, other) == [CLOSED, OPEN]
    assert [q.text for q in session.get_one(Ticket, other).questions if q.state is QuestionState.OPEN] == [PAY]


def test_a_request_asleep_wakes_and_one_that_was_closed_has_a_clock_of_its_own(session: Session, told) -> None:
    first, second, third = told
    later = NOW + timedelta(days=20)
    staff = staff_member(session)
    session.get_one(Ticket, second).state = OPEN
    snooze(session, DESK, CALL, second, staff, NOW, until=later + timedelta(days=9))
    tell(session, third, MORE, correct=True)
    session.execute(update(Parcel).values(state=ParcelState.SENT))

    while open_corrections(session, DESK, CALL, later):
        pass

    found = [session.get_one(Ticket, number) for number in (first, second)]
    assert [ticket.waiting for ticket in found] == [Waiting.ANSWER, Waiting.ANSWER]
    assert found[0].due_at is not None
    assert found[0].due_at > later


def test_an_answer_that_never_arrived_corrects_nobody(session: Session, told) -> None:
    first, second, third = told
    tell(session, third, MORE, correct=True)
    session.execute(update(Parcel).where(Parcel.state == ParcelState.DUE).values(state=ParcelState.ABANDONED))

    while open_corrections(session, DESK, CALL, NOW):
        pass

    assert states(session, first, second) == [CLOSED, CLOSED]


def test_who_was_told_two_things_otherwise_is_asked_about_both(session: Session) -> None:
    renewable = "Le contrat est-il renouvelable ?"
    first, third = ask(session, "ann", f"{PAY} {renewable}"), ask(session, "eve", f"{PAY} {renewable}")
    tell(session, first, f"{LESS} Le contrat n'est pas renouvelable.")
    tell(session, third, f"{MORE} Le contrat est renouvelable.", correct=True)

    let_leave(session)

    asked = select(Question.state).where(Question.ticket_id == first)
    assert session.scalars(asked).all() == [QuestionState.OPEN, QuestionState.OPEN]
