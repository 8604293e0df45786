"""What machines send: filed, never answered; a person is told of what answers nothing of ours."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...knowledge.call import Call
from ..records.models import Address, Thread, Ticket, TicketReason, TicketState
from .inquiry import Inquiry
from .thread import file_inquiry, find_foreign, find_latest, find_replied_to, find_thread, has_words_of_ours
from .ticket import Desk, open_ticket

ANSWERS_OURS = timedelta(days=30)
"""How long an automatic mail counts as the echo of what was last said in a thread, where it names none."""


def file_automatic(session: Session, call: Call, desk: Desk, address: Address, inquiry: Inquiry, now: datetime) -> None:
    """File a machine's mail where it belongs; one that answers nothing of ours and is not quiet becomes a ticket.

    What echoes a thread ("I am away") changes nothing there but its length: no ticket is opened again, unless a person
    may have written it. While a ticket of an address's waits, what more its machines send is filed with it.
    """
    echoed = _find_echoed(session, call, address, inquiry, now)
    elsewhere = inquiry.echoes and find_foreign(session, call.slug, address, inquiry.mail) is not None
    waiting = None if echoed or inquiry.quiet else _find_waiting(session, call, address)
    thread = echoed or waiting or find_thread(session, call.slug, address, inquiry.mail, now)
    message = file_inquiry(session, thread, inquiry, now)
    if (
        message is None
        or inquiry.quiet
        or elsewhere
        or waiting is not None
        or (echoed is not None and not inquiry.doubtful)
    ):
        return
    if echoed is not None and _waits(session, echoed):
        return
    open_ticket(
        session,
        call=call.slug,
        department=desk.office.department(call.first_department).key,
        reason=TicketReason.AUTOMATIC,
        title=_title(inquiry),
        now=now,
        schedule=desk.schedule,
        thread=thread,
        item_id=inquiry.item_id,
    )


def _title(inquiry: Inquiry) -> str:
    """Name a ticket by what its message says where a person may have written it."""
    if inquiry.doubtful and inquiry.words.strip():
        return inquiry.words
    return f"Message automatique : {inquiry.mail.subject or inquiry.visitor.address}"


def _find_echoed(session: Session, call: Call, address: Address, inquiry: Inquiry, now: datetime) -> Thread | None:
    """Find the thread whose words of ours this answers."""
    named = find_replied_to(session, call.slug, address, inquiry.mail)
    if named is not None and has_words_of_ours(session, named):
        return named
    return find_latest(session, call.slug, address, now - ANSWERS_OURS) if inquiry.echoes else None


def _find_waiting(session: Session, call: Call, address: Address) -> Thread | None:
    """Find the thread of this address in which a ticket on a machine's mail is open."""
    waiting = select(Ticket.thread_id).where(Ticket.reason == TicketReason.AUTOMATIC, Ticket.state == TicketState.OPEN)
    theirs = select(Thread).where(Thread.call == call.slug, Thread.address_id == address.id, Thread.id.in_(waiting))
    return session.scalars(theirs.order_by(Thread.id.desc()).limit(1)).one_or_none()


def _waits(session: Session, thread: Thread) -> bool:
    waiting = select(Ticket.id).where(Ticket.thread_id == thread.id, Ticket.state == TicketState.OPEN)
    return session.scalars(waiting.limit(1)).first() is not None
