"""Correcting others: once an answer has left, the requests of those who were told otherwise open again, one by one.

Staff ask for it with an answer or later; a round of the worker does it, so that an answer that is taken back corrects
nobody. Nothing is sent by itself: each request says what was read and what is said now, and staff answer it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...knowledge.call import Call, Pair
from ..delivery.dates import write_day
from ..records.models import (
    Act,
    Address,
    Correction,
    CorrectionState,
    Message,
    Parcel,
    ParcelState,
    Question,
    QuestionState,
    Staff,
    Thread,
    Ticket,
    TicketReason,
    TicketState,
    Told,
    Waiting,
)
from .clock import start
from .conflict import Conflict
from .errors import NothingToCorrect
from .fairness import Statement, conflicts
from .journal import record
from .moving import move
from .note import write_note
from .ticket import Desk, find_ticket, open_ticket

ANSWERED = "answered"
"""The kind of the journal's line for an answer that was sent."""
CORRECTING, CORRECTED = "correcting", "corrected"
"""The kinds of the journal's lines for a request that was opened, and for all of an answer's being open."""
LOOKED_AT = 50
"""How many people's last word from us is compared at a time: some 16 ms each, while nobody else may write."""
_GONE = (ParcelState.SENT, ParcelState.ABANDONED, ParcelState.HANDED_OVER)


@dataclass(frozen=True)
class Misled:
    """Somebody whose last word from us on a pair disagrees with an answer; `told` is its row, `thread` where it is."""

    told: int
    candidate: int
    thread: int
    pair: str
    conflict: Conflict
    at: datetime


def ask_correction(session: Session, ticket: Ticket, parcel: int, staff_id: int, now: datetime) -> None:
    """Let those be corrected who read otherwise than an answer says; asked twice is asked once."""
    known = select(Correction.id).where(Correction.parcel_id == parcel)
    if session.scalars(known).first() is None:
        row = Correction(call=ticket.call, ticket_id=ticket.id, parcel_id=parcel, staff_id=staff_id, asked_at=now)
        session.add(row)
        session.flush()


def correct_others(session: Session, number: int, staff: Staff, now: datetime) -> None:
    """Ask the same for the last answer of a ticket; raises `UnknownTicket`, `NothingToCorrect`."""
    ticket = find_ticket(session, number)
    last = select(Act).where(Act.ticket_id == ticket.id, Act.kind == ANSWERED).order_by(Act.id.desc()).limit(1)
    act = session.scalars(last).one_or_none()
    if act is None:
        raise NothingToCorrect(number)
    ask_correction(session, ticket, act.detail["parcel"], staff.id, now)


def open_corrections(session: Session, desk: Desk, call: Call, now: datetime) -> int:
    """Open the request of the next who is to be corrected after an answer that has left; return 0 when none is due."""
    due = (
        select(Correction, Parcel)
        .join(Parcel, Correction.parcel_id == Parcel.id)
        .where(Correction.call == call.slug, Correction.state == CorrectionState.DUE, Parcel.state.in_(_GONE))
        .order_by(Correction.id)
        .limit(1)
        .with_for_update(of=Correction, skip_locked=True)
    )
    found = session.execute(due).one_or_none()
    if found is None:
        return 0
    correction, parcel = found
    misled, reached = _find_next(session, call, parcel, correction.reached) if _arrived(parcel) else (None, None)
    if misled:
        _open(session, desk, call, misled, correction, now)
        correction.opened += 1
    if reached is None:
        correction.state = CorrectionState.DONE
        record(session, call.slug, None, CORRECTED, now, correction.ticket_id, opened=correction.opened)
    else:
        correction.reached = reached
    session.flush()
    return 1


def _arrived(parcel: Parcel) -> bool:
    return parcel.state is ParcelState.SENT


def _find_next(session: Session, call: Call, parcel: Parcel, after: int) -> tuple[Misled | None, int | None]:
    """Find the next misled person, and how far was looked: None at the end.

    Those who were told something newer than the answer are none: their last word is another.
    """
    own = session.execute(select(Told.id, Told.pair, Told.candidate_id).where(Told.parcel_id == parcel.id)).all()
    pairs = [pair for _, pair, _ in own if pair]
    if not pairs or parcel.message_id is None:
        return None, None
    words = session.get_one(Message, parcel.message_id).words
    rows = _read_last_told(session, call, pairs, but=own[0][2], after=after, before=min(row[0] for row in own))
    for told in rows:
        pair = Pair.parse(told.pair or "")
        if found := conflicts(words, [Statement(told.value, pair, told.source)], call.year):
            return Misled(told.id, told.candidate_id, told.thread_id, str(pair), found[0], told.at), told.id
    return None, rows[-1].id if len(rows) == LOOKED_AT else None


def _read_last_told(
    session: Session, call: Call, pairs: Sequence[str], *, but: int, after: int, before: int
) -> Sequence[Told]:
    """Read the last word that others had on each pair, between two rows; the call's own words mislead nobody."""
    latest = (
        select(func.max(Told.id))
        .join(Parcel, Told.parcel_id == Parcel.id)
        .where(Told.call == call.slug, Told.pair.in_(pairs), Told.candidate_id != but)
        .where(Parcel.state.not_in((ParcelState.ABANDONED, ParcelState.HANDED_OVER)))
        .group_by(Told.candidate_id, Told.pair)
    )
    query = (
        select(Told)
        .where(Told.id.in_(latest), Told.id > after, Told.id < before)
        .where((Told.source != call.source.name) | (Told.version != call.source.version))
        .order_by(Told.id)
        .limit(LOOKED_AT)
    )
    return session.scalars(query).all()


def _open(session: Session, desk: Desk, call: Call, one: Misled, correction: Correction, now: datetime) -> None:
    staff, because = session.get_one(Staff, correction.staff_id), session.get_one(Ticket, correction.ticket_id)
    ticket = _open_ticket(session, desk, call, one, because.department, now)
    day = write_day(one.at, "fr")
    words = (
        f"À corriger : le {day}, cette personne a lu « {one.conflict.theirs} » ; "
        f"la réponse à la demande n° {because.id} dit « {one.conflict.ours} »."
    )
    write_note(session, ticket, staff, words, now)
    record(session, ticket.call, staff.id, CORRECTING, now, ticket.id, because=because.id)


def _open_ticket(session: Session, desk: Desk, call: Call, one: Misled, department: str, now: datetime) -> Ticket:
    """Open the ticket of the last question of the pair that somebody asked, wherever it was merged to; or a new one."""
    asked = (
        select(Question)
        .join(Question.message)
        .join(Message.thread)
        .join(Thread.address)
        .where(Thread.call == call.slug, Address.candidate_id == one.candidate, Question.pair == one.pair)
        .order_by(Question.ticket_id.is_(None), Question.id.desc())
        .limit(1)
    )
    question = session.scalars(asked).one_or_none()
    if question is not None and question.ticket_id is not None:
        ticket = find_ticket(session, question.ticket_id)
        session.refresh(question)
        _let_wait(ticket, now, desk)
    else:
        ticket = open_ticket(
            session,
            call=call.slug,
            department=department,
            reason=TicketReason.TAKEN_OVER,
            title=question.text if question else "Correction",
            now=now,
            schedule=desk.schedule,
            thread=session.get_one(Thread, one.thread),
        )
    if question is not None:
        question.ticket, question.state, question.reason = ticket, QuestionState.OPEN, None
    return ticket


def _let_wait(ticket: Ticket, now: datetime, desk: Desk) -> None:
    """Let a ticket wait for an answer; one that was closed has a clock of its own for the correction."""
    ticket.reason = TicketReason.CORRECTION
    if ticket.state is TicketState.CLOSED:
        ticket.state, ticket.closed_at, ticket.closed_by = TicketState.OPEN, None, None
        move(ticket, Waiting.ANSWER, now, desk.schedule)
        start(ticket, now, desk.schedule)
    elif ticket.waiting is not Waiting.ANSWER:
        move(ticket, Waiting.ANSWER, now, desk.schedule)
