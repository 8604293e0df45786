"""The clock of a ticket: started when it is opened, stopped while the candidate is waited for."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..records.models import Ticket, TicketState
from .hours import Schedule, add_working, due, working_minutes

BATCH = 500


def start(ticket: Ticket, now: datetime, schedule: Schedule) -> None:
    """Set when a ticket's answer is due, counted from `now`, whatever its clock said before."""
    ticket.due_at, ticket.left_minutes = due(now, schedule.deadline, schedule.off), None


def stop(ticket: Ticket, now: datetime, schedule: Schedule) -> None:
    """Let a ticket's clock stand still with the working minutes that are left; one that stands stays as it is."""
    if ticket.due_at is not None:
        ticket.left_minutes = working_minutes(now, ticket.due_at, schedule.off)
        ticket.due_at = None


def resume(ticket: Ticket, now: datetime, schedule: Schedule) -> None:
    """Let a clock that stands go on with what was left of it; one that runs goes on as it does."""
    if ticket.left_minutes is not None:
        ticket.due_at = add_working(now, ticket.left_minutes, schedule.off)
        ticket.left_minutes = None


def time_left(ticket: Ticket, now: datetime, schedule: Schedule) -> int | None:
    """Return the working minutes until a ticket's answer is due, negative when it is late; None without a clock."""
    return read_clock(ticket.due_at, ticket.left_minutes, now, schedule.off)


def read_clock(due_at: datetime | None, left_minutes: int | None, now: datetime, off: frozenset[date]) -> int | None:
    """Return what `time_left` does, for those who read a ticket's columns and not its row."""
    return working_minutes(now, due_at, off) if due_at is not None else left_minutes


def wind_up(session: Session, call: str, schedule: Schedule) -> int:
    """Start the clocks of a call's tickets that have none, as of when each was opened; return how many it started.

    At most `BATCH` at once. Those that are closed get one as well, since they may be opened again.
    """
    query = (
        select(Ticket)
        .where(Ticket.call == call, Ticket.due_at.is_(None), Ticket.left_minutes.is_(None))
        .order_by(Ticket.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True, key_share=True)
    )
    tickets = list(session.scalars(query))
    for ticket in tickets:
        start(ticket, ticket.opened_at, schedule)
    session.flush()
    return len(tickets)


def reschedule(session: Session, call: str, before: frozenset[date], after: frozenset[date], now: datetime) -> None:
    """Let what is due still be so in as many working minutes, where the office's days off are others than before."""
    running = select(Ticket).where(Ticket.call == call, Ticket.state == TicketState.OPEN, Ticket.due_at > now)
    for ticket in session.scalars(running):
        if ticket.due_at is not None:
            ticket.due_at = add_working(now, working_minutes(now, ticket.due_at, before), after)
