"""Reading a kept letter: it becomes an inquiry, for the desk to receive."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from ..delivery.addressing import read_bounce, read_staff_reply, read_token
from ..delivery.carrier import MailTrace
from ..desk.inquiry import Inquiry, Returned, StaffReply, Visitor
from ..desk.thread import MAIL
from ..records.models import Authenticity
from .enclosing import Scan, enclose
from .errors import NoSender
from .letter import Letter
from .letterbox import Kept
from .recipients import Recipients
from .robots import Kind

NOBODY = "<>"
"""Who wrote a report that names nobody (RFC 5321, section 4.5.5): an address that no mail is sent to."""


class LetterReader:
    """Reads the letterbox's mail.

    `receive` is the desk's reception, `parse` reads a raw letter, `own` is our address, `scan` looks for viruses.
    """

    def __init__(
        self,
        receive: Callable[[Session, Inquiry, datetime], None],
        parse: Callable[[bytes], Letter],
        own: str,
        scan: Scan | None = None,
    ) -> None:
        self._receive, self._parse, self._recipients, self._scan = receive, parse, Recipients(own), scan

    def read(self, item: Kept) -> Callable[[Session, datetime], None]:
        """Parse a letter and return what receives it; raises `IntakeError` for one that a person must open."""
        letter = self._parse(item.raw)
        to: list[str] = [*item.envelope.get("rcpt_tos", []), *letter.delivered_to]
        extras = [self._recipients.find_extra(address) for address in to]
        from_nobody = item.envelope.get("mail_from") in ("", NOBODY)
        inquiry = to_inquiry(letter, item.id, extras=extras, from_nobody=from_nobody, scan=self._scan)
        if self._recipients.takes(inquiry.visitor.address):  # Reply-To is ours
            inquiry = replace(inquiry, visitor=replace(inquiry.visitor, address=letter.address.lower()))
        if not letter.address and inquiry.returned is None:
            raise NoSender
        return lambda session, now: self._receive(session, inquiry, now)


def to_inquiry(
    letter: Letter,
    item_id: int | None = None,
    *,
    extras: Sequence[str] = (),
    from_nobody: bool = False,
    scan: Scan | None = None,
) -> Inquiry:
    """Turn a letter into an inquiry; who wrote is who From names, which proves nothing.

    Where Reply-To names another address, that one is answered and takes From's place; what is known of who sent it
    holds for From alone. `extras` are what stood behind the plus signs of the addresses it was sent to. One that came
    from the null sender (`from_nobody`) is never answered (RFC 5321, section 4.5.5). `scan` looks for viruses in its
    files.
    """
    address = letter.reply_to if letter.address and letter.reply_to else letter.address
    token = next((token for extra in extras if (token := read_token(extra))), "")
    return Inquiry(
        visitor=Visitor(MAIL, address.lower() or NOBODY, letter.name),
        text=letter.text,
        words=letter.words,
        html=letter.html,
        mail=MailTrace(letter.subject, letter.message_id, letter.in_reply_to, letter.references, token=token),
        enclosures=tuple(enclose(letter.files, scan)),
        item_id=item_id,
        automatic=letter.automatic or from_nobody,
        ours=letter.kind is Kind.OURS,
        quiet=letter.kind is Kind.OURS or (letter.kind is Kind.BOUNCE and letter.certain),
        echoes=letter.kind is Kind.AUTO_REPLY and letter.certain,
        doubtful=not letter.certain or (from_nobody and not letter.automatic),
        returned=_read_returned(letter, extras, from_nobody=from_nobody),
        authenticity=_read_authenticity(letter, address),
        staff_reply=_read_staff_reply(letter, extras),
    )


def _read_staff_reply(letter: Letter, extras: Sequence[str]) -> StaffReply | None:
    """Take a letter for a reply to what we told staff by where it was sent; who wrote it is From, whatever Reply-To."""
    named = next((named for extra in extras if (named := read_staff_reply(extra))), None)
    return StaffReply(*named, letter.address.lower(), letter.authenticity) if named else None


def _read_authenticity(letter: Letter, address: str) -> Authenticity:
    same = address == letter.address or letter.authenticity is Authenticity.FAILED
    return letter.authenticity if same else Authenticity.UNKNOWN


def _read_returned(letter: Letter, extras: Sequence[str], *, from_nobody: bool) -> Returned | None:
    """Take a letter for a report on a delivery where it is a bounce, or came from nobody to where bounces go."""
    named = next((named for extra in extras if (named := read_bounce(extra))), None)
    bare = named and from_nobody and letter.kind is not Kind.AUTO_REPLY
    told = letter.returned or (Returned() if bare else None)
    return replace(told, parcel=named[0], proof=named[1]) if told and named else told
