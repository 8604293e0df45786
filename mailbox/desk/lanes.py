"""The lanes of open tickets: whom or what each waits for, and whose it is."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...knowledge.call import Call
from ..records.models import Staff, Thread, Ticket, TicketState, Waiting
from .errors import BadMoment, TicketClosed
from .journal import record
from .moving import move
from .note import write_note
from .ticket import Desk, find_ticket


def assign(session: Session, number: int, staff: Staff, owner_id: int | None, now: datetime) -> Ticket:
    """Make a ticket somebody's, or nobody's."""
    ticket = _find_open(session, number)
    ticket.owner_id = owner_id
    record(session, ticket.call, staff.id, "assigned", now, ticket.id, owner=owner_id)
    return ticket


def ask_colleague(session: Session, desk: Desk, number: int, staff: Staff, words: str, now: datetime) -> Ticket:
    """Let a ticket wait for a colleague, who is asked in a note; it stays its asker's."""
    ticket = _find_open(session, number)
    ticket.owner_id = staff.id
    move(ticket, Waiting.COLLEAGUE, now, desk.schedule)
    write_note(session, ticket, staff, words, now)
    record(session, ticket.call, staff.id, "asked-colleague", now, ticket.id)
    return ticket


def wait_for_candidate(session: Session, desk: Desk, number: int, staff: Staff, now: datetime) -> Ticket:
    """Let a ticket wait for the candidate."""
    ticket = _find_open(session, number)
    move(ticket, Waiting.CANDIDATE, now, desk.schedule)
    record(session, ticket.call, staff.id, "waits-for-candidate", now, ticket.id)
    return ticket


def snooze(
    session: Session,
    desk: Desk,
    call: Call,
    number: int,
    staff: Staff,
    now: datetime,
    *,
    until: datetime | None,
    milestone: str = "",
) -> Ticket:
    """Let a ticket sleep until a moment (aware) or the beginning of a milestone; its clock goes on.

    Raises `UnknownTicket`, `TicketClosed`, and `BadMoment` for what is not ahead.
    """
    ticket = _find_open(session, number)
    begins = call.milestones[milestone].start if milestone in call.milestones else until
    if begins is None or begins <= now:
        raise BadMoment(milestone or (until.isoformat() if until else ""))
    move(ticket, Waiting.ASLEEP, now, desk.schedule)
    ticket.wakes_at, ticket.stirred = begins, False
    ticket.wakes_on = milestone if milestone in call.milestones else None
    record(session, ticket.call, staff.id, "snoozed", now, ticket.id, until=begins.isoformat())
    return ticket


def wake(session: Session, desk: Desk, number: int, staff: Staff, now: datetime) -> Ticket:
    """Let a ticket that sleeps, or waits for somebody, wait for an answer."""
    ticket = _find_open(session, number)
    move(ticket, Waiting.ANSWER, now, desk.schedule)
    record(session, ticket.call, staff.id, "woken", now, ticket.id)
    return ticket


def wake_sleepers(session: Session, desk: Desk, call: str, now: datetime, limit: int = 50) -> int:
    """Wake the tickets whose moment has come; return how many."""
    due = (
        select(Ticket)
        .where(Ticket.call == call, Ticket.state == TicketState.OPEN, Ticket.waiting == Waiting.ASLEEP)
        .where(Ticket.wakes_at <= now)
        .order_by(Ticket.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    tickets = list(session.scalars(due))
    for ticket in tickets:
        move(ticket, Waiting.ANSWER, now, desk.schedule)
        record(session, call, None, "woken", now, ticket.id)
    session.flush()
    return len(tickets)


def stir(session: Session, desk: Desk, thread: Thread, now: datetime, *, thanks: bool) -> None:
    """Let what a candidate wrote reach the open tickets of its thread: they wait for an answer again.

    Thanks leave one asleep, and mark it.
    """
    waiting = select(Ticket).where(Ticket.thread_id == thread.id, Ticket.state == TicketState.OPEN)
    for ticket in session.scalars(waiting.where(Ticket.waiting != Waiting.ANSWER)):
        if thanks:
            ticket.stirred = ticket.waiting is Waiting.ASLEEP or ticket.stirred
        elif ticket.waiting is not Waiting.COLLEAGUE:
            move(ticket, Waiting.ANSWER, now, desk.schedule)
    session.flush()


def _find_open(session: Session, number: int) -> Ticket:
    ticket = find_ticket(session, number)
    if ticket.state is TicketState.CLOSED:
        raise TicketClosed(number)
    return ticket
