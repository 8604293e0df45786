"""The way to the OpenID provider and back: once, in one browser, within ten minutes of the real clock.

A browser keeps a token; the database, only that its way was begun and what for. All that the protocol asks for is made
of the token: who sees one of these values, as all see the state, cannot make another of it.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ..records.database import Database
from ..records.models import SignOn
from .secret import digest, new_secret
from .sign_on_errors import SignOnLapsed

LASTS = timedelta(minutes=10)
_LONGEST_WANTED = 1000


@dataclass(frozen=True)
class Marks:
    """What marks one way: the state (RFC 6749), the nonce (OpenID Connect) and the verifier of its code (RFC 7636)."""

    state: str
    nonce: str
    verifier: str = field(repr=False)

    @property
    def challenge(self) -> str:
        """Return what is shown of the verifier beforehand (RFC 7636, section 4.2: S256)."""
        return urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()


@dataclass(frozen=True)
class Begun:
    """What a way was begun for: to link the account `staff_id`, or to log in and go on to `wanted`."""

    staff_id: int | None
    wanted: str


def derive_marks(token: str) -> Marks:
    """Make the marks of the way that a browser's token stands for, of 64 hexadecimal digits each."""
    return Marks(_derive(token, "state"), _derive(token, "nonce"), _derive(token, "verifier"))


def begin_sign_on(session: Session, now: datetime, *, wanted: str = "/", staff_id: int | None = None) -> str:
    """Begin a way, and return the token that the browser alone is to keep; those that lapsed are swept away."""
    session.execute(delete(SignOn).where(SignOn.expires_at <= now))
    token = new_secret()
    kept = wanted if len(wanted) <= _LONGEST_WANTED else "/"
    session.add(SignOn(token_hash=digest(token), staff_id=staff_id, wanted=kept, expires_at=now + LASTS))
    session.flush()
    return token


def end_sign_on(database: Database, token: str, state: str, now: datetime) -> Begun:
    """End the way of who comes back, so that nobody comes back by it again.

    Raises `SignOnLapsed` where the browser's token is not the one that made the state, or is not known any more.
    """
    if not token or not hmac.compare_digest(derive_marks(token).state.encode(), state.encode()):
        raise SignOnLapsed("no cookie" if not token else "foreign state")
    ended = delete(SignOn).where(SignOn.token_hash == digest(token), SignOn.expires_at > now)
    with database.begin() as session:
        row = session.execute(ended.returning(SignOn.staff_id, SignOn.wanted)).one_or_none()
    if row is None:
        raise SignOnLapsed("used or too old")
    return Begun(row.staff_id, row.wanted)


def _derive(token: str, name: str) -> str:
    return hmac.new(token.encode(), f"sign-on {name}".encode(), hashlib.sha256).hexdigest()
