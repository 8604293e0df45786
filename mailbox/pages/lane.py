"""The lanes of the inbox: what is open, what is closed, what the assistant answered alone."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import RowMapping, Select, func, select, tuple_
from sqlalchemy.orm import Session

from ..desk.thread import MAIL
from ..records.models import Address, Author, Message, Question, Thread, Ticket, TicketReason, TicketState, Waiting

SCREENFUL = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MARK = re.compile(r"(\d{1,16})-(\d{1,9})")


class Lane(StrEnum):
    """What a list shows."""

    OPEN = "a-repondre"
    COLLEAGUE = "collegue"
    CANDIDATE = "candidat"
    ASLEEP = "veille"
    ASSISTANT = "assistant"
    CLOSED = "fermees"


WAITING = {
    Lane.OPEN: Waiting.ANSWER,
    Lane.COLLEAGUE: Waiting.COLLEAGUE,
    Lane.CANDIDATE: Waiting.CANDIDATE,
    Lane.ASLEEP: Waiting.ASLEEP,
}
"""What the tickets of each lane of open ones wait for: every open ticket is in one."""


@dataclass(frozen=True)
class Row:
    """One line of a list: a ticket, or a thread where `reason` is None. `since` is when it was opened, closed, said.

    Of a thread that was searched for, `ticket` is its latest ticket.
    """

    number: int
    title: str
    person: str
    channel: str
    department: str
    reason: TicketReason | None
    since: datetime
    ticket: int | None = None


@dataclass(frozen=True)
class Listing:
    """One screenful; `further` marks where the next one begins, if there is more."""

    rows: tuple[Row, ...]
    further: str | None


def list_tickets(session: Session, call: str, lane: Lane, department: str | None, after: str) -> Listing:
    """List open tickets from the oldest on, or closed ones from the last closed on; `department` is a key.

    Those that wait for an answer are listed from the one that is due first on.

    `after` is the mark of an earlier screenful: tickets that came or went since neither repeat nor hide others.
    """
    waiting = WAITING.get(lane)
    is_open = waiting is not None
    moment, state = (Ticket.opened_at, TicketState.OPEN) if is_open else (Ticket.closed_at, TicketState.CLOSED)
    ranked = func.coalesce(Ticket.due_at, Ticket.opened_at) if lane is Lane.OPEN else moment
    shown = (Ticket.id, Ticket.title, Ticket.department, Ticket.reason, moment.label("since"), ranked.label("place"))
    query = (
        select(*shown, Address.name, Address.address, Address.channel)
        .outerjoin(Ticket.thread)
        .outerjoin(Thread.address)
        .where(Ticket.call == call, Ticket.state == state)
    )
    if waiting is not None:
        query = query.where(Ticket.waiting == waiting)
    if department:
        query = query.where(Ticket.department == department)
    place = tuple_(ranked, Ticket.id)
    if mark := _read_mark(after):
        query = query.where(place > mark if is_open else place < mark)
    order = (ranked, Ticket.id) if is_open else (ranked.desc(), Ticket.id.desc())
    return _cut(session, query.order_by(*order))


def list_answered(session: Session, call: str, after: str) -> Listing:
    """List threads in which the assistant spoke last and no ticket is open, from the last one on."""
    last = (
        select(Message.author)
        .where(Message.thread_id == Thread.id, Message.author != Author.ROBOT)
        .order_by(Message.id.desc())
        .limit(1)
        .correlate(Thread)
        .scalar_subquery()
    )
    waiting = select(Ticket.id).where(Ticket.thread_id == Thread.id, Ticket.state == TicketState.OPEN)
    query = (
        select(Thread.id, Thread.subject, Thread.updated_at.label("since"))
        .add_columns(Address.name, Address.address, Address.channel)
        .join(Thread.address)
        .where(Thread.call == call, last == Author.ASSISTANT, ~waiting.correlate(Thread).exists())
    )
    if mark := _read_mark(after):
        query = query.where(tuple_(Thread.updated_at, Thread.id) < mark)
    found = _cut(session, query.order_by(Thread.updated_at.desc(), Thread.id.desc()))
    asked = _last_questions(session, [row.number for row in found.rows])
    rows = tuple(replace(row, title=asked.get(row.number) or row.title) for row in found.rows)
    return Listing(rows, found.further)


@dataclass(frozen=True)
class Counts:
    """How many open tickets there are in each lane, and of those that wait for an answer in each department."""

    lanes: Mapping[Lane, int]
    departments: Mapping[str, int]


def list_found(session: Session, call: str, threads: Sequence[int]) -> Listing:
    """List threads that a search found, in its order; each leads to its latest ticket where it has one."""
    latest = select(func.max(Ticket.id)).where(Ticket.thread_id == Thread.id).correlate(Thread).scalar_subquery()
    query = (
        select(Thread.id, Thread.subject, Thread.updated_at.label("since"), Ticket.id.label("ticket"), Ticket.title)
        .add_columns(Ticket.department, Ticket.reason, Address.name, Address.address, Address.channel)
        .join(Thread.address)
        .outerjoin(Ticket, Ticket.id == latest)
        .where(Thread.call == call, Thread.id.in_(threads))
    )
    found = {row["id"]: row for row in session.execute(query).mappings()}
    rows = [replace(_row(found[number]), ticket=found[number]["ticket"]) for number in threads if number in found]
    return Listing(tuple(rows), None)


def count_open(session: Session, call: str) -> Counts:
    """Count open tickets by lane and, of those that wait for an answer, by department."""
    query = select(Ticket.waiting, Ticket.department, func.count())
    found = session.execute(
        query.where(Ticket.call == call, Ticket.state == TicketState.OPEN).group_by(Ticket.waiting, Ticket.department)
    ).all()
    lanes = {lane: sum(n for waits, _, n in found if waits is waiting) for lane, waiting in WAITING.items()}
    return Counts(lanes, {department: n for waits, department, n in found if waits is Waiting.ANSWER})


def _cut(session: Session, query: Select[*tuple[Any, ...]]) -> Listing:
    found = session.execute(query.limit(SCREENFUL + 1)).mappings().all()
    rows = tuple(_row(row) for row in found[:SCREENFUL])
    if len(found) <= SCREENFUL:
        return Listing(rows, None)
    last = found[SCREENFUL - 1]
    return Listing(rows, _write_mark(last.get("place") or last["since"], last["id"]))


def _row(found: RowMapping) -> Row:
    return Row(
        number=found["id"],
        title=found.get("title") or found.get("subject") or "",
        person=name_person(found["name"], found["channel"], found["address"]),
        channel=found["channel"] or "",
        department=found.get("department") or "",
        reason=found.get("reason"),
        since=found["since"],
    )


def name_person(name: str | None, channel: str | None, address: str | None) -> str:
    """Return a person's name, or their address where it is one that says something."""
    return name or (address if channel == MAIL else None) or ""


def _last_questions(session: Session, threads: Sequence[int]) -> dict[int, str]:
    last = (
        select(func.max(Question.id))
        .join(Question.message)
        .where(Message.thread_id.in_(threads))
        .group_by(Message.thread_id)
    )
    query = select(Message.thread_id, Question.text).join(Question.message).where(Question.id.in_(last))
    return dict(session.execute(query).all())


def _write_mark(place: datetime, number: int) -> str:
    return f"{(place - _EPOCH) // timedelta(microseconds=1)}-{number}"


def _read_mark(mark: str) -> tuple[datetime, int] | None:
    """Read a mark; one that somebody made up begins at the beginning."""
    found = _MARK.fullmatch(mark)
    return (_EPOCH + timedelta(microseconds=int(found[1])), int(found[2])) if found else None
