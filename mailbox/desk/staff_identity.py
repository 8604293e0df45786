"""Whom the OpenID provider knows as which staff member: linked by that person, then enough to log in.

The subject is the key (OpenID Connect Core 1.0, section 5.7): an address in an ID token links nobody.
"""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ..records.database import Database
from ..records.models import Staff, StaffIdentity
from .attempts import forget_attempts
from .halfway import prove_halfway
from .login import Entry, Halfway, end_sessions, open_session
from .second_factor import has_factor
from .sign_on_errors import IdentityStands, IdentityTaken, UnknownIdentity


@dataclass(frozen=True)
class Identity:
    """Who the provider says came: never the same subject for two people of one issuer.

    `second_factor` tells whether it says that more than a password was asked for.
    """

    issuer: str
    subject: str = field(repr=False)
    second_factor: bool = False


def place_keys(place: str) -> tuple[str, ...]:
    """Name what departures for the provider are counted under, apart from passwords: neither makes the other wait."""
    return (f"sign-on:{place}",)


def log_in_by_identity(database: Database, identity: Identity, *, place: str, now: datetime) -> Entry | Halfway:
    """Open a session for the account that is linked, or ask for its second factor, as after a password.

    The factor is not asked for where the provider says that it asked for one. Raises `UnknownIdentity`.
    """
    linked = (
        select(Staff)
        .join(StaffIdentity, StaffIdentity.staff_id == Staff.id)
        .where(
            StaffIdentity.issuer == identity.issuer,
            StaffIdentity.subject == identity.subject,
            Staff.disabled_at.is_(None),
        )
    )
    with database.begin() as session:
        staff = session.scalars(linked).one_or_none()
        if staff is None:
            raise UnknownIdentity("no account that is open")
        forget_attempts(session, place_keys(place))
        if has_factor(staff) and not identity.second_factor:
            return Halfway(prove_halfway(staff, now))
        return open_session(session, staff.id, now)


def find_issuer(session: Session, staff_id: int) -> str | None:
    """Return whose identity an account is linked to, None where it is to nobody's."""
    return session.scalars(select(StaffIdentity.issuer).where(StaffIdentity.staff_id == staff_id)).one_or_none()


def link_identity(database: Database, staff_id: int, identity: Identity, now: datetime) -> None:
    """Link an account to who came; a link to an issuer that was before this one goes.

    Raises `IdentityStands` where there is a link, `IdentityTaken` where another account has this one.
    """
    stale = StaffIdentity.staff_id == staff_id, StaffIdentity.issuer != identity.issuer
    try:
        with database.begin() as session:
            session.execute(delete(StaffIdentity).where(*stale))
            if find_issuer(session, staff_id) is not None:
                raise IdentityStands
            session.add(
                StaffIdentity(staff_id=staff_id, issuer=identity.issuer, subject=identity.subject, linked_at=now)
            )
    except IntegrityError:
        raise IdentityTaken from None


def unlink_identity(session: Session, staff_id: int) -> None:
    """Take the link off an account."""
    session.execute(delete(StaffIdentity).where(StaffIdentity.staff_id == staff_id))


def cut_identity(session: Session, staff_id: int) -> None:
    """Take the link off a colleague's account, whose sessions end."""
    unlink_identity(session, staff_id)
    end_sessions(session, staff_id)
