"""Correcting others: where an answer leaves that says otherwise than they were told, their requests open again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...knowledge.call import Call, Pair
from ..delivery.dates import write_day
from ..records.models import (
    Message,
    Parcel,
    ParcelState,
    Question,
    QuestionState,
    Staff,
    Thread,
    Ticket,
    TicketState,
    Told,
    Waiting,
)
from .conflict import Conflict
from .fairness import Statement, conflicts
from .journal import record
from .moving import move
from .note import write_note
from .ticket import Desk, close_ticket, find_ticket, take_over

CORRECTING = "correcting"
"""The kind of the journal's line for a request that is open so that its person is corrected."""
MOST = 500
"""How many people's requests are opened at once; beyond that a colleague decides what to tell them all."""


@dataclass(frozen=True)
class Misled:
    """Somebody whose latest word from us on a pair disagrees with an answer: in which thread, and when they read it."""

    thread: int
    pair: str
    conflict: Conflict
    at: datetime


@dataclass(frozen=True)
class Opened:
    """A request that was opened to correct, and what its questions were before, so that it can be undone."""

    ticket: int
    questions: Mapping[int, QuestionState]

    def pack(self) -> dict[str, Any]:
        """Turn it into JSON for the journal."""
        return {"ticket": self.ticket, "questions": {str(n): state.value for n, state in self.questions.items()}}


def find_misled(session: Session, call: Call, pairs: Sequence[str], words: str, thread: Thread) -> list[Misled]:
    """Find the others whose latest word on the pairs disagrees with an answer, each once, the first told first.

    The call's own words mislead nobody, nor does what never arrived.
    """
    latest = (
        select(func.max(Told.id))
        .join(Parcel, Told.parcel_id == Parcel.id)
        .where(Told.call == call.slug, Told.pair.in_(pairs), Told.candidate_id != thread.address.candidate_id)
        .where(Parcel.state.not_in((ParcelState.ABANDONED, ParcelState.HANDED_OVER)))
        .group_by(Told.candidate_id, Told.pair)
    )
    query = select(Told.thread_id, Told.pair, Told.value, Told.source, Told.at, Told.candidate_id)
    others = (Told.source != call.source.name) | (Told.version != call.source.version)
    judged: dict[tuple[str, str], tuple[Conflict, ...]] = {}
    found: dict[int, Misled] = {}
    for told in session.execute(query.where(Told.id.in_(latest), others).order_by(Told.id)):
        key = (told.pair, told.value)
        if key not in judged:
            judged[key] = conflicts(words, [Statement(told.value, Pair.parse(told.pair), told.source)], call.year)
        if judged[key] and told.candidate_id not in found:
            found[told.candidate_id] = Misled(told.thread_id, told.pair, judged[key][0], told.at)
    return list(found.values())[:MOST]


def open_corrections(
    session: Session, desk: Desk, misled: Sequence[Misled], because: Ticket, staff: Staff, now: datetime
) -> list[Opened]:
    """Open the requests of those who were misled, each with a note that says what they read and what is said now."""
    opened: list[Opened] = []
    for one in misled:
        ticket, before = _open(session, desk, one, staff, now)
        day = write_day(one.at, "fr")
        words = (
            f"À corriger : le {day}, cette personne a lu « {one.conflict.theirs} » ; "
            f"la réponse à la demande n° {because.id} dit « {one.conflict.ours} »."
        )
        write_note(session, ticket, staff, words, now)
        record(session, ticket.call, staff.id, CORRECTING, now, ticket.id, because=because.id)
        if before is not None:
            opened.append(Opened(ticket.id, before))
    session.flush()
    return opened


def withdraw_corrections(session: Session, packed: Sequence[Mapping[str, Any]], staff: Staff, now: datetime) -> None:
    """Close again what was opened for an answer that is taken back; what somebody has answered since stays as it is."""
    for one in packed:
        ticket = find_ticket(session, one["ticket"])
        before = {int(number): QuestionState(state) for number, state in one["questions"].items()}
        questions = [question for question in ticket.questions if question.id in before]
        if ticket.state is not TicketState.OPEN or any(q.state is not QuestionState.OPEN for q in questions):
            continue
        for question in questions:
            question.state = before[question.id]
        if not any(question.state is QuestionState.OPEN for question in ticket.questions):
            close_ticket(ticket, staff.id, now)
        write_note(session, ticket, staff, "La correction n'a plus lieu d'être : la réponse a été reprise.", now)


def _open(
    session: Session, desk: Desk, one: Misled, staff: Staff, now: datetime
) -> tuple[Ticket, dict[int, QuestionState] | None]:
    """Open the request of a thread that asked the pair; none is returned of its questions where it was open anyway."""
    asked = select(Question).join(Question.message).where(Message.thread_id == one.thread).order_by(Question.id)
    states = {question.id: question.state for question in session.scalars(asked)}
    number = session.scalars(
        select(func.max(Question.ticket_id))
        .join(Question.message)
        .where(Message.thread_id == one.thread, Question.pair == one.pair)
    ).one()
    ticket = find_ticket(session, number) if number else take_over(session, desk, one.thread, staff, now)
    for question in ticket.questions:
        if question.pair == one.pair:
            question.state = QuestionState.OPEN
    if ticket.state is TicketState.CLOSED or ticket.waiting is not Waiting.ANSWER:
        ticket.state, ticket.closed_at, ticket.closed_by = TicketState.OPEN, None, None
        move(ticket, Waiting.ANSWER, now, desk.schedule)
    opened = [q for q in ticket.questions if states.get(q.id) not in (None, q.state)]
    return ticket, {question.id: states[question.id] for question in opened} or None
