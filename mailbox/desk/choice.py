"""Choices a person makes under a message of ours: which question they meant, or that a person should answer.

What comes back is checked against the thread it belongs to: anyone can send anything.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...knowledge.call import Pair
from ..delivery import wording
from ..records.models import Address, Message, Question, QuestionState, Thread, TicketReason, TicketState
from .entry import load_approved
from .reception import Reception


def choose(
    reception: Reception,
    session: Session,
    address: Address,
    question_id: int,
    number: int,
    now: datetime,
    *,
    edits: str | None = None,
) -> bool:
    """Answer the question a person says they meant; False when it was not theirs or is not asked any more."""
    question = _own(session, address, question_id)
    if question is None or question.state is not QuestionState.ASKED_BACK or number >= len(question.choices):
        return False
    response = reception.respond(session, question.message, now)
    entries = load_approved(session, reception.call)
    conclusion = reception.assistant.conclude(Pair.parse(question.choices[number]), question.text, entries)
    response.add(conclusion, question)
    question.message.thread.last_object = question.pair
    reception.send(response, edits=edits)
    return True


def find_waiting(session: Session, address: Address, question_id: int) -> int | None:
    """Return the number of the open request that a question of theirs waits with, if it does."""
    question = _own(session, address, question_id)
    ticket = question.ticket if question else None
    return ticket.id if ticket and ticket.state is TicketState.OPEN else None


def ask_for_person(reception: Reception, session: Session, address: Address, question_id: int, now: datetime) -> bool:
    """Hand a question over, whatever the assistant made of it; False when it is not theirs or waits already."""
    question = _own(session, address, question_id)
    if question is None or find_waiting(session, address, question_id):
        return False
    response = reception.respond(session, question.message, now)
    gap = reception.call.gaps.get(Pair.parse(question.pair or ""))
    department = gap.department if gap else reception.call.first_department
    referral = response.handover.pass_on(department, TicketReason.ASKED_FOR, question.text, question)
    response.parts.append(wording.say_handed_over("person.asked_for", question.text, referral, response.manner))
    reception.send(response)
    return True


def _own(session: Session, address: Address, question_id: int) -> Question | None:
    query = (
        select(Question)
        .join(Message, Question.message_id == Message.id)
        .join(Thread, Message.thread_id == Thread.id)
        .where(Question.id == question_id, Thread.address_id == address.id)
    )
    return session.scalars(query).one_or_none()
