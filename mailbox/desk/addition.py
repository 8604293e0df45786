"""Adding to an earlier request."""

import re

from sqlalchemy.orm import Session

from ..delivery.wording import Referral
from ..records.models import Message, Question, QuestionState, Ticket, TicketState
from .clock import start
from .ticket import Desk

_ADDRESSED = re.compile(
    r"\s*(?:(?:la |ma |my )?(?:demande|question|request)\s*)?"
    r"(?:n\s?[°º]|no\.?|num[ée]ro|number)\s*(\d{1,9})\s*:\s*(?=\S)",
    re.IGNORECASE,
)


def find_addressed(words: str) -> int | None:
    """Return the number of the request that a message begins with: `n° 12 : …`."""
    found = _ADDRESSED.match(words)
    return int(found[1]) if found else None


def add_to(session: Session, desk: Desk, ticket: Ticket, message: Message) -> Referral:
    """Add a message to a request, which is opened again if it was closed: its clock starts anew then."""
    if ticket.state is TicketState.CLOSED:
        ticket.state, ticket.closed_at, ticket.closed_by = TicketState.OPEN, None, None  # what was answered stays so
        start(ticket, message.at, desk.schedule)
    session.add(
        Question(
            message=message,
            ticket=ticket,
            text=message.words,
            outcome="human",
            confidence=1.0,
            citations=[],
            choices=[],
            state=QuestionState.OPEN,
        )
    )
    session.flush()
    return Referral(desk.office.department(ticket.department).name, ticket.id, known=True)
