"""Logging in and out: who the browser that shows a token is; the real clock always."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from ..records.database import Database
from ..records.models import Role, Staff, StaffSession
from .account_errors import BadLogin
from .attempts import count_attempt, forget_attempts
from .halfway import find_halfway, prove_halfway
from .password import is_right
from .recovery import use_recovery_code
from .second_factor import has_factor, use_code
from .secret import digest, new_secret

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
STEP = timedelta(minutes=1)
"""How often a session in use is written as seen, so that reading a page seldom waits for a writer."""


@dataclass(frozen=True)
class Member:
    """A staff member who is logged in; `csrf` is the token that their forms carry."""

    id: int
    name: str
    capacity: str
    department: str
    role: Role
    csrf: str = field(repr=False)
    has_factor: bool
    single_keys: bool
    language: str


@dataclass(frozen=True)
class Entry:
    """What a browser keeps once somebody has logged in: the session's token, and a proof that it is known."""

    token: str = field(repr=False)
    known: str = field(repr=False)


@dataclass(frozen=True)
class Halfway:
    """What a browser keeps between the password and the code."""

    proof: str = field(repr=False)


def log_in(database: Database, email: str, password: str, *, place: str, known: str, now: datetime) -> Entry | Halfway:
    """Open a session, or ask for the second factor of an account that has one.

    Raises `BadLogin` in the same words and time whatever is wrong, or `TooManyTries`.

    `place` is where the browser is (an IP address), `known` the proof it kept, if any: a browser that has logged in
    to this account before is counted by itself, so that strangers who try the account do not make it wait.
    """
    email = email.strip().lower()
    with database.begin() as session:
        staff = session.scalars(select(Staff).where(Staff.email == email, Staff.disabled_at.is_(None))).one_or_none()
        keys = _keys(staff, email, place, known)
        count_attempt(session, keys, now)
    if not is_right(password, staff.password_hash if staff else None) or staff is None:
        raise BadLogin
    if has_factor(staff):
        return Halfway(prove_halfway(staff, now))  # attempts stay counted: else a known password would free the codes
    with database.begin() as session:
        forget_attempts(session, keys)
        return open_session(session, staff.id, now)


def give_code(database: Database, proof: str, code: str, *, place: str, known: str, now: datetime) -> Entry:
    """Open a session for who gave the password before and gives a code now.

    A recovery code stands in for one of the telephone's. Codes are counted with the passwords, under the same keys.
    Raises `LoginLapsed`, `BadCode`, `TooManyTries`.
    """
    with database.begin() as session:
        staff = find_halfway(session, proof, now)
        keys = _keys(staff, staff.email, place, known)
        count_attempt(session, keys, now)
    with database.begin() as session:
        if not use_recovery_code(session, staff.id, code):
            use_code(session, staff.id, code, now)
        forget_attempts(session, keys)
        return open_session(session, staff.id, now)


def open_session(session: Session, staff_id: int, now: datetime) -> Entry:
    """Open a session for an account; sessions that have ended are swept away."""
    ended = or_(StaffSession.created_at <= now - LONGEST, StaffSession.seen_at <= now - IDLE)
    session.execute(delete(StaffSession).where(ended))
    token = new_secret()
    opened = StaffSession(token_hash=digest(token), staff_id=staff_id, csrf=new_secret(), created_at=now, seen_at=now)
    session.add(opened)
    staff = session.get_one(Staff, staff_id)
    staff.seen_at = now
    session.flush()
    return Entry(token, _prove(staff))


def find_member(database: Database, token: str, now: datetime, *, in_use: bool = True) -> Member | None:
    """Tell who shows this token: nobody once the session has ended or the account is disabled.

    A session that is not `in_use`, but asked for by a page that somebody left open, is no longer for that.
    """
    query = (
        select(StaffSession, Staff)
        .join(StaffSession.staff)
        .where(
            StaffSession.token_hash == digest(token),
            StaffSession.created_at > now - LONGEST,
            StaffSession.seen_at > now - IDLE,
            Staff.disabled_at.is_(None),
        )
    )
    with database.read() as session:
        found = session.execute(query).one_or_none()
    if found is None:
        return None
    opened, staff = found
    if in_use and now - opened.seen_at >= STEP:
        with database.begin() as session:
            seen = update(StaffSession).where(StaffSession.token_hash == opened.token_hash)
            session.execute(seen.values(seen_at=now))
            session.execute(update(Staff).where(Staff.id == staff.id).values(seen_at=now))
    return Member(
        id=staff.id,
        name=staff.name,
        capacity=staff.capacity,
        department=staff.department,
        role=staff.role,
        csrf=opened.csrf,
        has_factor=has_factor(staff),
        single_keys=staff.single_keys,
        language=staff.language,
    )


def log_out(session: Session, token: str) -> None:
    """End a session."""
    session.execute(delete(StaffSession).where(StaffSession.token_hash == digest(token)))


def end_sessions(session: Session, staff_id: int) -> None:
    """End every session of an account."""
    session.execute(delete(StaffSession).where(StaffSession.staff_id == staff_id))


def _keys(staff: Staff | None, email: str, place: str, known: str) -> tuple[str, ...]:
    if staff is not None and hmac.compare_digest(known.encode(), _prove(staff).encode()):
        return (f"known browser:{staff.id}",)
    return (f"account:{email}", f"place:{place}")


def _prove(staff: Staff) -> str:
    """Make the proof that a browser has logged in to this account; a new password makes the old one void."""
    return hmac.new(staff.password_hash.encode(), b"known browser", hashlib.sha256).hexdigest()
