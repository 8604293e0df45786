"""Half way in: the proof that a browser gave the right password, and has yet to give the code; the real clock always.

It opens nothing by itself: it only tells whose code is asked for, to whoever proved to know their password. It is
made with what is kept of the password and of the second factor, so that a change of either makes it void.
"""

import hashlib
import hmac
import re
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from ..records.models import Staff
from .account_errors import LoginLapsed
from .second_factor import has_factor

LASTS = timedelta(minutes=5)
_PROOF = re.compile(r"([0-9]{1,9})\.([0-9]{1,12})\.([0-9a-f]{64})")


def prove_halfway(staff: Staff, now: datetime) -> str:
    """Make the proof for an account with a second factor; it is good for five minutes."""
    until = int((now + LASTS).timestamp())
    return f"{staff.id}.{until}.{_sign(staff, until)}"


def find_halfway(session: Session, proof: str, now: datetime) -> Staff:
    """Return the account whose code is asked for; raises `LoginLapsed` for a proof that is not ours, or too old."""
    parts = _PROOF.fullmatch(proof)
    if parts is None:
        raise LoginLapsed
    until, staff = int(parts[2]), session.get(Staff, int(parts[1]))
    if staff is None or staff.disabled_at is not None or not has_factor(staff) or now.timestamp() >= until:
        raise LoginLapsed
    if not hmac.compare_digest(parts[3], _sign(staff, until)):
        raise LoginLapsed
    return staff


def _sign(staff: Staff, until: int) -> str:
    key = f"{staff.password_hash}{staff.totp_secret}".encode()
    return hmac.new(key, f"half way:{staff.id}:{until}".encode(), hashlib.sha256).hexdigest()
