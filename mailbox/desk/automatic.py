"""What machines send: filed, never answered; a person is told of what answers nothing of ours."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from ...knowledge.call import Call
from ..records.models import Address, TicketReason
from .inquiry import Inquiry
from .thread import file_inquiry, find_latest, find_replied_to, find_thread
from .ticket import Desk, open_ticket

ANSWERS_OURS = timedelta(days=30)
"""How long an automatic mail counts as the echo of what was last said in a thread, where it names none."""


def file_automatic(session: Session, call: Call, desk: Desk, address: Address, inquiry: Inquiry, now: datetime) -> None:
    """File a machine's mail where it belongs; one that echoes no thread and is not quiet becomes a ticket.

    What echoes a thread ("I am away") changes nothing there but its length: no ticket is opened again.
    """
    echoed = find_replied_to(session, call.slug, address, inquiry.mail)
    if echoed is None and inquiry.echoes:
        echoed = find_latest(session, call.slug, address, now - ANSWERS_OURS)
    thread = echoed or find_thread(session, call.slug, address, inquiry.mail, now)
    message = file_inquiry(session, thread, inquiry, now)
    if message is None or inquiry.quiet or echoed is not None:
        return
    open_ticket(
        session,
        call=call.slug,
        department=desk.office.department(call.first_department).key,
        reason=TicketReason.AUTOMATIC,
        title=f"Message automatique : {inquiry.mail.subject or inquiry.visitor.address}",
        now=now,
        thread=thread,
        item_id=inquiry.item_id,
    )
