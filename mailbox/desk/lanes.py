"""The lanes of open tickets: whom or what each waits for, and whose it is."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...knowledge.call import Call
from ..delivery.body import Body, text
from ..delivery.outbox import post
from ..delivery.phrases import say
from ..records.models import Author, ParcelKind, Staff, Thread, Ticket, TicketReason, TicketState, Waiting
from .errors import BadMoment, NobodyThere, TicketClosed
from .journal import record
from .moving import move
from .note import write_note
from .person import tongue
from .staffing import can_answer
from .thread import PHONE, file_our_words, trace_reply
from .ticket import Desk, find_ticket

HANDED_OVER = "handed-over"
"""The kind of the journal's line for a ticket given to another department."""
_NOBODY_ASKS = (TicketReason.AUTOMATIC, TicketReason.UNREADABLE, TicketReason.HELD)
"""What is handed over without a word: there is nobody to tell, or whose address may be borrowed."""


def assign(session: Session, number: int, staff: Staff, owner_id: int | None, now: datetime) -> Ticket:
    """Make a ticket somebody's, or nobody's."""
    ticket = _find_open(session, number)
    ticket.owner_id = owner_id
    record(session, ticket.call, staff.id, "assigned", now, ticket.id, owner=owner_id)
    return ticket


def hand_over(session: Session, desk: Desk, number: int, department: str, staff: Staff, now: datetime) -> Ticket:
    """Give a ticket to another department; the candidate is told, and its clock goes on.

    Raises `UnknownTicket`, `TicketClosed`, and `NobodyThere` where nobody of that department would see it.
    """
    ticket = _find_open(session, number)
    theirs = desk.office.department(department)
    if not find_present(session, theirs.key, now):
        raise NobodyThere(theirs.name)
    ticket.department, ticket.owner_id = theirs.key, None
    move(ticket, Waiting.ANSWER, now, desk.schedule)
    record(session, ticket.call, staff.id, HANDED_OVER, now, ticket.id, department=theirs.key)
    if ticket.thread is not None and ticket.reason not in _NOBODY_ASKS:
        _tell(session, desk, ticket.thread, say_followed(ticket, theirs.name), now)
    session.flush()
    return ticket


def find_present(session: Session, department: str, now: datetime) -> list[Staff]:
    """Return the accounts of a department that can answer now: neither disabled nor absent."""
    here = select(Staff).where(Staff.department == department, can_answer(now))
    return list(session.scalars(here.order_by(Staff.id)))


def say_followed(ticket: Ticket, department: str) -> str:
    """Say to a candidate who follows their request from now on."""
    language = tongue(ticket.thread.address) if ticket.thread else "fr"
    return say("staff.followed", language, number=ticket.id, department=department)


def ask_colleague(session: Session, desk: Desk, number: int, staff: Staff, words: str, now: datetime) -> Ticket:
    """Let a ticket wait for a colleague, who is asked in a note; it stays its asker's."""
    ticket = _find_open(session, number)
    ticket.owner_id = staff.id
    move(ticket, Waiting.COLLEAGUE, now, desk.schedule)
    write_note(session, ticket, staff, words, now)
    record(session, ticket.call, staff.id, "asked-colleague", now, ticket.id)
    return ticket


def wait_for_candidate(session: Session, desk: Desk, number: int, staff: Staff, now: datetime) -> Ticket:
    """Let a ticket wait for the candidate."""
    ticket = _find_open(session, number)
    move(ticket, Waiting.CANDIDATE, now, desk.schedule)
    record(session, ticket.call, staff.id, "waits-for-candidate", now, ticket.id)
    return ticket


def snooze(
    session: Session,
    desk: Desk,
    call: Call,
    number: int,
    staff: Staff,
    now: datetime,
    *,
    until: datetime | None,
    milestone: str = "",
) -> Ticket:
    """Let a ticket sleep until a moment (aware) or the beginning of a milestone; its clock goes on.

    Raises `UnknownTicket`, `TicketClosed`, and `BadMoment` for what is not ahead.
    """
    ticket = _find_open(session, number)
    begins = call.milestones[milestone].start if milestone in call.milestones else until
    if begins is None or begins <= now:
        raise BadMoment(milestone or (until.isoformat() if until else ""))
    move(ticket, Waiting.ASLEEP, now, desk.schedule)
    ticket.wakes_at, ticket.stirred = begins, False
    ticket.wakes_on = milestone if milestone in call.milestones else None
    record(session, ticket.call, staff.id, "snoozed", now, ticket.id, until=begins.isoformat())
    return ticket


def wake(session: Session, desk: Desk, number: int, staff: Staff, now: datetime) -> Ticket:
    """Let a ticket that sleeps, or waits for somebody, wait for an answer."""
    ticket = _find_open(session, number)
    move(ticket, Waiting.ANSWER, now, desk.schedule)
    record(session, ticket.call, staff.id, "woken", now, ticket.id)
    return ticket


def wake_sleepers(session: Session, desk: Desk, call: str, now: datetime, limit: int = 50) -> int:
    """Wake the tickets whose moment has come; return how many."""
    due = (
        select(Ticket)
        .where(Ticket.call == call, Ticket.state == TicketState.OPEN, Ticket.waiting == Waiting.ASLEEP)
        .where(Ticket.wakes_at <= now)
        .order_by(Ticket.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    tickets = list(session.scalars(due))
    for ticket in tickets:
        move(ticket, Waiting.ANSWER, now, desk.schedule)
        record(session, call, None, "woken", now, ticket.id)
    session.flush()
    return len(tickets)


def stir(session: Session, desk: Desk, thread: Thread, now: datetime, *, thanks: bool) -> None:
    """Let what a candidate wrote reach the open tickets of its thread: they wait for an answer again.

    Thanks leave one asleep, and mark it.
    """
    waiting = select(Ticket).where(Ticket.thread_id == thread.id, Ticket.state == TicketState.OPEN)
    for ticket in session.scalars(waiting.where(Ticket.waiting != Waiting.ANSWER)):
        if thanks:
            ticket.stirred = ticket.waiting is Waiting.ASLEEP or ticket.stirred
        elif ticket.waiting is not Waiting.COLLEAGUE:
            move(ticket, Waiting.ANSWER, now, desk.schedule)
    session.flush()


def _find_open(session: Session, number: int) -> Ticket:
    ticket = find_ticket(session, number)
    if ticket.state is TicketState.CLOSED:
        raise TicketClosed(number)
    return ticket


def _tell(session: Session, desk: Desk, thread: Thread, words: str, now: datetime) -> None:
    """Send a line to a candidate that is no answer; nothing where nobody can be written to."""
    if thread.address.channel == PHONE:
        return
    body = Body((text(words),))
    mail = trace_reply(session, thread, desk.address)
    message = file_our_words(session, thread, Author.ASSISTANT, body, mail, now)
    post(
        session,
        call=thread.call,
        address=thread.address,
        kind=ParcelKind.REPLY,
        body=body,
        mail=mail,
        thread_id=thread.id,
        message_id=message.id,
        now=now,
    )
