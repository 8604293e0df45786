"""Drafts: saved as one writes, they survive everything but being sent."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from ..records.models import Draft

LONGEST = 20_000


def save_draft(session: Session, ticket: int, staff_id: int, words: str, version: int, now: datetime) -> None:
    """Save what somebody is writing on a ticket, over the thread's `version` that they read; nothing of nothing."""
    if not words.strip():
        drop_draft(session, ticket, staff_id)
        return
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    row = {"words": words[:LONGEST], "version": version, "at": now}
    saved = insert(Draft).values(ticket_id=ticket, staff_id=staff_id, **row)
    session.execute(saved.on_conflict_do_update(index_elements=["ticket_id", "staff_id"], set_=row))


def find_draft(session: Session, ticket: int, staff_id: int) -> Draft | None:
    """Return what somebody is writing on a ticket."""
    return session.scalars(select(Draft).filter_by(ticket_id=ticket, staff_id=staff_id)).one_or_none()


def drop_draft(session: Session, ticket: int, staff_id: int) -> None:
    """Forget what somebody wrote on a ticket, since it left or is not wanted."""
    session.execute(delete(Draft).where(Draft.ticket_id == ticket, Draft.staff_id == staff_id))
