"""The lanes of the inbox: what is open, what is closed, what the assistant answered alone."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, Select, SQLColumnExpression, func, literal, select, tuple_
from sqlalchemy.orm import Session

from ..desk.thread import MAIL
from ..records.models import (
    Address,
    Message,
    Question,
    Staff,
    Thread,
    Ticket,
    TicketState,
    UtcDateTime,
    Waiting,
)
from .filters import Filters, Lane
from .narrowing import WAITING, is_answered, narrow, narrow_threads
from .row import Row, complete
from .topics import name_topic

SCREENFUL = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MARK = re.compile(r"(\d{1,16})-(\d{1,9})")


@dataclass(frozen=True)
class Listing:
    """One screenful; `further` marks where the next one begins, if there is more."""

    rows: tuple[Row, ...]
    further: str | None


def list_tickets(session: Session, call: str, filters: Filters, after: str, *, staff_id: int, now: datetime) -> Listing:
    """List open tickets from the oldest on, or closed ones from the last closed on; `staff_id` is whose `MINE` are.

    Those that wait for an answer are listed from the one that is due first on. `after` is the mark of an earlier
    screenful: tickets that came or went since neither repeat nor hide others. Late is what is due before `now`, or was
    closed after it was due.
    """
    waiting = WAITING.get(filters.lane)
    is_open = waiting is not None
    moment, state = (Ticket.opened_at, TicketState.OPEN) if is_open else (Ticket.closed_at, TicketState.CLOSED)
    ranked = func.coalesce(Ticket.due_at, Ticket.opened_at) if filters.lane is Lane.OPEN else moment
    query = select_tickets(moment).add_columns(ranked.label("place"))
    query = query.where(Ticket.call == call, Ticket.state == state)
    if waiting is not None:
        query = query.where(Ticket.waiting == waiting)
    until = literal(now, UtcDateTime) if is_open else Ticket.closed_at
    query = query.where(*narrow(filters, staff_id, until), *narrow_threads(filters, Ticket.thread_id))
    place = tuple_(ranked, Ticket.id)
    if mark := _read_mark(after):
        query = query.where(place > mark if is_open else place < mark)
    order = (ranked, Ticket.id) if is_open else (ranked.desc(), Ticket.id.desc())
    return _cut(session, call, query.order_by(*order))


def select_tickets(moment: SQLColumnExpression[Any]) -> Select[*tuple[Any, ...]]:
    """Select what a row tells of a ticket, with the moment since when it is where it is."""
    return (
        select(Ticket.id, Ticket.id.label("ticket"), Ticket.title, Ticket.department, Ticket.reason)
        .add_columns(Ticket.state, Ticket.wakes_at)
        .add_columns(Ticket.thread_id.label("thread"), Ticket.due_at, Ticket.left_minutes, moment.label("since"))
        .add_columns(Staff.name.label("owner"), Address.name, Address.address, Address.channel)
        .outerjoin(Ticket.thread)
        .outerjoin(Thread.address)
        .outerjoin(Staff, Ticket.owner_id == Staff.id)
    )


def list_answered(session: Session, call: str, filters: Filters, after: str) -> Listing:
    """List threads in which the assistant spoke last and no ticket is open, from the last one on."""
    query = (
        select(Thread.id, Thread.id.label("thread"), Thread.subject, Thread.updated_at.label("since"))
        .add_columns(Address.name, Address.address, Address.channel)
        .join(Thread.address)
        .where(Thread.call == call, *is_answered(), *narrow_threads(filters, Thread.id))
    )
    if mark := _read_mark(after):
        query = query.where(tuple_(Thread.updated_at, Thread.id) < mark)
    found = _cut(session, call, query.order_by(Thread.updated_at.desc(), Thread.id.desc()))
    asked = _last_questions(session, [row.number for row in found.rows])
    return Listing(tuple(_name(row, *asked.get(row.number, ("", None))) for row in found.rows), found.further)


@dataclass(frozen=True)
class Counts:
    """How many open tickets there are in each lane, and of those that wait for an answer in each department."""

    lanes: Mapping[Lane, int]
    departments: Mapping[str, int]


def count_open(session: Session, call: str) -> Counts:
    """Count open tickets by lane and, of those that wait for an answer, by department."""
    query = select(Ticket.waiting, Ticket.department, func.count())
    found = session.execute(
        query.where(Ticket.call == call, Ticket.state == TicketState.OPEN).group_by(Ticket.waiting, Ticket.department)
    ).all()
    lanes = {lane: sum(n for waits, _, n in found if waits is waiting) for lane, waiting in WAITING.items()}
    return Counts(lanes, {department: n for waits, department, n in found if waits is Waiting.ANSWER})


def _cut(session: Session, call: str, query: Select[*tuple[Any, ...]]) -> Listing:
    found = session.execute(query.limit(SCREENFUL + 1)).mappings().all()
    rows = complete(session, call, [read_row(row) for row in found[:SCREENFUL]])
    if len(found) <= SCREENFUL:
        return Listing(rows, None)
    last = found[SCREENFUL - 1]
    return Listing(rows, _write_mark(last.get("place") or last["since"], last["id"]))


def read_row(found: RowMapping) -> Row:
    """Read a row as it was selected."""
    return Row(
        number=found["id"],
        title=found.get("title") or found.get("subject") or "",
        person=name_person(found["name"], found["channel"], found["address"]),
        channel=found["channel"] or "",
        department=found.get("department") or "",
        reason=found.get("reason"),
        since=found["since"],
        ticket=found.get("ticket"),
        thread=found["thread"],
        owner=found.get("owner") or "",
        due_at=found.get("due_at"),
        left_minutes=found.get("left_minutes"),
        wakes_at=found.get("wakes_at"),
        closed=found.get("state") is TicketState.CLOSED,
    )


def name_person(name: str | None, channel: str | None, address: str | None) -> str:
    """Return a person's name, or their address where it is one that says something."""
    return name or (address if channel == MAIL else None) or ""


def _name(row: Row, question: str, pair: str | None) -> Row:
    return replace(row, title=question or row.title, topic=name_topic(pair) if pair else "")


def _last_questions(session: Session, threads: Sequence[int]) -> dict[int, tuple[str, str | None]]:
    last = (
        select(func.max(Question.id))
        .join(Question.message)
        .where(Message.thread_id.in_(threads))
        .group_by(Message.thread_id)
    )
    query = select(Message.thread_id, Question.text, Question.pair).join(Question.message)
    return {thread: (text, pair) for thread, text, pair in session.execute(query.where(Question.id.in_(last)))}


def _write_mark(place: datetime, number: int) -> str:
    return f"{(place - _EPOCH) // timedelta(microseconds=1)}-{number}"


def _read_mark(mark: str) -> tuple[datetime, int] | None:
    """Read a mark; one that somebody made up begins at the beginning."""
    found = _MARK.fullmatch(mark)
    return (_EPOCH + timedelta(microseconds=int(found[1])), int(found[2])) if found else None
