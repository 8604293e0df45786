"""What filters ask of a ticket or a thread, in a list and in a search alike."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, case, false, literal, or_, select
from sqlalchemy.orm import aliased

from ..desk.search import EVERYWHERE, Scope
from ..records.models import (
    Address,
    Attachment,
    Author,
    Message,
    Question,
    Thread,
    Ticket,
    TicketState,
    UtcDateTime,
    Waiting,
)
from .filters import Filters, Lane, Owner

WAITING = {
    Lane.OPEN: Waiting.ANSWER,
    Lane.COLLEAGUE: Waiting.COLLEAGUE,
    Lane.CANDIDATE: Waiting.CANDIDATE,
    Lane.ASLEEP: Waiting.ASLEEP,
}
"""What the tickets of each lane of open ones wait for: every open ticket is in one."""


def is_in_lane(lane: Lane) -> Iterator[ColumnElement[bool]]:
    """Yield what a ticket of a lane fulfils; nothing where tickets of all lanes are meant."""
    if lane is Lane.CLOSED:
        yield Ticket.state == TicketState.CLOSED
    elif waiting := WAITING.get(lane):
        yield Ticket.state == TicketState.OPEN
        yield Ticket.waiting == waiting


def narrow(filters: Filters, staff_id: int, until: SQLColumnExpression[Any]) -> Iterator[ColumnElement[bool]]:
    """Yield what a ticket of a list fulfils besides its lane and its thread; late is what was due before `until`."""
    if filters.department:
        yield Ticket.department == filters.department
    match filters.owner:
        case Owner.ALL:
            pass
        case Owner.MINE:
            yield Ticket.owner_id == staff_id
        case Owner.NOBODY:
            yield Ticket.owner_id.is_(None)
    if filters.reason:
        yield Ticket.reason == filters.reason
    if filters.late:
        yield or_(Ticket.due_at < until, Ticket.left_minutes < 0)


def narrow_threads(filters: Filters, thread: SQLColumnExpression[Any]) -> Iterator[ColumnElement[bool]]:
    """Yield what the thread of that number fulfils."""
    if filters.channel:
        there = aliased(Thread)
        yield (
            select(there.id).join(there.address).where(there.id == thread, Address.channel == filters.channel).exists()
        )
    if filters.files:
        yield select(Attachment.id).join(Message).where(Message.thread_id == thread).exists()


def is_answered() -> Iterator[ColumnElement[bool]]:
    """Yield what a thread fulfils whose last question the assistant answered by itself, and no ticket is open."""
    last = (
        select(Message.author)
        .where(Message.thread_id == Thread.id, Message.author != Author.ROBOT)
        .order_by(Message.id.desc())
        .limit(1)
        .correlate(Thread)
        .scalar_subquery()
    )
    waiting = select(Ticket.id).where(Ticket.thread_id == Thread.id, Ticket.state == TicketState.OPEN)
    handed_on = (
        select(Question.ticket_id)
        .join(Question.message)
        .where(Message.thread_id == Thread.id)
        .order_by(Question.id.desc())
        .limit(1)
        .correlate(Thread)
        .scalar_subquery()
    )
    yield last == Author.ASSISTANT
    yield handed_on.is_(None)
    yield ~waiting.correlate(Thread).exists()


def find_scope(filters: Filters, *, staff_id: int, now: datetime) -> Scope:
    """Return where a search looks: everywhere, unless filters confine it."""
    if not filters.confines:
        return EVERYWHERE
    of_threads = list(narrow_threads(filters, Thread.id))
    if filters.lane is Lane.ASSISTANT:
        return Scope(and_(*is_answered(), *of_threads), false())
    until = case((Ticket.state == TicketState.OPEN, literal(now, UtcDateTime)), else_=Ticket.closed_at)
    of_tickets = [*is_in_lane(filters.lane), *narrow(filters, staff_id, until)]
    if of_tickets:
        # by its thread alone: told its call as well, SQLite reads a whole lane for each thread
        has_one = select(Ticket.id).where(Ticket.thread_id == Thread.id, *of_tickets)
        of_threads.insert(0, has_one.correlate(Thread).exists())
    return Scope(and_(*of_threads), and_(*of_tickets, *narrow_threads(filters, Ticket.thread_id)))
