"""Saved replies: words that staff put into their answers by a number from 1 to 9."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ..records.models import SavedReply, Staff
from .journal import record
from .saved_reply_errors import BadReply, NumberTaken, ReplyMoved, UnknownReply

NUMBERS = range(1, 10)
LONGEST_TITLE, LONGEST_WORDS = 120, 20_000


@dataclass(frozen=True)
class Reply:
    """A saved reply, and who changed it last."""

    number: int
    title: str
    words: str
    changed_by: str
    changed_at: datetime


def list_replies(session: Session, call: str) -> Sequence[Reply]:
    """List a call's saved replies by their numbers."""
    query = (
        select(SavedReply, Staff.name)
        .join(Staff, SavedReply.changed_by == Staff.id)
        .where(SavedReply.call == call)
        .order_by(SavedReply.number)
    )
    return [Reply(row.number, row.title, row.words, who, row.changed_at) for row, who in session.execute(query)]


def add_reply(
    session: Session, call: str, number: int, title: str, words: str, *, staff_id: int, now: datetime
) -> None:
    """Save a reply under a number that is free; raises `BadReply`, `NumberTaken`."""
    title, words = _tidy(number, title, words)
    row = SavedReply(call=call, number=number, title=title, words=words, changed_by=staff_id, changed_at=now)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise NumberTaken(number) from None
    record(session, call, staff_id, "reply.added", now, number=number, title=title)


def change_reply(
    session: Session,
    call: str,
    number: int,
    title: str,
    words: str,
    *,
    seen: datetime,
    staff_id: int,
    now: datetime,
) -> None:
    """Change a reply; `seen` is when it was changed last on the page that the change was made on.

    Raises `BadReply`, `UnknownReply`, `ReplyMoved`.
    """
    title, words = _tidy(number, title, words)
    row = _find(session, call, number, seen)
    row.title, row.words, row.changed_by, row.changed_at = title, words, staff_id, now
    record(session, call, staff_id, "reply.changed", now, number=number, title=title)


def delete_reply(session: Session, call: str, number: int, *, seen: datetime, staff_id: int, now: datetime) -> None:
    """Delete a reply, so that its number is free; raises `UnknownReply`, `ReplyMoved`."""
    row = _find(session, call, number, seen)
    session.execute(delete(SavedReply).where(SavedReply.id == row.id))
    record(session, call, staff_id, "reply.deleted", now, number=number, title=row.title)


def _find(session: Session, call: str, number: int, seen: datetime) -> SavedReply:
    query = select(SavedReply).where(SavedReply.call == call, SavedReply.number == number)
    row = session.scalars(query.with_for_update()).one_or_none()
    if row is None:
        raise UnknownReply(number)
    if row.changed_at != seen:
        raise ReplyMoved(number)
    return row


def _tidy(number: int, title: str, words: str) -> tuple[str, str]:
    title, words = " ".join(title.split()), words.strip()
    if number not in NUMBERS or not 0 < len(title) <= LONGEST_TITLE or not 0 < len(words) <= LONGEST_WORDS:
        raise BadReply
    return title, words
