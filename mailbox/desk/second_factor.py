"""The second factor: six digits that a telephone makes of a secret and the time (RFC 6238); the real clock always."""

import hmac
import re
from datetime import datetime
from enum import StrEnum

from pyotp import random_base32
from pyotp.totp import TOTP
from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from ..records.models import Staff, StaffSession
from .account_errors import BadCode, FactorStands
from .recovery import drop_recovery_codes, make_recovery_codes
from .secret import digest

STEP_SECONDS = 30
DRIFT = 1
"""By so many steps a telephone's clock may differ from ours (RFC 6238, section 5.2, allows for one)."""
DIGITS = re.compile(r"[0-9]{6}")


class FactorRule(StrEnum):
    """Whether everybody must have a second factor."""

    REQUIRED = "required"
    OPTIONAL = "optional"


def has_factor(staff: Staff) -> bool:
    """Tell whether the account's secret counts: only since a code has confirmed it."""
    return staff.totp_secret is not None and staff.totp_step is not None


def propose_factor(session: Session, staff_id: int) -> None:
    """Make a secret of 160 bits that counts for nothing until it is confirmed; raises `FactorStands`."""
    unset = update(Staff).where(Staff.id == staff_id, Staff.totp_step.is_(None)).returning(Staff.id)
    if session.scalars(unset.values(totp_secret=random_base32())).one_or_none() is None:
        raise FactorStands


def confirm_factor(session: Session, staff_id: int, code: str, token: str, now: datetime) -> tuple[str, ...]:
    """Let the proposed secret count once a code proves that it was taken down; sessions but `token`'s end.

    Return the recovery codes, which are shown this once. Raises `BadCode`, also where nothing was proposed, and
    `FactorStands`.
    """
    if has_factor(session.get_one(Staff, staff_id)):
        raise FactorStands
    use_code(session, staff_id, code, now)
    others = StaffSession.staff_id == staff_id, StaffSession.token_hash != digest(token)
    session.execute(delete(StaffSession).where(*others))
    return make_recovery_codes(session, staff_id)


def use_code(session: Session, staff_id: int, code: str, now: datetime) -> None:
    """Use a code up: neither it nor an earlier one is taken again, whoever else shows it; raises `BadCode`."""
    staff = session.get_one(Staff, staff_id, populate_existing=True)
    step = _find_step(staff.totp_secret or "", code, now)
    if step is None:
        raise BadCode
    unused = or_(Staff.totp_step.is_(None), Staff.totp_step < step)
    take = update(Staff).where(Staff.id == staff_id, Staff.totp_secret == staff.totp_secret, unused)
    if session.scalars(take.values(totp_step=step).returning(Staff.id)).one_or_none() is None:
        raise BadCode


def drop_factor(session: Session, staff_id: int) -> None:
    """Take the second factor off an account, its recovery codes too."""
    drop_recovery_codes(session, staff_id)
    session.execute(update(Staff).where(Staff.id == staff_id).values(totp_secret=None, totp_step=None))


def write_address(secret: str, email: str, service: str) -> str:
    """Write the `otpauth:` address that a telephone reads as a QR code."""
    return TOTP(secret).provisioning_uri(name=email, issuer_name=service)


def _find_step(secret: str, code: str, now: datetime) -> int | None:
    """Return the time step whose code this is; every step is compared, so that the time taken tells nothing."""
    code = "".join(code.split())
    if not secret or not DIGITS.fullmatch(code):
        return None
    maker, current = TOTP(secret, interval=STEP_SECONDS), int(now.timestamp()) // STEP_SECONDS
    steps = range(current - DRIFT, current + DRIFT + 1)
    found = [step for step in steps if hmac.compare_digest(maker.generate_otp(step), code)]
    return found[-1] if found else None
