"""Staff accounts, and the one-time links that set them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ..records.database import Database
from ..records.models import Invitation, Role, Staff
from .account_errors import BadAccount, BadInvitation, EmailTaken, Fault
from .office import Office
from .password import find_faults, hash_password
from .secret import digest, new_secret

INVITATION_LASTS = timedelta(days=7)
_EMAIL = re.compile(r"[^@\s<>,;:\"]{1,64}@[^@\s<>,;:\"]+\.[^@\s<>,;:\".]+")
_LONGEST_EMAIL, _LONGEST_LINE = 320, 200


@dataclass(frozen=True)
class Account:
    """What a person asks for their account."""

    email: str
    name: str
    capacity: str
    department: str
    password: str = field(repr=False)


def has_staff(session: Session) -> bool:
    """Tell whether anybody has an account."""
    return session.scalars(select(Staff.id).limit(1)).first() is not None


def invite(session: Session, role: Role, now: datetime) -> str:
    """Make a one-time link's token, valid for seven days of the real clock; it is kept as its digest alone.

    As long as there is no account, a new link replaces the older ones: one link, the last one shown, works.
    """
    if not has_staff(session):
        session.execute(delete(Invitation).where(Invitation.used_at.is_(None)))
    token = new_secret()
    session.add(Invitation(token_hash=digest(token), role=role, created_at=now, expires_at=now + INVITATION_LASTS))
    session.flush()
    return token


def check_invitation(session: Session, token: str, now: datetime) -> None:
    """Raise `BadInvitation` unless the link still sets an account at `now` (real clock)."""
    if session.scalars(select(Invitation.role).where(_is_valid(token, now))).first() is None:
        raise BadInvitation


def accept(database: Database, office: Office, token: str, account: Account, now: datetime) -> int:
    """Make the account that a link sets, and use the link up; return the account's id.

    Raises `BadInvitation`, `BadAccount`, `EmailTaken`; the link still works then.
    """
    with database.read() as session:
        check_invitation(session, token, now)
    wanted = _check(account, office)
    kept = hash_password(wanted.password)  # takes a tenth of a second: outside any transaction
    try:
        with database.begin() as session:
            return _make(session, token, wanted, kept, now)
    except IntegrityError:
        raise EmailTaken from None


def find_signing_faults(name: str, capacity: str, department: str, office: Office) -> Iterator[Fault]:
    """Say what is wrong with what signs a person's answers."""
    if not 1 <= len(name) <= _LONGEST_LINE:
        yield Fault.NAME
    if len(capacity) > _LONGEST_LINE:
        yield Fault.CAPACITY
    if department not in office.departments:
        yield Fault.DEPARTMENT


def _make(session: Session, token: str, wanted: Account, kept: str, now: datetime) -> int:
    use_up = update(Invitation).where(_is_valid(token, now)).values(used_at=now).returning(Invitation.role)
    role = session.scalars(use_up).one_or_none()
    if role is None:
        raise BadInvitation
    staff = Staff(
        email=wanted.email,
        name=wanted.name,
        capacity=wanted.capacity,
        department=wanted.department,
        role=role,
        password_hash=kept,
        created_at=now,
    )
    session.add(staff)
    session.flush()
    return staff.id


def _is_valid(token: str, now: datetime) -> ColumnElement[bool]:
    return and_(Invitation.token_hash == digest(token), Invitation.used_at.is_(None), Invitation.expires_at > now)


def _check(account: Account, office: Office) -> Account:
    wanted = replace(
        account,
        email=account.email.strip().lower(),
        name=" ".join(account.name.split()),
        capacity=" ".join(account.capacity.split()),
    )
    faults: list[Fault] = []
    if not _EMAIL.fullmatch(wanted.email) or len(wanted.email) > _LONGEST_EMAIL:
        faults.append(Fault.EMAIL)
    faults += find_signing_faults(wanted.name, wanted.capacity, wanted.department, office)
    faults += find_faults(wanted.password, wanted.email)
    if faults:
        raise BadAccount(faults)
    return wanted
