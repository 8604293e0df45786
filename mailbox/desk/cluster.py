"""Clusters: open tickets that ask the same, answered with the same words, each sent by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session

from ...knowledge.call import Call
from ...knowledge.likeness import Likeness, is_open
from ..records.database import Database
from ..records.models import Address, Question, QuestionState, Staff, Thread, Ticket, TicketState
from .answering import answer
from .errors import DeskError
from .settlement import Settlement
from .ticket import Desk

MOST = 50


@dataclass(frozen=True)
class Alike:
    """An open ticket that asks the same: its number, its thread's version, the question that does, its language."""

    number: int
    version: int
    question: int
    text: str
    language: str


@dataclass(frozen=True)
class _Asked:
    """An open question: its ticket's number, its thread's version, its own number, its words and its pair."""

    number: int
    version: int
    question: int
    text: str
    pair: str | None
    language: str | None


@dataclass(frozen=True)
class Sent:
    """What became of one send: nothing was wrong, or what was."""

    number: int
    refusal: DeskError | None = None


def find_alike(session: Session, likeness: Likeness, call: str, number: int) -> list[Alike]:
    """Find the open tickets whose questions ask what those of this one do, by their pair or in other words.

    This one is listed first, as long as a question of it is open.
    """
    asked = _waiting(session, call, Question.ticket_id == number)
    pairs = {one.pair for one in asked}
    same = or_(Question.pair.in_(pairs - {None}), Question.pair.is_(None) if None in pairs else false())
    others = _waiting(session, call, Question.ticket_id != number, same) if asked else ()
    found: dict[int, Alike] = {}
    for other in (*asked, *others):
        if len(found) == MOST:
            break
        if other.number not in found and any(_same(likeness, one, other) for one in asked):
            found[other.number] = Alike(other.number, other.version, other.question, other.text, other.language or "fr")
    return list(found.values())


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
            sent.append(Sent(number, refusal))
        else:
            sent.append(Sent(number))
    return sent


def _same(likeness: Likeness, one: _Asked, other: _Asked) -> bool:
    if one.pair != other.pair:
        return False
    return bool(one.pair and not is_open(one.pair)) or likeness.alike(one.text, other.text)


def _waiting(session: Session, call: str, *where: ColumnElement[bool]) -> Sequence[_Asked]:
    """Read open questions of open tickets that somebody asked, those of the ticket opened first before others."""
    query = (
        select(Ticket.id, Thread.version, Question.id, Question.text, Question.pair, Address.language)
        .join(Ticket, Question.ticket_id == Ticket.id)
        .join(Ticket.thread)
        .join(Thread.address)
        .where(Ticket.call == call, Ticket.state == TicketState.OPEN, Question.state == QuestionState.OPEN)
        .where(*where)
        .order_by(Ticket.opened_at, Ticket.id, Question.id)
    )
    return [_Asked(*row) for row in session.execute(query)]
