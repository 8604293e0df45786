"""How often the assistant answers one address by mail: enough for anybody who asks, too little for two machines."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..records.models import Address, Parcel, ParcelKind, Ticket, TicketReason

LIMITS = ((timedelta(hours=1), 6), (timedelta(days=1), 20))
_NOTICE_EVERY = timedelta(days=1)


def is_too_often(session: Session, address: Address, now: datetime) -> bool:
    """Tell whether this address has had as many replies as it may have for now."""
    return any(_count(session, address, now - span) >= most for span, most in LIMITS)


def was_told(session: Session, address: Address, now: datetime) -> bool:
    """Tell whether the address has been told within a day that a person will answer."""
    lately = (
        select(Ticket.id)
        .where(Ticket.reason == TicketReason.OFTEN, Ticket.opened_at > now - _NOTICE_EVERY)
        .where(Ticket.thread.has(address_id=address.id))
        .limit(1)
    )
    return session.scalars(lately).first() is not None


def _count(session: Session, address: Address, since: datetime) -> int:
    replies = (
        select(func.count())
        .select_from(Parcel)
        .where(Parcel.channel == address.channel, Parcel.address == address.address)
        .where(Parcel.kind == ParcelKind.REPLY, Parcel.created_at > since)
    )
    return session.scalars(replies).one()
