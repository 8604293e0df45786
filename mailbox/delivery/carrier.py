"""The port by which parcels leave: one carrier a channel. What it may raise is the outbox's to act on.

- `CarrierError`
    - `Later`: it may go through another time
    - `Refused`: it never will
"""

from dataclasses import dataclass
from typing import Protocol

from ..records.models import ParcelKind
from .body import Body


@dataclass(frozen=True)
class MailTrace:
    """What ties a mail to its conversation; Message-IDs stand without their angle brackets.

    `reply_to` is the address that replies to a mail of ours are to go to; `token` that of the thread which the address
    of a letter that came in names.
    """

    subject: str = ""
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    reply_to: str = ""
    token: str = ""


@dataclass(frozen=True)
class Delivery:
    """A parcel as its carrier sees it. `edits` names a message, in the carrier's own ids, that this one replaces."""

    parcel: int
    address: str
    kind: ParcelKind
    body: Body
    mail: MailTrace
    edits: str | None = None


class CarrierError(Exception):
    """The root of what a carrier raises; the first argument is the reason, for the log and for staff."""


class Later(CarrierError):
    """The parcel may go through another time; `seconds` says when, if the other side did."""

    def __init__(self, reason: str, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.seconds = seconds


class Refused(CarrierError):
    """The parcel will never go through; `gone` when nothing to this address will."""

    def __init__(self, reason: str, *, gone: bool = False) -> None:
        super().__init__(reason)
        self.gone = gone


class Carrier(Protocol):
    """Takes parcels of one channel."""

    async def carry(self, delivery: Delivery) -> str | None:
        """Send it and return the other side's id for it, if it gives one; raises `Later` or `Refused`."""
        ...
