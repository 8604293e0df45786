"""Tickets: opened for what a person must answer, found, opened again, taken over from the assistant."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..records.models import Message, Question, QuestionState, Staff, Thread, Ticket, TicketReason, TicketState, Waiting
from .clock import start
from .errors import UnknownTicket
from .hours import Schedule
from .indexing import note_ticket
from .journal import record
from .moving import move
from .office import Office
from .office_file import OfficeFile

TITLE = 400


@dataclass(frozen=True)
class Desk:
    """What the desk knows of itself.

    Its office or the file that is kept in, the address that mails leave from, when (aware) its call closes, and the URL
    that staff open it at, empty where nobody is to be told.
    """

    source: Office | OfficeFile
    address: str
    deadline: datetime | None = None
    url: str = ""

    @property
    def schedule(self) -> Schedule:
        """Return what the clocks of its tickets go by."""
        return Schedule(self.office.days_off, self.deadline)

    @property
    def office(self) -> Office:
        """Return the office as it is now."""
        return self.source.office if isinstance(self.source, OfficeFile) else self.source


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
    note_ticket(session, ticket)
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


def close_ticket(ticket: Ticket, staff_id: int | None, now: datetime) -> None:
    """Mark a ticket closed, by whom and when."""
    ticket.state, ticket.closed_at, ticket.closed_by = TicketState.CLOSED, now, staff_id


def reopen(session: Session, desk: Desk, number: int, staff: Staff, now: datetime) -> Ticket:
    """Open a closed ticket again, with its questions and its clock as it was; raises `UnknownTicket`."""
    ticket = find_ticket(session, number)
    record(session, ticket.call, staff.id, "reopened", now, ticket.id)
    ticket.state, ticket.closed_at, ticket.closed_by = TicketState.OPEN, None, None
    move(ticket, Waiting.ANSWER, now, desk.schedule)
    for question in ticket.questions:
        question.state, question.reason = QuestionState.OPEN, None
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
