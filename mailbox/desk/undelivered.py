"""What could not be delivered, or not be read, becomes a ticket: a person knows of it, nothing is lost silently."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..records.models import Item, Parcel, ParcelKind, ParcelState, Thread, TicketReason
from .office import Office
from .ticket import open_ticket

BATCH = 50
_MATTERS = (ParcelKind.REPLY, ParcelKind.STAFF_ANSWER)


def see_to_abandoned(session: Session, call: str, office: Office, now: datetime) -> int:
    """Open a ticket for each reply or answer that was given up; return how many parcels were seen to."""
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
        if parcel.kind in _MATTERS:
            thread = session.get(Thread, parcel.thread_id) if parcel.thread_id else None
            open_ticket(
                session,
                call=parcel.call,
                department=_first(office),
                reason=TicketReason.UNDELIVERED,
                title=f"Message non remis : {parcel.error or 'sans raison donnée'}",
                now=now,
                thread=thread,
            )
    session.flush()
    return len(parcels)


def see_to_unreadable(session: Session, office: Office, item_id: int, now: datetime) -> None:
    """Open a ticket for an item that was put aside; its raw bytes stay attached to it."""
    item = session.get_one(Item, item_id)
    open_ticket(
        session,
        call=item.call,
        department=_first(office),
        reason=TicketReason.UNREADABLE,
        title="Message non lisible : à ouvrir depuis l'original",
        now=now,
        item_id=item.id,
    )


def _first(office: Office) -> str:
    return next(iter(office.departments))
