"""Recovery codes: eight, each of which stands in once for a telephone that is lost."""

import re
import secrets

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ..records.models import RecoveryCode
from .secret import digest

NUMBER = 8
DIGITS = 12
"""Forty bits, of digits alone: a telephone's keyboard for the six digits types them too."""


def make_recovery_codes(session: Session, staff_id: int) -> tuple[str, ...]:
    """Make eight codes, `1234 5678 9012`, kept as their digests alone; those there were are void."""
    drop_recovery_codes(session, staff_id)
    codes = set[str]()
    while len(codes) < NUMBER:
        codes.add("".join(secrets.choice("0123456789") for _ in range(DIGITS)))
    session.add_all(RecoveryCode(staff_id=staff_id, code_hash=_digest(staff_id, code)) for code in codes)
    session.flush()
    return tuple(" ".join(re.findall("....", code)) for code in codes)


def use_recovery_code(session: Session, staff_id: int, code: str) -> bool:
    """Use a code up; False where it is none of the account's, or was used before."""
    bare = re.sub(r"[\s-]", "", code)
    if not re.fullmatch(rf"[0-9]{{{DIGITS}}}", bare):
        return False
    used = delete(RecoveryCode).where(
        RecoveryCode.staff_id == staff_id, RecoveryCode.code_hash == _digest(staff_id, bare)
    )
    return session.scalars(used.returning(RecoveryCode.id)).one_or_none() is not None


def drop_recovery_codes(session: Session, staff_id: int) -> None:
    """Make every code of an account void."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id))


def count_recovery_codes(session: Session, staff_id: int) -> int:
    """Return how many codes an account has left."""
    return session.scalars(select(func.count()).where(RecoveryCode.staff_id == staff_id)).one()


def _digest(staff_id: int, code: str) -> str:
    return digest(f"{staff_id}:{code}")
