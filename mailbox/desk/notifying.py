"""Notifying staff of requests: at once, as a digest, or never, as each chose; and of those whose time is over.

Rows of the staff to be told are locked, so that of two workers one tells; the key of each mail is used once ever.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, String, cast, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from ...knowledge.call import Call
from ...knowledge.date_expression import PARIS
from ..records.models import Act, Notify, Parcel, Staff, Ticket, TicketState, Waiting
from .hours import Schedule, is_working
from .notification import tell_staff
from .notification_wording import Occasion, say_digest, say_ticket
from .staffing import can_answer
from .ticket import Desk
from .transfer import HANDED_OVER

DIGESTS = (time(9), time(14))
"""When a digest leaves on working days, in Paris."""
_DIGEST_HOLDS = timedelta(hours=3)
"""How late a digest may be; then the next one says more."""
_NEW, _LATE = timedelta(days=1), timedelta(days=3)
"""How long ago a request may have come, or its time run out, to be told of at once: who comes back is not flooded."""
BATCH = 50


@dataclass(frozen=True)
class Reader:
    """A staff member to be told, the departments whose requests they see to, and who else is there."""

    staff: Staff
    departments: Collection[str]
    present: Collection[int]


def notify(session: Session, call: Call, desk: Desk, now: datetime) -> int:
    """Put into the outbox what staff who are there are to be told; return how many mails that was.

    The requests of a department where nobody is go to all others; one that is somebody's, who is there, to them alone
    until its time is over.
    """
    readers = _find_readers(session, desk, now)
    return sum(_tell_late(session, call, desk, one, now) + _tell_new(session, call, desk, one, now) for one in readers)


def find_digest(now: datetime, schedule: Schedule) -> datetime | None:
    """Return the moment of the digest that is to leave by now, None where there is none."""
    here = now.astimezone(PARIS)
    moments = [datetime.combine(here.date(), hour, PARIS) for hour in DIGESTS]
    held = [moment for moment in moments if moment <= here < moment + _DIGEST_HOLDS]
    return held[-1] if held and is_working(here.date(), schedule.off) else None


def _find_readers(session: Session, desk: Desk, now: datetime) -> Iterator[Reader]:
    there = session.execute(select(Staff.id, Staff.department).where(can_answer(now))).all()
    present, manned = {number for number, _ in there}, {department for _, department in there}
    deserted = desk.office.departments.keys() - manned
    locked = (
        select(Staff)
        .where(Staff.id.in_(present), Staff.notify != Notify.NEVER)
        .order_by(Staff.id)
        .with_for_update(skip_locked=True, key_share=True)
        .execution_options(populate_existing=True)
    )
    for staff in session.scalars(locked).all():
        yield Reader(staff, {staff.department, *deserted}, present)


def _tell_late(session: Session, call: Call, desk: Desk, reader: Reader, now: datetime) -> int:
    key = literal("late:") + cast(Ticket.id, String) + f":{reader.staff.id}"
    theirs = or_(Ticket.owner_id == reader.staff.id, Ticket.department.in_(reader.departments))
    late = (
        _select_open(call)
        .where(theirs, Ticket.due_at <= now, Ticket.due_at > now - _LATE, ~_has_left(key))
        .order_by(Ticket.due_at, Ticket.id)
        .limit(BATCH)
    )
    tickets = session.scalars(late).all()
    for ticket in tickets:
        subject, body = say_ticket(desk, ticket, Occasion.LATE, now)
        key_of_it = f"late:{ticket.id}:{reader.staff.id}"
        tell_staff(session, desk, call.slug, reader.staff, subject, body, now, key=key_of_it, ticket=ticket)
    return len(tickets)


def _tell_new(session: Session, call: Call, desk: Desk, reader: Reader, now: datetime) -> int:
    if reader.staff.notify is Notify.DIGEST:
        return _send_digest(session, call, desk, reader, now)
    found = session.execute(_select_arrived(call, reader, now)).all()
    for ticket, handed in found:
        subject, body = say_ticket(desk, ticket, Occasion.HANDED_OVER if handed else Occasion.NEW, now)
        key = f"notify:{ticket.id}:{reader.staff.id}:{handed}"
        tell_staff(session, desk, call.slug, reader.staff, subject, body, now, key=key, ticket=ticket)
    return len(found)


def _send_digest(session: Session, call: Call, desk: Desk, reader: Reader, now: datetime) -> int:
    moment = find_digest(now, desk.schedule)
    if moment is None or (reader.staff.notified_at is not None and reader.staff.notified_at >= moment):
        return 0
    reader.staff.notified_at = now
    waiting = _select_waiting(call, reader)
    count = session.scalars(select(func.count()).select_from(waiting.with_only_columns(Ticket.id).subquery())).one()
    if not count:
        return 0
    tickets = session.scalars(waiting.order_by(Ticket.opened_at, Ticket.id).limit(BATCH)).all()
    subject, body = say_digest(desk, tickets, count, now)
    key = f"digest:{reader.staff.id}:{moment.isoformat()}"
    tell_staff(session, desk, call.slug, reader.staff, subject, body, now, key=key)
    return 1


def _select_arrived(call: Call, reader: Reader, now: datetime) -> Select[Ticket, int]:
    """Select what came lately and was not told of, with the journal's line that handed it over, 0 for none."""
    handed = (Act.ticket_id == Ticket.id) & (Act.kind == HANDED_OVER)
    latest = func.coalesce(select(func.max(Act.id)).where(handed).correlate(Ticket).scalar_subquery(), 0)
    key = literal("notify:") + cast(Ticket.id, String) + f":{reader.staff.id}:" + cast(latest, String)
    lately = or_(Ticket.opened_at > now - _NEW, exists().where(handed, Act.at > now - _NEW))
    arrived = _select_waiting(call, reader).where(lately, ~_has_left(key)).add_columns(latest)
    return arrived.order_by(Ticket.id).limit(BATCH)


def _select_waiting(call: Call, reader: Reader) -> Select[Ticket]:
    """Select what waits for an answer that a staff member may be the one to give."""
    free = or_(Ticket.owner_id.is_(None), Ticket.owner_id == reader.staff.id, Ticket.owner_id.not_in(reader.present))
    theirs = or_(Ticket.department.in_(reader.departments), Ticket.owner_id == reader.staff.id)
    return _select_open(call).where(Ticket.waiting == Waiting.ANSWER, free, theirs)


def _select_open(call: Call) -> Select[Ticket]:
    return select(Ticket).where(Ticket.call == call.slug, Ticket.state == TicketState.OPEN)


def _has_left(key: ColumnElement[str]) -> ColumnElement[bool]:
    return exists().where(Parcel.key == key)
