"""Tickets: opened for what a person must answer, answered or closed by staff."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..delivery import wording
from ..delivery.outbox import post
from ..records.models import (
    Author,
    Message,
    ParcelKind,
    Question,
    QuestionState,
    Staff,
    Thread,
    Ticket,
    TicketReason,
    TicketState,
)
from .clock import start
from .errors import NothingToSend, ThreadMoved, TicketClosed, UnknownTicket, Unreachable
from .hours import Schedule
from .office import Office
from .person import tongue
from .thread import file_our_words, trace_reply
from .told import record_words

TITLE = 400


@dataclass(frozen=True)
class Desk:
    """What the desk knows of itself: its office, the address that mails leave from, when (aware) its call closes."""

    office: Office
    address: str
    deadline: datetime | None = None

    @property
    def schedule(self) -> Schedule:
        """Return what the clocks of its tickets go by."""
        return Schedule(self.office.days_off, self.deadline)


def open_ticket(
    session: Session,
    *,
    call: str,
    department: str,
    reason: TicketReason,
    title: str,
    now: datetime,
    schedule: Schedule,
    thread: Thread | None = None,
    item_id: int | None = None,
) -> Ticket:
    """Open a ticket, whose clock starts; its id is the number that everybody is told."""
    ticket = Ticket(
        call=call,
        thread=thread,
        item_id=item_id,
        department=department,
        reason=reason,
        title=" ".join(title.split())[:TITLE] or "(sans texte)",
        state=TicketState.OPEN,
        opened_at=now,
    )
    start(ticket, now, schedule)
    session.add(ticket)
    session.flush()
    return ticket


def find_ticket(session: Session, number: int) -> Ticket:
    """Return a ticket, locked with its thread until the transaction ends; raises `UnknownTicket`.

    The thread is locked first, as reception does, so that neither waits for the other for ever.
    """
    owner = select(Ticket.thread_id).where(Ticket.id == number).scalar_subquery()
    session.scalars(select(Thread).where(Thread.id == owner).with_for_update(key_share=True)).one_or_none()
    ticket = session.scalars(select(Ticket).where(Ticket.id == number).with_for_update(key_share=True)).one_or_none()
    if ticket is None:
        raise UnknownTicket(number)
    return ticket


def answer(
    session: Session, desk: Desk, number: int, staff: Staff, words: str, now: datetime, *, seen_version: int
) -> Message:
    """Send a person's answer by the channel the candidate used, and close the ticket.

    `seen_version` is the thread's version on the page the answer was written on. Raises `NothingToSend`,
    `UnknownTicket`, `TicketClosed`, `Unreachable`, `ThreadMoved`; nothing has left then.
    """
    if not words.strip():
        raise NothingToSend
    ticket = find_ticket(session, number)
    if ticket.state is TicketState.CLOSED:
        raise TicketClosed(number)
    thread = ticket.thread
    if thread is None:
        raise Unreachable(number)
    session.refresh(thread)
    if thread.version != seen_version:
        raise ThreadMoved(number)
    waiting = [question for question in ticket.questions if question.state is QuestionState.OPEN]
    asked = [q.text for q in waiting if q.message.thread.address_id == thread.address_id]  # no other's words
    body = wording.staff_answer(
        words.strip(),
        number=number,
        asked=asked,
        signature=sign(desk.office, staff.name, staff.capacity, staff.department),
        language=tongue(thread.address),
    )
    mail = trace_reply(session, thread, desk.address)
    message = file_our_words(session, thread, Author.STAFF, body, mail, now, staff_id=staff.id)
    message.words = words.strip()
    parcel = post(
        session,
        call=thread.call,
        address=thread.address,
        kind=ParcelKind.STAFF_ANSWER,
        body=body,
        mail=mail,
        thread_id=thread.id,
        message_id=message.id,
        now=now,
    )
    record_words(session, thread, parcel, [question.pair for question in waiting], message, now)
    _close(ticket, staff, now)
    session.flush()
    return message


def sign(office: Office, name: str, capacity: str, department: str) -> list[str]:
    """Return the lines under a person's answer; `department` is the key of theirs."""
    theirs = office.department(department)
    return [line for line in (name, capacity, theirs.name, theirs.signature) if line]


def close(session: Session, number: int, staff: Staff, now: datetime, *, seen_version: int | None = None) -> Ticket:
    """Close a ticket without another answer; raises `UnknownTicket`, `TicketClosed`.

    With `seen_version`, the thread's version on the page it was closed from, also `ThreadMoved`: what came in since
    would be closed unread.
    """
    ticket = find_ticket(session, number)
    if ticket.state is TicketState.CLOSED:
        raise TicketClosed(number)
    if seen_version is not None and ticket.thread is not None:
        session.refresh(ticket.thread)
        if ticket.thread.version != seen_version:
            raise ThreadMoved(number)
    _close(ticket, staff, now)
    session.flush()
    return ticket


def reopen(session: Session, number: int) -> Ticket:
    """Open a closed ticket again, with its questions; raises `UnknownTicket`."""
    ticket = find_ticket(session, number)
    ticket.state, ticket.closed_at, ticket.closed_by = TicketState.OPEN, None, None
    for question in ticket.questions:
        question.state = QuestionState.OPEN
    session.flush()
    return ticket


def hand_over(session: Session, desk: Desk, number: int, department: str) -> Ticket:
    """Give a ticket to another department; raises `UnknownTicket`."""
    ticket = find_ticket(session, number)
    ticket.department = desk.office.department(department).key
    session.flush()
    return ticket


def take_over(session: Session, desk: Desk, thread_id: int, staff: Staff, now: datetime) -> Ticket:
    """Open a ticket on what the assistant answered last in a thread, so that a person answers it.

    Where a ticket of the thread is open already, that one is returned: two who take over at once share one ticket.
    """
    thread = session.get_one(Thread, thread_id, with_for_update=True)
    waiting = select(Ticket).where(Ticket.thread_id == thread_id, Ticket.state == TicketState.OPEN)
    if ticket := session.scalars(waiting.order_by(Ticket.id.desc()).limit(1)).one_or_none():
        return ticket
    query = (
        select(Question)
        .join(Message)
        .where(Message.thread_id == thread_id, Question.state.in_((QuestionState.TOLD, QuestionState.ASKED_BACK)))
    )
    questions = session.scalars(query.order_by(Question.id.desc())).all()
    last = [question for question in questions if question.message_id == questions[0].message_id] if questions else []
    title = last[-1].text if last else thread.subject or "Reprise d'une conversation"
    ticket = open_ticket(
        session,
        call=thread.call,
        department=staff.department,
        reason=TicketReason.TAKEN_OVER,
        title=title,
        now=now,
        schedule=desk.schedule,
        thread=thread,
    )
    for question in last:
        question.ticket, question.state = ticket, QuestionState.OPEN
    session.flush()
    return ticket


def _close(ticket: Ticket, staff: Staff, now: datetime) -> None:
    ticket.state, ticket.closed_at, ticket.closed_by = TicketState.CLOSED, now, staff.id
    for question in ticket.questions:
        question.state = QuestionState.CLOSED
