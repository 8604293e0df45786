"""Attempts to log in: after ten failures each further one must wait, on one account and from one place."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ..records.models import LoginFailure
from .account_errors import TooManyTries
from .secret import digest

FREE = 10
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
REMEMBERED = timedelta(days=1)
COUNT_LOCK = 20260221
"""The key of the advisory lock under which attempts are counted on PostgreSQL; any number but that of the schema."""


def count_attempt(session: Session, keys: Collection[str], now: datetime) -> None:
    """Count an attempt under each key, before it is known how it ends; raises `TooManyTries` where it must wait.

    Counted first, so that guesses made all at once are counted too. One that must wait is neither looked at nor
    counted: else a stranger who goes on trying would lengthen the wait of others without end.
    """
    _lock(session)
    wait = max(_wait(session, key, now) for key in keys)
    if wait > timedelta():
        raise TooManyTries(wait)
    session.execute(delete(LoginFailure).where(LoginFailure.at < now - REMEMBERED))
    session.add_all(LoginFailure(key=digest(key), at=now) for key in keys)


def forget_attempts(session: Session, keys: Collection[str]) -> None:
    """Forget what was counted under these keys, once somebody has logged in."""
    session.execute(delete(LoginFailure).where(LoginFailure.key.in_([digest(key) for key in keys])))


def _lock(session: Session) -> None:
    """Let one attempt after another be counted; SQLite's transactions that write are so anyway."""
    if session.get_bind().dialect.name != "sqlite":
        session.execute(select(func.pg_advisory_xact_lock(COUNT_LOCK)))


def _wait(session: Session, key: str, now: datetime) -> timedelta:
    counted = select(func.count(), func.max(LoginFailure.at)).where(
        LoginFailure.key == digest(key), LoginFailure.at >= now - REMEMBERED
    )
    failures, last = session.execute(counted).one()
    if failures < FREE:
        return timedelta()
    doublings = min(failures - FREE, 10)
    return last + min(FIRST_WAIT * 2**doublings, LONGEST_WAIT) - now
