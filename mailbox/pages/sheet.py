"""A ticket as its page shows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...knowledge.markup import Span, render
from ..delivery.phrases import capital, name_pair
from ..records.models import Question, Staff, Thread, Ticket, TicketReason, TicketState
from .correspondence import Correspondence, read_correspondence


@dataclass(frozen=True)
class Asked:
    """A question of the ticket; `topic` is what it is taken to be about, `passages` the nearest the call says."""

    text: str
    topic: str
    passages: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True)
class Other:
    """Another ticket of the same thread."""

    number: int
    title: str
    open: bool


@dataclass(frozen=True)
class Sheet:
    """A ticket whole; `item` is the raw original of what could not be read."""

    number: int
    title: str
    reason: TicketReason
    department: str
    open: bool
    opened_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    item: int | None
    asked: tuple[Asked, ...]
    thread: Correspondence | None
    others: tuple[Other, ...]
    following: int | None


def read_sheet(session: Session, call: str, number: int, seen: int | None = None) -> Sheet | None:
    """Read a ticket of a call; `seen` is the thread's version that the reader has seen, if they come back."""
    query = select(Ticket, Staff.name).outerjoin(Staff, Ticket.closed_by == Staff.id)
    found = session.execute(query.where(Ticket.id == number, Ticket.call == call)).one_or_none()
    if found is None:
        return None
    ticket, closed_by = found
    thread = read_correspondence(session, call, ticket.thread_id, seen) if ticket.thread_id else None
    return Sheet(
        number=ticket.id,
        title=ticket.title,
        reason=ticket.reason,
        department=ticket.department,
        open=ticket.state is TicketState.OPEN,
        opened_at=ticket.opened_at,
        closed_at=ticket.closed_at,
        closed_by=closed_by,
        item=ticket.item_id if thread is None else None,
        asked=tuple(_read_questions(session, number)),
        thread=thread,
        others=tuple(read_tickets(session, thread.number, but=number)) if thread else (),
        following=_find_following(session, call, number),
    )


def read_tickets(session: Session, thread: int, but: int | None = None) -> list[Other]:
    """Read which tickets a thread has, but one."""
    query = select(Ticket.id, Ticket.title, Ticket.state).where(Ticket.thread_id == thread)
    found = session.execute(query.order_by(Ticket.id))
    return [Other(number, title, state is TicketState.OPEN) for number, title, state in found if number != but]


def owns_ticket(session: Session, call: str, number: int) -> bool:
    """Tell whether a ticket is one of this call."""
    return session.scalars(select(Ticket.id).where(Ticket.id == number, Ticket.call == call)).first() is not None


def owns_thread(session: Session, call: str, number: int) -> bool:
    """Tell whether a thread is one of this call."""
    return session.scalars(select(Thread.id).where(Thread.id == number, Thread.call == call)).first() is not None


def _find_following(session: Session, call: str, number: int) -> int | None:
    """Find the open ticket that waits longest, besides this one."""
    waiting = select(Ticket.id).where(Ticket.call == call, Ticket.state == TicketState.OPEN, Ticket.id != number)
    return session.scalars(waiting.order_by(Ticket.opened_at, Ticket.id).limit(1)).one_or_none()


def _read_questions(session: Session, ticket: int) -> list[Asked]:
    query = select(Question.text, Question.pair, Question.citations).where(Question.ticket_id == ticket)
    return [
        Asked(text, capital(name_pair(pair, "fr")) if pair else "", tuple(_passages(citations)))
        for text, pair, citations in session.execute(query.order_by(Question.id))
    ]


def _passages(citations: list[Any]) -> list[tuple[Span, ...]]:
    return [render(str(citation["text"])) for citation in citations]
