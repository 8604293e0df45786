"""What a letter must be to be admitted: one table of rules, each with the SMTP reply that refuses."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

MOST_HOPS = 50
_SAME = (b"message-id", b"from", b"subject")
_SAME_WITHOUT_ID = (b"from", b"to", b"subject", b"date")
"""The headers that make a letter the same when it comes again: a client that sends it anew may date it anew, and those
that carriers add on the way are left out."""
_BOUNDARY = re.compile(rb"boundary\s*=\s*\"?([^\s\";]{4,70})", re.IGNORECASE)
_ADDRESS = re.compile(rb"[^\s<>\"(),:;]+@[^\s<>\"(),:;]+")
_FOLDED = re.compile(rb"\r\n[ \t]+")


@dataclass(frozen=True)
class Sealed:
    """A raw letter, looked at no further than its headers."""

    raw: bytes

    @cached_property
    def headers(self) -> tuple[tuple[bytes, bytes], ...]:
        """The names, in lower case, and the values of the headers, folded lines joined; nothing is decoded."""
        return tuple(_headers(self.raw[self._begin : self._end]))

    @cached_property
    def _begin(self) -> int:
        """Where the headers begin: empty lines before them are passed over, as when the letter is read."""
        return len(self.raw) - len(self.raw.lstrip(b"\r\n"))

    @cached_property
    def _end(self) -> int:
        end = self.raw.find(b"\r\n\r\n", self._begin)
        return len(self.raw) if end < 0 else end

    @property
    def text(self) -> bytes:
        """All after the headers."""
        return self.raw[self._end + 4 :]

    def count(self, name: bytes) -> int:
        """Count the headers of one name."""
        return sum(found == name for found, _ in self.headers)


@dataclass(frozen=True)
class Rule:
    """A rule of admission: what is refused, and how it is said (RFC 5321 reply, RFC 3463 status)."""

    refuses: Callable[[Sealed], bool]
    reply: str


def _is_empty(letter: Sealed) -> bool:
    return not letter.raw.strip()


def _has_bare_ends(letter: Sealed) -> bool:
    """A bare CR or LF can smuggle a second message, or split a header for a later reader."""
    ends = letter.raw.count(b"\r\n")
    return letter.raw.count(b"\r") != ends or letter.raw.count(b"\n") != ends


def _has_nul(letter: Sealed) -> bool:
    return b"\0" in letter.raw


def _has_two_senders(letter: Sealed) -> bool:
    """RFC 5322 section 3.6 allows one From; with two, each reader believes another."""
    return letter.count(b"from") > 1


def _loops(letter: Sealed) -> bool:
    return letter.count(b"received") > MOST_HOPS


RULES = (
    Rule(_is_empty, "550 5.6.0 Expected a message, found nothing"),
    Rule(_has_bare_ends, "550 5.6.11 Bare CR or LF is not allowed; lines end with CRLF"),
    Rule(_has_nul, "550 5.6.0 NUL is not allowed"),
    Rule(_has_two_senders, "550 5.6.0 Expected one From header, found several"),
    Rule(_loops, "450 4.4.6 Too many hops"),
)


def refusal(letter: Sealed) -> str | None:
    """Return the reply that refuses a letter, or None where it is admitted."""
    return next((rule.reply for rule in RULES if rule.refuses(letter)), None)


def refuse_path(address: str) -> str | None:
    """Return the reply that refuses a sender's address for characters that no address has (RFC 5321 section 4.1.2)."""
    if len(address) > 320 or any(not c.isprintable() or c.isspace() for c in address):
        return "501 5.1.7 Bad sender address"
    return None


def identify(letter: Sealed) -> str:
    """Return what makes a letter the same when it comes again: a hash of its Message-ID, sender, subject and text.

    Without a Message-ID, whom it is to and its date count too.

    The same Message-ID over another text is another letter; the boundary between its parts is no part of its text.
    """
    named = any(name == b"message-id" and value.strip(b" \t<>") for name, value in letter.headers)
    counted = _SAME if named else _SAME_WITHOUT_ID
    told = [name + b":" + value for name, value in letter.headers if name in counted]
    text = letter.text
    for name, value in letter.headers:
        if name == b"content-type" and (boundary := _BOUNDARY.search(value)):
            text = text.replace(boundary[1], b"boundary")
    return hashlib.sha256(b"\n".join(sorted(told)) + b"\n\n" + text.rstrip()).hexdigest()


def sender_lane(letter: Sealed, mail_from: str) -> str:
    """Return the lane that a letter is read in: that of the address in From, else of the envelope's sender."""
    for name, value in letter.headers:
        if name == b"from" and (found := _ADDRESS.findall(value)):
            return found[-1].decode("ascii", "replace").lower()[:320]
    return (mail_from or "<>").lower()[:320]


def _headers(head: bytes) -> Iterator[tuple[bytes, bytes]]:
    for line in _FOLDED.sub(b" ", head).split(b"\r\n"):
        name, colon, value = line.partition(b":")
        if colon:
            yield name.strip().lower(), value.strip()
