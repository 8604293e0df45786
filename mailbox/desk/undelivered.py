"""What could not be delivered, or not be read, becomes a ticket: a person knows of it, nothing is lost silently."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..records.models import (
    Address,
    Item,
    Message,
    Parcel,
    ParcelKind,
    ParcelState,
    Staff,
    Thread,
    Ticket,
    TicketReason,
    TicketState,
)
from .office import Office
from .thread import MAIL
from .ticket import Desk, open_ticket

BATCH = 50
_MISSED = (ParcelKind.REPLY, ParcelKind.REMINDER)
_GONE = "cette adresse n'existe plus, ou ne veut plus de nos messages"


def see_to_abandoned(session: Session, call: str, desk: Desk, now: datetime) -> int:
    """Open a ticket for each answer that was given up; return how many parcels were seen to.

    A reply or a reminder of the assistant's counts as well, but to an address that takes nothing more.
    """
    query = (
        select(Parcel)
        .where(Parcel.call == call, Parcel.state == ParcelState.ABANDONED)
        .order_by(Parcel.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    parcels = list(session.scalars(query))
    for parcel in parcels:
        parcel.state = ParcelState.HANDED_OVER
        gone = _is_gone(session, parcel)
        if parcel.kind is ParcelKind.STAFF_ANSWER or (parcel.kind in _MISSED and not gone):
            thread = session.get(Thread, parcel.thread_id) if parcel.thread_id else None
            whose = f" à {parcel.address}" if thread is None and parcel.channel == MAIL else ""
            open_ticket(
                session,
                call=parcel.call,
                department=_department(session, parcel) or _first(desk.office),
                reason=TicketReason.UNDELIVERED,
                title=f"Message non remis{whose} : {_GONE if gone else parcel.error or 'sans raison donnée'}",
                now=now,
                schedule=desk.schedule,
                thread=thread,
            )
    session.flush()
    return len(parcels)


def see_to_unreadable(session: Session, desk: Desk, item_id: int, now: datetime) -> None:
    """Open a ticket for an item that was put aside, unless one is open; its raw bytes stay attached to it."""
    if _unreadable(session, item_id):
        return
    item = session.get_one(Item, item_id)
    open_ticket(
        session,
        call=item.call,
        department=_first(desk.office),
        reason=TicketReason.UNREADABLE,
        title="Message non lisible : à ouvrir depuis l'original",
        now=now,
        schedule=desk.schedule,
        item_id=item.id,
    )


def withdraw_unreadable(session: Session, item_id: int, now: datetime) -> None:
    """Close the tickets of an item that could be read after all: what it asks has been received."""
    for ticket in _unreadable(session, item_id):
        ticket.state, ticket.closed_at = TicketState.CLOSED, now
    session.flush()


def _unreadable(session: Session, item_id: int) -> list[Ticket]:
    open_ones = select(Ticket).filter_by(item_id=item_id, reason=TicketReason.UNREADABLE, state=TicketState.OPEN)
    return list(session.scalars(open_ones))


def _is_gone(session: Session, parcel: Parcel) -> bool:
    whose = select(Address.blocked_at).filter_by(channel=parcel.channel, address=parcel.address)
    return session.scalars(whose).first() is not None


def _department(session: Session, parcel: Parcel) -> str | None:
    """Return the department of who wrote it; None for what the assistant did."""
    wrote = select(Staff.department).join(Message, Message.staff_id == Staff.id).where(Message.id == parcel.message_id)
    return session.scalars(wrote).one_or_none()


def _first(office: Office) -> str:
    return next(iter(office.departments))
