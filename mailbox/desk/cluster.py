"""Clusters: open tickets that ask the same, answered with the same words, each sent by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, selectinload

from ...knowledge.call import Call
from ...knowledge.likeness import Likeness, is_open
from ..records.database import Database
from ..records.models import Question, QuestionState, Staff, Thread, Ticket, TicketState
from .answering import answer
from .errors import DeskError
from .settlement import Settlement
from .ticket import Desk

MOST = 50


@dataclass(frozen=True)
class Alike:
    """An open ticket that asks the same: its number, its thread's version, and the question that does."""

    number: int
    version: int
    question: int
    text: str


@dataclass(frozen=True)
class Sent:
    """What became of one send: nothing was wrong, or what was."""

    number: int
    refusal: str = ""


def find_alike(session: Session, likeness: Likeness, call: str, number: int) -> list[Alike]:
    """Find the open tickets whose questions ask what those of this one do, by their pair or in other words."""
    asked = _waiting(session, call, Question.ticket_id == number)
    others = _waiting(session, call, Question.ticket_id != number)
    found: dict[int, Alike] = {}
    for other in others:
        ticket = other.ticket
        if ticket is None or ticket.thread is None or ticket.id in found:
            continue
        if any(_same(likeness, one, other) for one in asked):
            found[ticket.id] = Alike(ticket.id, ticket.thread.version, other.id, other.text)
    return list(found.values())[:MOST]


def answer_all(
    database: Database,
    desk: Desk,
    call: Call,
    numbers: Mapping[int, int],
    questions: Mapping[int, int],
    staff_id: int,
    words: str,
    now: datetime,
    hold: timedelta,
) -> Sequence[Sent]:
    """Send the same words to several tickets, given with the version of each one's thread that was read.

    Each send is by itself: one whose thread has moved stops, and harms no other. `questions` names the one question
    of a ticket that is answered; its others stay open.
    """
    sent: list[Sent] = []
    for number, version in numbers.items():
        settlement = Settlement(answered=[questions[number]]) if number in questions else None
        try:
            with database.begin() as session:
                staff = session.get_one(Staff, staff_id)
                answer(
                    session,
                    desk,
                    call,
                    number,
                    staff,
                    words,
                    now,
                    seen_version=version,
                    settlement=settlement,
                    hold=hold,
                )
        except DeskError as refusal:
            sent.append(Sent(number, str(refusal)))
        else:
            sent.append(Sent(number))
    return sent


def _same(likeness: Likeness, one: Question, other: Question) -> bool:
    if one.pair != other.pair:
        return False
    return bool(one.pair and not is_open(one.pair)) or likeness.alike(one.text, other.text)


def _waiting(session: Session, call: str, where: ColumnElement[bool]) -> Sequence[Question]:
    query = (
        select(Question)
        .join(Question.ticket)
        .where(Ticket.call == call, Ticket.state == TicketState.OPEN, Question.state == QuestionState.OPEN)
        .where(where)
        .options(selectinload(Question.ticket).selectinload(Ticket.thread).load_only(Thread.version))
        .order_by(Ticket.opened_at, Ticket.id)
    )
    return session.scalars(query).all()
