"""What a responsable does with the accounts of the office."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..records.models import Role, Staff, StaffIdentity
from .account_errors import LastResponsable, OwnAccount, UnknownAccount
from .journal import record
from .login import end_sessions
from .second_factor import drop_factor, has_factor
from .staff_identity import cut_identity


@dataclass(frozen=True)
class AccountRow:
    """An account, as the list of all shows it; `seen_at` is of the real clock, `linked` tells of single sign-on."""

    id: int
    email: str
    name: str
    department: str
    role: Role
    seen_at: datetime | None
    has_factor: bool
    enabled: bool
    linked: bool


def list_accounts(session: Session) -> tuple[AccountRow, ...]:
    """List every account, those that are disabled last."""
    query = (
        select(Staff, StaffIdentity.issuer.is_not(None))
        .outerjoin(StaffIdentity, StaffIdentity.staff_id == Staff.id)
        .order_by(Staff.disabled_at.is_not(None), Staff.name, Staff.id)
    )
    return tuple(_row(staff, linked=linked) for staff, linked in session.execute(query))


def change_role(session: Session, staff_id: int, role: Role) -> None:
    """Give an account a role, as of its next page; raises `UnknownAccount`, `LastResponsable`."""
    staff = _find(session, staff_id)
    if role is not Role.RESPONSABLE:
        _check_another_runs_the_office(session, staff)
    staff.role = role


def disable(session: Session, staff_id: int, now: datetime) -> None:
    """Let an account in no more, its sessions ended; raises `UnknownAccount`, `LastResponsable`."""
    staff = _find(session, staff_id)
    _check_another_runs_the_office(session, staff)
    staff.disabled_at = staff.disabled_at or now
    end_sessions(session, staff_id)


def enable(session: Session, staff_id: int) -> None:
    """Let an account in again, with the password and the second factor it had; raises `UnknownAccount`."""
    _find(session, staff_id).disabled_at = None


def reset_factor(session: Session, staff_id: int, by: int) -> None:
    """Take the second factor off a colleague's account, whose sessions end; raises `UnknownAccount`, `OwnAccount`."""
    if staff_id == by:
        raise OwnAccount
    _find(session, staff_id)
    drop_factor(session, staff_id)
    end_sessions(session, staff_id)


def free_account(session: Session, call: str, email: str, now: datetime) -> None:
    """Take the second factor off the account of an address, whose sessions end; who runs the service does that.

    Raises `UnknownAccount`.
    """
    staff_id = session.scalars(select(Staff.id).where(Staff.email == email.strip().lower())).one_or_none()
    if staff_id is None:
        raise UnknownAccount
    drop_factor(session, staff_id)
    end_sessions(session, staff_id)
    record(session, call, None, "factor-reset", now, account=staff_id)


def unlink(session: Session, staff_id: int, by: int) -> None:
    """Take single sign-on off a colleague's account, whose sessions end; raises `UnknownAccount`, `OwnAccount`."""
    if staff_id == by:
        raise OwnAccount
    _find(session, staff_id)
    cut_identity(session, staff_id)


def _check_another_runs_the_office(session: Session, staff: Staff) -> None:
    """Raise `LastResponsable` where nobody else would; the rows are locked, so that of two who leave one stays."""
    running = Staff.role == Role.RESPONSABLE, Staff.disabled_at.is_(None)
    left = session.scalars(select(Staff.id).where(*running).order_by(Staff.id).with_for_update()).all()
    if list(left) == [staff.id]:
        raise LastResponsable


def _find(session: Session, staff_id: int) -> Staff:
    staff = session.get(Staff, staff_id)
    if staff is None:
        raise UnknownAccount
    return staff


def _row(staff: Staff, *, linked: bool) -> AccountRow:
    return AccountRow(
        id=staff.id,
        email=staff.email,
        name=staff.name,
        department=staff.department,
        role=staff.role,
        seen_at=staff.seen_at,
        has_factor=has_factor(staff),
        enabled=staff.disabled_at is None,
        linked=linked,
    )
