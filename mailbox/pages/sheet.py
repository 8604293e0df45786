"""A ticket as its page shows it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...knowledge.call import Call
from ..records.models import Note, Staff, Thread, Ticket, TicketReason, TicketState, Waiting
from .advice import Asked, Earlier, Shown, read_asked, read_earlier, read_told
from .correspondence import Correspondence, read_correspondence


@dataclass(frozen=True)
class Other:
    """Another ticket of the same person; `mergeable` where it is open as well."""

    number: int
    title: str
    open: bool


@dataclass(frozen=True)
class Remark:
    """An internal note."""

    name: str
    at: datetime
    words: str


@dataclass(frozen=True)
class Sheet:
    """A ticket whole; `item` is the raw original of what could not be read.

    `earlier` are the office's answers to the same questions, `told` what this person was shown before.
    """

    number: int
    title: str
    reason: TicketReason
    department: str
    open: bool
    waiting: Waiting
    owner: str
    owner_id: int | None
    opened_at: datetime
    due_at: datetime | None
    left_minutes: int | None
    wakes_at: datetime | None
    stirred: bool
    merged_into: int | None
    closed_at: datetime | None
    closed_by: str | None
    item: int | None
    asked: tuple[Asked, ...]
    thread: Correspondence | None
    others: tuple[Other, ...]
    notes: tuple[Remark, ...]
    earlier: tuple[Earlier, ...]
    told: tuple[Shown, ...]
    following: int | None


def read_sheet(
    session: Session, call: Call, number: int, seen: int | None = None, *, department: str = ""
) -> Sheet | None:
    """Read a ticket of a call; `seen` is the thread's version that the reader has seen, if they come back.

    `department` is the reader's, whose tickets follow before those of others.
    """
    query = select(Ticket, Staff.name).outerjoin(Staff, Ticket.closed_by == Staff.id)
    found = session.execute(query.where(Ticket.id == number, Ticket.call == call.slug)).one_or_none()
    if found is None:
        return None
    ticket, closed_by = found
    thread = read_correspondence(session, call.slug, ticket.thread_id, seen) if ticket.thread_id else None
    owner = session.scalars(select(Staff.name).where(Staff.id == ticket.owner_id)).one_or_none()
    asked = tuple(read_asked(session, call, number))
    return Sheet(
        number=ticket.id,
        title=ticket.title,
        reason=ticket.reason,
        department=ticket.department,
        open=ticket.state is TicketState.OPEN,
        waiting=ticket.waiting,
        owner=owner or "",
        owner_id=ticket.owner_id,
        opened_at=ticket.opened_at,
        due_at=ticket.due_at,
        left_minutes=ticket.left_minutes,
        wakes_at=ticket.wakes_at,
        stirred=ticket.stirred,
        merged_into=ticket.merged_into,
        closed_at=ticket.closed_at,
        closed_by=closed_by,
        item=ticket.item_id if thread is None else None,
        asked=asked,
        thread=thread,
        others=tuple(_read_others(session, ticket)) if thread else (),
        notes=tuple(_read_notes(session, number)),
        earlier=tuple(read_earlier(session, call.slug, [one.pair for one in asked if one.pair], ticket.thread_id)),
        told=tuple(read_told(session, call.slug, ticket.thread_id)) if thread else (),
        following=find_following(session, call.slug, number, department),
    )


def read_tickets(session: Session, thread: int, but: int | None = None) -> list[Other]:
    """Read which tickets a thread has, but one."""
    query = select(Ticket.id, Ticket.title, Ticket.state).where(Ticket.thread_id == thread)
    found = session.execute(query.order_by(Ticket.id))
    return [Other(number, title, state is TicketState.OPEN) for number, title, state in found if number != but]


def owns_ticket(session: Session, call: str, number: int) -> bool:
    """Tell whether a ticket is one of this call."""
    return session.scalars(select(Ticket.id).where(Ticket.id == number, Ticket.call == call)).first() is not None


def read_version(session: Session, call: str, number: int) -> int | None:
    """Read the version of the thread of a ticket of a call: none where there is no such ticket."""
    query = select(func.coalesce(Thread.version, 0)).select_from(Ticket).outerjoin(Ticket.thread)
    return session.scalars(query.where(Ticket.id == number, Ticket.call == call)).one_or_none()


def owns_thread(session: Session, call: str, number: int) -> bool:
    """Tell whether a thread is one of this call."""
    return session.scalars(select(Thread.id).where(Thread.id == number, Thread.call == call)).first() is not None


def find_following(session: Session, call: str, number: int, department: str) -> int | None:
    """Find the ticket whose answer is due next after this one's: of a department, or of others where it has none.

    After the last one, and after one that waits for no answer, the first follows.
    """
    waiting = select(Ticket.id).where(Ticket.call == call, Ticket.state == TicketState.OPEN)
    waiting = waiting.where(Ticket.waiting == Waiting.ANSWER)
    order = (Ticket.department != department, Ticket.due_at.is_(None), Ticket.due_at, Ticket.opened_at, Ticket.id)
    place = func.row_number().over(order_by=order)
    ranked = waiting.add_columns(place.label("place")).subquery()
    here = func.coalesce(select(ranked.c.place).where(ranked.c.id == number).scalar_subquery(), 0)
    following = select(ranked.c.id).where(ranked.c.id != number).order_by(ranked.c.place < here, ranked.c.place)
    return session.scalars(following.limit(1)).one_or_none()


def _read_others(session: Session, ticket: Ticket) -> list[Other]:
    """Read the other tickets of the same person."""
    if ticket.thread is None:
        return []
    query = select(Ticket.id, Ticket.title, Ticket.state).join(Ticket.thread).join(Thread.address)
    theirs = query.where(Thread.address.has(candidate_id=ticket.thread.address.candidate_id), Ticket.id != ticket.id)
    found = session.execute(theirs.where(Ticket.call == ticket.call).order_by(Ticket.id.desc()).limit(20))
    return [Other(number, title, state is TicketState.OPEN) for number, title, state in found]


def _read_notes(session: Session, ticket: int) -> list[Remark]:
    query = select(Staff.name, Note.at, Note.words).join(Staff, Note.staff_id == Staff.id)
    return [Remark(*row) for row in session.execute(query.where(Note.ticket_id == ticket).order_by(Note.id))]
