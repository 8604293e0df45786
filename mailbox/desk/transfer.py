"""Handing a ticket over to another department: in one step, told to the candidate, and taken back while that waits."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..delivery.body import Body, text
from ..delivery.outbox import is_untouched, post
from ..delivery.phrases import say
from ..records.models import (
    Act,
    Author,
    Message,
    Parcel,
    ParcelKind,
    Staff,
    Thread,
    Ticket,
    TicketReason,
    TicketState,
    Waiting,
)
from .answering import HOLD
from .errors import NobodyThere, TicketClosed, TooLateToTakeBack
from .journal import record
from .moving import move
from .person import tongue
from .staffing import can_answer
from .thread import PHONE, file_our_words, trace_reply
from .ticket import Desk, find_ticket
from .unsending import unsend

HANDED_OVER = "handed-over"
"""The kind of the journal's line for a ticket given to another department."""
_NOBODY_ASKS = (TicketReason.AUTOMATIC, TicketReason.UNREADABLE, TicketReason.HELD)
"""What is handed over without a word: there is nobody to tell, or whose address may be borrowed."""


def hand_over(session: Session, desk: Desk, number: int, department: str, staff: Staff, now: datetime) -> Ticket:
    """Give a ticket to another department; its clock goes on, and the candidate is told a moment later.

    Raises `UnknownTicket`, `TicketClosed`, and `NobodyThere` where nobody of that department would see it.
    """
    ticket = _find_open(session, number)
    theirs = desk.office.department(department)
    if not find_present(session, theirs.key, now):
        raise NobodyThere(theirs.name)
    before = {"from": ticket.department, "owner_before": ticket.owner_id, "waiting": ticket.waiting.value}
    ticket.department, ticket.owner_id = theirs.key, None
    move(ticket, Waiting.ANSWER, now, desk.schedule)
    if ticket.thread is not None and ticket.reason not in _NOBODY_ASKS:
        before["parcel"] = _tell(session, desk, ticket.thread, say_followed(ticket, theirs.name), now)
    record(session, ticket.call, staff.id, HANDED_OVER, now, ticket.id, department=theirs.key, **before)
    session.flush()
    return ticket


def can_take_handover_back(session: Session, number: int, staff_id: int, now: datetime) -> bool:
    """Tell whether what somebody did last with a ticket was to hand it over, a moment ago."""
    act = _last_act(session, number)
    if act is None or act.kind != HANDED_OVER or act.staff_id != staff_id or now >= act.at + HOLD:
        return False
    parcel = session.get(Parcel, act.detail["parcel"]) if act.detail.get("parcel") else None
    return parcel is None or is_untouched(parcel, now)


def take_handover_back(session: Session, desk: Desk, number: int, staff: Staff, now: datetime) -> Ticket:
    """Take a handover back: the ticket is whose it was, and the candidate is told nothing.

    Raises `UnknownTicket`, `TooLateToTakeBack`.
    """
    ticket = _find_open(session, number)
    act = _last_act(session, number)
    if act is None or not can_take_handover_back(session, number, staff.id, now):
        raise TooLateToTakeBack(number)
    parcel = session.get(Parcel, act.detail.get("parcel") or 0, with_for_update=True)
    message = session.get(Message, parcel.message_id) if parcel and parcel.message_id else None
    if parcel and message and ticket.thread:
        unsend(session, ticket.thread, parcel, message)
    ticket.department, ticket.owner_id = act.detail["from"], act.detail["owner_before"]
    move(ticket, Waiting(act.detail["waiting"]), now, desk.schedule)
    act.kind = "handover-undone"
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


def _last_act(session: Session, ticket: int) -> Act | None:
    return session.scalars(select(Act).where(Act.ticket_id == ticket).order_by(Act.id.desc()).limit(1)).one_or_none()


def _find_open(session: Session, number: int) -> Ticket:
    ticket = find_ticket(session, number)
    if ticket.state is TicketState.CLOSED:
        raise TicketClosed(number)
    return ticket


def _tell(session: Session, desk: Desk, thread: Thread, words: str, now: datetime) -> int | None:
    """Send a line to a candidate that is no answer, after a moment; return its parcel, where they can be written to."""
    if thread.address.channel == PHONE:
        return None
    body = Body((text(words),))
    mail = trace_reply(session, thread, desk.address)
    message = file_our_words(session, thread, Author.ASSISTANT, body, mail, now)
    parcel = post(
        session,
        call=thread.call,
        address=thread.address,
        kind=ParcelKind.REPLY,
        body=body,
        mail=mail,
        thread_id=thread.id,
        message_id=message.id,
        now=now,
        hold=HOLD,
    )
    return parcel.id
