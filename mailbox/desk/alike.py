"""The open tickets that an entry would answer: those that ask its pair, or the same in other words."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...knowledge.call import Call, Pair
from ...knowledge.entry import ApprovedEntry
from ...knowledge.serving import load_serving
from ..records.models import Entry, Question, QuestionState, Ticket, TicketReason, TicketState

MOST_READ = 300
"""How many open questions that were not understood are compared, the latest; each takes up to a millisecond."""
MOST_OF_PAIR = 2000
"""How many open questions of the very pair are read, the latest."""
_NOT_ABOUT_IT = (TicketReason.STATUS, TicketReason.ELIGIBILITY)


@dataclass(frozen=True)
class WaitingAlike:
    """An open ticket with a question that an entry answers, and how surely it asks the same (0 to 1)."""

    number: int
    title: str
    question: str
    share: float


def waiting_alike(session: Session, call: Call, entry: Entry | ApprovedEntry) -> tuple[WaitingAlike, ...]:
    """List the open tickets an entry would answer, each once, the oldest first; it need not be approved."""
    serving, about = load_serving(call), Pair.parse(str(entry.pair))
    query = (
        select(Ticket.id, Ticket.title, Question.text, Question.pair)
        .join(Question, Question.ticket_id == Ticket.id)
        .where(Ticket.call == call.slug, Ticket.state == TicketState.OPEN, Question.state == QuestionState.OPEN)
        .where(Ticket.reason.not_in(_NOT_ABOUT_IT))
        .order_by(Question.id.desc())
    )
    of_pair = session.execute(query.where(Question.pair == str(about)).limit(MOST_OF_PAIR))
    unclear = session.execute(query.where(Question.pair.is_(None)).limit(MOST_READ))
    found: dict[int, WaitingAlike] = {}
    for number, title, text, pair in (*of_pair, *unclear):
        share = serving.asks_same(text, Pair.parse(pair) if pair else None, about, entry.phrasings)
        if share and (number not in found or found[number].share < share):
            found[number] = WaitingAlike(number, title, text, share)
    return tuple(found[number] for number in sorted(found))
