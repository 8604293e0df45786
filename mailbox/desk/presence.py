"""Presence: who has a ticket's page open; information, never a lock. The real clock always."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from ..records.models import Presence, Staff

LASTS = timedelta(seconds=90)


def be_seen(session: Session, ticket: int, staff_id: int, now: datetime) -> None:
    """Note that somebody reads a ticket; what is long over is swept away."""
    session.execute(delete(Presence).where(Presence.seen_at < now - LASTS))
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    seen = insert(Presence).values(ticket_id=ticket, staff_id=staff_id, seen_at=now)
    session.execute(seen.on_conflict_do_update(index_elements=["ticket_id", "staff_id"], set_={"seen_at": now}))


def who_reads(session: Session, ticket: int, but: int, now: datetime) -> list[str]:
    """Name the others who have read a ticket within the last minute and a half."""
    query = select(Staff.name).join(Presence, Presence.staff_id == Staff.id)
    here = query.where(Presence.ticket_id == ticket, Presence.staff_id != but, Presence.seen_at > now - LASTS)
    return list(session.scalars(here.order_by(Staff.name)))
