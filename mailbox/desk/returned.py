"""Deliveries that come back: the parcel is marked, and what was lost by it becomes a ticket like any other."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..delivery.addressing import proves
from ..records.models import Address, Message, Parcel, ParcelState
from .inquiry import Inquiry, Returned
from .thread import OURS, file_inquiry

_GONE = ("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1")
"""RFC 3463: the mailbox does not exist, or takes nothing any more."""
_MOST_IDS = 20
_LEFT = (ParcelState.SENT, ParcelState.LEAVING)
"""A relay may return a mail before its carrier has written down that it left."""


def see_to_returned(session: Session, call: str, inquiry: Inquiry, returned: Returned, now: datetime) -> bool:
    """File a report in the thread of the delivery it is on, and mark that; False where it is on none of ours.

    A delay is filed and changes nothing. Nobody is answered, no ticket is opened here: what was given up is seen to
    by `see_to_abandoned`.
    """
    parcel = _find(session, call, returned)
    if parcel is None:
        return False
    message = session.get(Message, parcel.message_id) if parcel.message_id else None
    if message is not None:
        file_inquiry(session, message.thread, inquiry, now)
    if not returned.delayed and parcel.state in _LEFT:
        parcel.state, parcel.error = ParcelState.ABANDONED, f"retour du serveur {returned.status}".strip()
        parcel.owner = parcel.lease_until = None
        if returned.status in _GONE:
            whose = select(Address).filter_by(channel=parcel.channel, address=parcel.address)
            for address in session.scalars(whose):
                address.blocked_at = now
    session.flush()
    return True


def _find(session: Session, call: str, returned: Returned) -> Parcel | None:
    """Find the parcel by the address that it was returned to, else by a Message-ID of ours, which nobody can guess."""
    named = session.get(Parcel, returned.parcel) if returned.parcel else None
    if named is not None and named.call == call and proves(returned.proof, str(named.mail["message_id"])):
        return named
    ours = (
        select(Parcel)
        .join(Message, Parcel.message_id == Message.id)
        .where(Message.mail_id.in_(returned.ids[:_MOST_IDS]), Message.author.in_(OURS), Parcel.call == call)
        .order_by(Parcel.id.desc())
        .limit(1)
    )
    return session.scalars(ours).one_or_none() if returned.ids else None
