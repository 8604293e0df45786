"""What a person sent, whatever the channel."""

from dataclasses import dataclass, field

from ..delivery.carrier import MailTrace
from ..records.models import Authenticity, Refusal

STICKER = "sticker"
"""The type of an enclosure that is no file and says nothing in words."""


@dataclass(frozen=True)
class Enclosure:
    """A file that came along: its bytes, or the channel's reference by which they can be had, or why it is refused.

    An `incidental` one nobody chose to send: it is kept, and not spoken of beside words.
    """

    name: str
    type: str
    size: int
    content: bytes | None = None
    reference: str | None = None
    refusal: Refusal | None = None
    incidental: bool = False

    @property
    def why_not_kept(self) -> Refusal | None:
        """Tell why its bytes cannot be had; None for what has some, or is no file."""
        lost = self.content is None and self.reference is None and self.type != STICKER
        return self.refusal or (Refusal.TOO_BIG if lost else None)


@dataclass(frozen=True)
class Visitor:
    """Who writes, as the channel tells it; `language` is what their app says, if it says."""

    channel: str
    address: str
    name: str = ""
    language: str | None = None


@dataclass(frozen=True)
class Returned:
    """What a mail says that reports on a delivery of ours (RFC 3464).

    `ids` are the Message-IDs it tells of, without brackets, `status` the code of RFC 3463 ("5.1.1") or empty;
    `delayed` tells that the delivery has not failed, or not yet. `parcel`
    and `proof` are those of the address it was sent to, where that names one.
    """

    ids: tuple[str, ...] = ()
    status: str = ""
    delayed: bool = False
    parcel: int | None = None
    proof: str = ""


@dataclass(frozen=True)
class StaffReply:
    """A mail to the address that a mail of ours to staff is to be replied to.

    `parcel` and `proof` are those of the address; `sender` is whom From names, `authenticity` what is known of them.
    """

    parcel: int
    proof: str
    sender: str
    authenticity: Authenticity


@dataclass(frozen=True)
class Inquiry:
    """A message to the desk.

    `text` is everything readable in it, `words` the writer's own words, `html` the page it came as, cleaned. A robot's
    message (`automatic`) is filed in its thread and never answered; of one that is also `quiet`, our own mail come back
    or a bounce, no person needs to know; one that `echoes` answers by itself what was last said; one that is `doubtful`
    a person may have written, so one looks at it; one that is `ours` left here. `authenticity` is what is known of who
    sent a mail. `edited` says that it replaces an earlier message of theirs. A `staff_reply` is no candidate's.
    """

    visitor: Visitor
    text: str
    words: str
    mail: MailTrace = field(default_factory=MailTrace)
    enclosures: tuple[Enclosure, ...] = ()
    item_id: int | None = None
    automatic: bool = False
    quiet: bool = False
    echoes: bool = False
    doubtful: bool = False
    ours: bool = False
    returned: Returned | None = None
    authenticity: Authenticity | None = None
    edited: bool = False
    html: str = ""
    staff_reply: StaffReply | None = None
