"""Closing a ticket without an answer: nothing is asked any more, or nothing was ever asked by a person."""

from datetime import datetime

from sqlalchemy.orm import Session

from ..records.models import QuestionState, Staff, Ticket, TicketState
from .draft import drop_draft
from .errors import QuestionsOpen, ThreadMoved, TicketClosed
from .journal import record
from .settlement import open_questions
from .ticket import close_ticket, find_ticket

UNWANTED = "indésirable"
"""Why the questions of what is no candidate's message are declined: nobody is told."""


def close(
    session: Session,
    number: int,
    staff: Staff,
    now: datetime,
    *,
    seen_version: int | None = None,
    unwanted: bool = False,
) -> Ticket:
    """Close a ticket none of whose questions is open; one that is `unwanted`, such as an advertisement, in any case.

    With `seen_version`, the thread's version on the page it was closed from, what came in since stops it. Raises
    `UnknownTicket`, `TicketClosed`, `ThreadMoved`, `QuestionsOpen`.
    """
    ticket = find_ticket(session, number)
    if ticket.state is TicketState.CLOSED:
        raise TicketClosed(number)
    if seen_version is not None and ticket.thread is not None:
        session.refresh(ticket.thread)
        if ticket.thread.version != seen_version:
            raise ThreadMoved(number)
    waiting = open_questions(ticket)
    if waiting and not unwanted:
        raise QuestionsOpen(number, len(waiting))
    for question in waiting:
        question.state, question.reason = QuestionState.DECLINED, UNWANTED
    close_ticket(ticket, staff.id, now)
    drop_draft(session, ticket.id, staff.id)
    record(session, ticket.call, staff.id, "unwanted" if unwanted else "closed", now, ticket.id)
    return ticket
