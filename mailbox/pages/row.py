"""A line of the inbox: what tells one ticket or thread from another at a glance."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...knowledge.likeness import is_open
from ..records.models import Attachment, Message, Question, QuestionState, Ticket, TicketReason, TicketState
from .topics import name_topic


@dataclass(frozen=True)
class Row:
    """One line of a list: a ticket, or a thread where `reason` is None. `since` is when it was opened, closed, said.

    Of a thread that was searched for, `ticket` is its latest ticket. `topic` is what it is about, `alike` how many open
    tickets ask the same, itself among them, `files` how many came along. Only an open ticket has a clock, only one
    asleep wakes.
    """

    number: int
    title: str
    person: str
    channel: str
    department: str
    reason: TicketReason | None
    since: datetime
    ticket: int | None = None
    thread: int | None = None
    owner: str = ""
    due_at: datetime | None = None
    left_minutes: int | None = None
    wakes_at: datetime | None = None
    closed: bool = False
    topic: str = ""
    alike: int = 1
    files: int = 0


def complete(session: Session, call: str, rows: Sequence[Row]) -> tuple[Row, ...]:
    """Add to rows what stands in other tables, by the same three queries however many they are."""
    tickets = {row.ticket for row in rows if row.ticket}
    pairs = _read_pairs(session, tickets)
    alike = _count_alike(session, call, {pair for pair in pairs.values() if not is_open(pair)})
    files = _count_files(session, {row.thread for row in rows if row.thread})
    return tuple(
        replace(
            row,
            topic=name_topic(pair) if (pair := pairs.get(row.ticket or 0)) else "",
            alike=alike.get(pair or "", 1),
            files=files.get(row.thread or 0, 0),
        )
        for row in rows
    )


def _read_pairs(session: Session, tickets: Iterable[int]) -> Mapping[int, str]:
    """Read what the first question of each ticket that was understood is about."""
    query = (
        select(Question.ticket_id, Question.pair)
        .where(Question.ticket_id.in_(tickets), Question.pair.is_not(None))
        .order_by(Question.id.desc())
    )
    return {ticket: pair for ticket, pair in session.execute(query) if ticket and pair}


def _count_alike(session: Session, call: str, pairs: Iterable[str]) -> Mapping[str, int]:
    """Count the open tickets with an open question of each pair."""
    query = (
        select(Question.pair, func.count(Question.ticket_id.distinct()))
        .join(Question.ticket)
        .where(Ticket.call == call, Ticket.state == TicketState.OPEN)
        .where(Question.state == QuestionState.OPEN, Question.pair.in_(pairs))
        .group_by(Question.pair)
    )
    return {pair: count for pair, count in session.execute(query) if pair}


def _count_files(session: Session, threads: Iterable[int]) -> Mapping[int, int]:
    query = (
        select(Message.thread_id, func.count())
        .join(Attachment, Attachment.message_id == Message.id)
        .where(Message.thread_id.in_(threads))
        .group_by(Message.thread_id)
    )
    return dict(session.execute(query).all())
