"""The outbox: parcels are claimed, carried, and marked; put back with a delay, or abandoned.

A parcel is written in the transaction that decided it. Parcels to one address leave in order.
"""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from ..records.models import Address, Parcel, ParcelKind, ParcelState
from .body import Body, pack, unpack
from .carrier import Delivery, MailTrace
from .sentence import mark

LEASE = timedelta(seconds=120)
OLDEST = timedelta(days=2)
"""The age at which a parcel is given up, however it has waited."""
BACKOFF = tuple(timedelta(seconds=seconds) for seconds in (2, 10, 60, 300, 900, 3600, 3600, 7200, 14400, 28800))


def post(
    session: Session,
    *,
    call: str,
    address: Address,
    kind: ParcelKind,
    body: Body,
    now: datetime,
    mail: MailTrace | None = None,
    thread_id: int | None = None,
    message_id: int | None = None,
    edits: str | None = None,
    key: str | None = None,
    until: datetime | None = None,
    hold: timedelta = timedelta(),
) -> Parcel:
    """Put a parcel into the outbox, within the caller's transaction; `key` may be used once ever.

    It leaves no earlier than after `hold`, and not after `until`; whoever posted it has to `withdraw_late` then.
    """
    parcel = Parcel(
        call=call,
        channel=address.channel,
        address=address.address,
        kind=kind,
        key=key,
        thread_id=thread_id,
        message_id=message_id,
        body=pack(body),
        mail=asdict(mail or MailTrace()),
        edits=edits,
        due_at=now + hold,
        until=until,
        created_at=now,
    )
    session.add(parcel)
    session.flush()
    return parcel


def is_untouched(parcel: Parcel, now: datetime) -> bool:
    """Tell whether a parcel that is held can still be taken back: nobody has tried to carry it, and it is not due."""
    return parcel.state is ParcelState.DUE and parcel.tries == 0 and parcel.due_at > now


def claim(
    session: Session, call: str, channels: Collection[str], owner: str, now: datetime, limit: int
) -> list[Delivery]:
    """Claim a call's parcels that are due, the first of each address, so that no one else carries them.

    What is due as soon as it was written does not wait for a clock that was set back (`--now`).
    """
    earlier = aliased(Parcel)
    waits = exists().where(
        and_(
            earlier.call == Parcel.call,
            earlier.channel == Parcel.channel,
            earlier.address == Parcel.address,
            earlier.id < Parcel.id,
            earlier.state.in_((ParcelState.DUE, ParcelState.LEAVING)),
        )
    )
    due = (
        select(Parcel.id)
        .where(Parcel.call == call, Parcel.channel.in_(channels))
        .where(Parcel.state == ParcelState.DUE, or_(Parcel.due_at <= now, Parcel.due_at == Parcel.created_at), ~waits)
        .where(or_(Parcel.until.is_(None), Parcel.until > now))
        .order_by(Parcel.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claimed = session.scalars(
        update(Parcel)
        .where(Parcel.id.in_(due.scalar_subquery()))
        .values(state=ParcelState.LEAVING, owner=owner, lease_until=now + LEASE, tries=Parcel.tries + 1)
        .returning(Parcel)
        .execution_options(synchronize_session=False)
    )
    return [_delivery(parcel) for parcel in sorted(claimed, key=lambda parcel: parcel.id)]


def withdraw_late(session: Session, call: str, kind: ParcelKind, now: datetime, limit: int) -> list[Parcel]:
    """Withdraw parcels of a kind whose words do not hold any more, and return them, locked."""
    late = (
        select(Parcel)
        .where(Parcel.call == call, Parcel.kind == kind, Parcel.state == ParcelState.DUE, Parcel.until <= now)
        .order_by(Parcel.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    parcels = list(session.scalars(late))
    for parcel in parcels:
        parcel.state, parcel.error = ParcelState.HANDED_OVER, mark("parti trop tard pour être encore juste")
    session.flush()
    return parcels


def mark_sent(session: Session, parcel_id: int, owner: str, remote_id: str | None, now: datetime) -> bool:
    """Record that the carrier has delivered it; False where the lease ran out and another holds it by now."""
    return _mark(session, parcel_id, owner, state=ParcelState.SENT, remote_id=remote_id, sent_at=now, error=None)


def put_back(
    session: Session, parcel_id: int, owner: str, reason: str, now: datetime, seconds: float | None = None
) -> bool:
    """Let it be tried again later, or abandon it when it has been tried often enough; False where another holds it.

    A wait that the other side named (`seconds`) is no failure: it counts for nothing but the parcel's age.
    """
    parcel = session.get_one(Parcel, parcel_id)
    tries = parcel.tries if seconds is None else parcel.tries - 1
    if tries > len(BACKOFF) or now - parcel.created_at > OLDEST:
        return abandon(session, parcel_id, owner, reason, now)
    wait = timedelta(seconds=seconds) if seconds is not None else BACKOFF[tries - 1]
    return _mark(session, parcel_id, owner, state=ParcelState.DUE, due_at=now + wait, tries=tries, error=reason)


def abandon(session: Session, parcel_id: int, owner: str, reason: str, now: datetime, *, gone: bool = False) -> bool:
    """Give it up, and where the address is gone mark that as well; False where another holds it.

    A desk round makes a ticket of it.
    """
    ours = _mark(session, parcel_id, owner, state=ParcelState.ABANDONED, error=reason)
    if ours and gone:
        parcel = session.get_one(Parcel, parcel_id)
        whose = and_(Address.channel == parcel.channel, Address.address == parcel.address)
        session.execute(update(Address).where(whose, Address.blocked_at.is_(None)).values(blocked_at=now))
    return ours


def free_stranded(
    session: Session, call: str, channels: Collection[str], now: datetime, *, all_of_them: bool = False
) -> int:
    """Make due again what a crash left on its way; return how many.

    Every kind of parcel may be repeated (see `ParcelKind`). `all_of_them` is for the one process of a SQLite file at
    its start; otherwise a parcel waits until its lease has run out.
    """
    stranded = and_(Parcel.state == ParcelState.LEAVING, Parcel.call == call, Parcel.channel.in_(channels))
    if not all_of_them:
        stranded = and_(stranded, Parcel.lease_until < now)
    freed = session.execute(
        update(Parcel).where(stranded).values(state=ParcelState.DUE, owner=None).returning(Parcel.id)
    )
    return len(freed.all())


def _mark(session: Session, parcel_id: int, owner: str, **values: object) -> bool:
    """Change a parcel that its owner still holds; return whether it did."""
    held = and_(Parcel.id == parcel_id, Parcel.state == ParcelState.LEAVING, Parcel.owner == owner)
    changed = update(Parcel).where(held).values(owner=None, lease_until=None, **values).returning(Parcel.id)
    return session.scalars(changed).one_or_none() is not None


def _delivery(parcel: Parcel) -> Delivery:
    found = parcel.mail
    mail = MailTrace(
        found["subject"],
        found["message_id"],
        found["in_reply_to"],
        tuple(found["references"]),
        found.get("reply_to", ""),
    )
    return Delivery(parcel.id, parcel.address, parcel.kind, unpack(parcel.body), mail, parcel.edits)
