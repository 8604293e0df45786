"""Moving an open ticket between lanes: its clock stands still while the candidate is waited for, and then alone."""

from datetime import datetime

from ..records.models import Ticket, Waiting
from .clock import resume, stop
from .hours import Schedule


def move(ticket: Ticket, waiting: Waiting, now: datetime, schedule: Schedule) -> None:
    """Let a ticket wait for something else; what it slept until is forgotten."""
    ticket.waiting, ticket.wakes_at, ticket.wakes_on = waiting, None, None
    if waiting is Waiting.CANDIDATE:
        stop(ticket, now, schedule)
    else:
        resume(ticket, now, schedule)
