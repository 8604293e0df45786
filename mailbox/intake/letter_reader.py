"""Reading a kept letter: it becomes an inquiry, for the desk to receive."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from ..delivery.carrier import MailTrace
from ..desk.inquiry import Enclosure, Inquiry, Visitor
from .door import CHANNEL
from .errors import NoSender
from .letter import Letter
from .letterbox import Kept


class LetterReader:
    """Reads the letterbox's mail; `receive` is the desk's reception, `parse` reads a raw letter."""

    def __init__(self, receive: Callable[[Session, Inquiry, datetime], None], parse: Callable[[bytes], Letter]) -> None:
        self._receive, self._parse = receive, parse

    def read(self, item: Kept) -> Callable[[Session, datetime], None]:
        """Parse a letter and return what receives it; raises `IntakeError` for one that a person must open."""
        letter = self._parse(item.raw)
        if not letter.address:
            raise NoSender
        inquiry = to_inquiry(letter, item.id, bounces=item.envelope.get("mail_from") == "")
        return lambda session, now: self._receive(session, inquiry, now)


def to_inquiry(letter: Letter, item_id: int | None = None, *, bounces: bool = False) -> Inquiry:
    """Turn a letter into an inquiry; who wrote is who From names, which proves nothing.

    One that came from the null sender (`bounces`) is never answered (RFC 5321, section 4.5.5).
    """
    return Inquiry(
        visitor=Visitor(CHANNEL, letter.address.lower(), letter.name),
        text=letter.text,
        words=letter.words,
        mail=MailTrace(letter.subject, letter.message_id, letter.in_reply_to, letter.references),
        enclosures=tuple(Enclosure(file.name, file.type, len(file.content), file.content) for file in letter.files),
        item_id=item_id,
        automatic=letter.automatic or bounces,
    )
