"""Merging two tickets of one person, and parting them again."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..records.models import Act, Question, Staff, Ticket, TicketState, Waiting
from .errors import NotMergeable
from .journal import record
from .moving import move
from .ticket import Desk, close_ticket, find_ticket

MERGED = "merged"


def merge(session: Session, desk: Desk, number: int, into: int, staff: Staff, now: datetime) -> Ticket:
    """Move a ticket's questions to another of the same person, and close it; return the other.

    Raises `UnknownTicket`, `NotMergeable`.
    """
    first, second = sorted((number, into))  # always in one order, so that two who merge at once do not wait for ever
    found = {found.id: found for found in (find_ticket(session, first), find_ticket(session, second))}
    if number == into or not _are_one_person_s(found[number], found[into]):
        raise NotMergeable(number, into)
    source, target = found[number], found[into]
    moved = [question.id for question in source.questions]
    for question in list(source.questions):
        question.ticket = target
    source.merged_into = target.id
    close_ticket(source, staff.id, now)
    move(target, Waiting.ANSWER, now, desk.schedule)
    if source.due_at is not None and target.due_at is not None:
        target.due_at = min(source.due_at, target.due_at)  # who asked first waits no longer for having asked twice
    record(session, target.call, staff.id, MERGED, now, source.id, into=target.id, questions=moved)
    session.flush()
    return target


def part(session: Session, desk: Desk, number: int, staff: Staff, now: datetime) -> Ticket:
    """Undo the merging of a ticket into another, which must still be open; raises `UnknownTicket`, `NotMergeable`."""
    source = find_ticket(session, number)
    act = session.scalars(
        select(Act).where(Act.ticket_id == number, Act.kind == MERGED).order_by(Act.id.desc()).limit(1)
    ).one_or_none()
    target = find_ticket(session, source.merged_into) if source.merged_into else None
    if act is None or target is None or target.state is TicketState.CLOSED:
        raise NotMergeable(number, source.merged_into or number)
    moved = select(Question).where(Question.id.in_(act.detail["questions"]), Question.ticket_id == target.id)
    for question in session.scalars(moved):
        question.ticket = source
    source.merged_into = None
    move(source, Waiting.ANSWER, now, desk.schedule)
    source.state, source.closed_at, source.closed_by = TicketState.OPEN, None, None
    record(session, source.call, staff.id, "parted", now, source.id)
    session.flush()
    return source


def _are_one_person_s(one: Ticket, other: Ticket) -> bool:
    """Tell whether two tickets are open and of one candidate, in one call."""
    open_ = one.state is other.state is TicketState.OPEN
    if not open_ or one.call != other.call or one.thread is None or other.thread is None:
        return False
    return one.thread.address.candidate_id == other.thread.address.candidate_id
