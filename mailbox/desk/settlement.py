"""What becomes of each question of a ticket: answered, declined with a reason, or open still."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from ..records.models import Question, QuestionState, Ticket


@dataclass(frozen=True)
class Settlement:
    """What an answer does with a ticket's open questions, by their ids; those that it names in neither stay open."""

    answered: Collection[int]
    declined: Mapping[int, str] = field(default_factory=dict[int, str])


def open_questions(ticket: Ticket) -> list[Question]:
    """Return the questions of a ticket that wait, in their order."""
    return [question for question in ticket.questions if question.state is QuestionState.OPEN]


def settle_all(ticket: Ticket) -> Settlement:
    """Settle every open question as answered."""
    return Settlement(answered=frozenset(question.id for question in open_questions(ticket)))


def settle(ticket: Ticket, settlement: Settlement) -> tuple[list[Question], list[Question]]:
    """Apply a settlement; return the questions that it answers, and those that it declines."""
    waiting = open_questions(ticket)
    declined = [one for one in waiting if settlement.declined.get(one.id, "").strip()]
    answered = [one for one in waiting if one.id in settlement.answered and one not in declined]
    for question in answered:
        question.state = QuestionState.CLOSED
    for question in declined:
        question.state, question.reason = QuestionState.DECLINED, settlement.declined[question.id].strip()
    return answered, declined


def unsettle(questions: Collection[Question]) -> None:
    """Open questions again, whatever became of them."""
    for question in questions:
        question.state, question.reason = QuestionState.OPEN, None
