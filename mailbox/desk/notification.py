"""A mail of ours to a staff member, and what a reply to it may do: it is bound to a ticket as it was then, once."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hmac import compare_digest

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..delivery.addressing import bind, staff_reply_address
from ..delivery.body import Body, unpack
from ..delivery.outbox import post
from ..records.models import Address, Message, Parcel, ParcelKind, Staff, Ticket
from .thread import MAIL, begin_trace
from .ticket import Desk

_BOUND = "notification"
"""Where a parcel's `mail` keeps what a reply is bound to."""


@dataclass(frozen=True)
class Bound:
    """What a reply is bound to.

    A ticket (None where it is about no single one), the staff member, the version of its thread, and the last message
    that there was; `used` is a digest of the words that left by it.
    """

    ticket: int | None
    staff: int
    version: int
    last: int
    used: str = ""

    def prove(self, message_id: str) -> str:
        """Return the proof that stands in the address."""
        return bind(message_id, self.ticket, self.staff, self.version)


def tell_staff(
    session: Session,
    desk: Desk,
    call: str,
    staff: Staff,
    subject: str,
    body: Body,
    now: datetime,
    *,
    key: str,
    ticket: Ticket | None = None,
) -> Parcel:
    """Put a mail to a staff member into the outbox; `key` may be used once ever. A reply to it answers `ticket`."""
    thread = ticket.thread if ticket else None
    address = Address(channel=MAIL, address=staff.email)  # never added: staff are no candidates
    trace = begin_trace(address, subject, desk.address)
    parcel = post(
        session,
        call=call,
        address=address,
        kind=ParcelKind.STAFF_NOTICE,
        body=body,
        mail=trace,
        thread_id=thread.id if thread else None,
        key=key,
        now=now,
    )
    bound = Bound(ticket.id if ticket else None, staff.id, thread.version if thread else 0, _last(session, ticket))
    reply_to = staff_reply_address(desk.address, parcel.id, bound.prove(trace.message_id))
    parcel.mail = {**parcel.mail, "reply_to": reply_to, _BOUND: asdict(bound)}
    session.flush()
    return parcel


def find_notification(session: Session, call: str, number: int, proof: str) -> tuple[Parcel, Bound] | None:
    """Return the mail that an address names and what it is bound to, locked; None without the right proof."""
    query = select(Parcel).where(Parcel.id == number, Parcel.call == call, Parcel.kind == ParcelKind.STAFF_NOTICE)
    parcel = session.scalars(query.with_for_update(), execution_options={"populate_existing": True}).one_or_none()
    if parcel is None:
        return None
    bound = Bound(**parcel.mail[_BOUND])
    proved = compare_digest(bound.prove(str(parcel.mail["message_id"])).encode(), proof.encode())
    return (parcel, bound) if proved else None


def use_up(parcel: Parcel, bound: Bound, digest: str) -> None:
    """Note that an answer has left by this mail, which answers no more."""
    parcel.mail = {**parcel.mail, _BOUND: asdict(replace(bound, used=digest))}


def read_told(parcel: Parcel) -> str:
    """Return what the staff member was told."""
    return unpack(parcel.body).text


def _last(session: Session, ticket: Ticket | None) -> int:
    if ticket is None or ticket.thread_id is None:
        return 0
    return session.scalars(select(func.max(Message.id)).where(Message.thread_id == ticket.thread_id)).one() or 0
