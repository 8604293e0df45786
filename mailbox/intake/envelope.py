"""What a letter must be to be admitted: one table of rules, each with the SMTP reply that refuses."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

MOST_HOPS = 50
_BARE = re.compile(rb"\r(?!\n)|(?<!\r)\n")
_SAME = (b"message-id", b"from", b"subject")
_SAME_WITHOUT_ID = (b"from", b"to", b"subject", b"date")
"""The headers that make a letter the same when it comes again: a client that sends it anew may date it anew, and those
that carriers add on the way are left out."""
_BOUNDARY = re.compile(rb"boundary\s*=\s*\"?([^\s\";]{4,70})", re.IGNORECASE)
_ADDRESS = re.compile(rb"[^\s<>\"(),:;]+@[^\s<>\"(),:;]+")


@dataclass(frozen=True)
class Rule:
    """A rule of admission: what is refused, and how it is said (RFC 5321 reply, RFC 3463 status)."""

    refuses: Callable[[bytes], bool]
    reply: str


def _has_bare_ends(raw: bytes) -> bool:
    """A bare CR or LF can smuggle a second message, or split a header for a later reader."""
    return _BARE.search(raw) is not None


def _has_nul(raw: bytes) -> bool:
    return b"\0" in raw


def _has_two_senders(raw: bytes) -> bool:
    """RFC 5322 section 3.6 allows one From; with two, each reader believes another."""
    return sum(name == b"from" for name, _ in headers(raw)) > 1


def _loops(raw: bytes) -> bool:
    return sum(name == b"received" for name, _ in headers(raw)) > MOST_HOPS


RULES = (
    Rule(_has_bare_ends, "550 5.6.11 Bare CR or LF is not allowed; lines end with CRLF"),
    Rule(_has_nul, "550 5.6.0 NUL is not allowed"),
    Rule(_has_two_senders, "550 5.6.0 Expected one From header, found several"),
    Rule(_loops, "450 4.4.6 Too many hops"),
)


def refusal(raw: bytes) -> str | None:
    """Return the reply that refuses a letter, or None where it is admitted."""
    return next((rule.reply for rule in RULES if rule.refuses(raw)), None)


def refuse_path(address: str) -> str | None:
    """Return the reply that refuses a sender's address for characters that no address has (RFC 5321 section 4.1.2)."""
    if len(address) > 320 or any(not c.isprintable() or c.isspace() for c in address):
        return "501 5.1.7 Bad sender address"
    return None


def identify(raw: bytes) -> str:
    """Return what makes a letter the same when it comes again: a hash of its Message-ID, its sender and its text.

    The same Message-ID over another text is another letter; the boundary between its parts is no part of its text.
    """
    own = list(headers(raw))
    counted = _SAME if any(name == b"message-id" for name, _ in own) else _SAME_WITHOUT_ID
    told = [name + b":" + value for name, value in own if name in counted]
    _, _, text = raw.partition(b"\r\n\r\n")
    for name, value in own:
        if name == b"content-type" and (boundary := _BOUNDARY.search(value)):
            text = text.replace(boundary[1], b"boundary")
    return hashlib.sha256(b"\n".join(sorted(told)) + b"\n\n" + text.rstrip()).hexdigest()


def sender_lane(raw: bytes, mail_from: str) -> str:
    """Return the lane that a letter is read in: that of the address in From, else of the envelope's sender."""
    for name, value in headers(raw):
        if name == b"from" and (found := _ADDRESS.findall(value)):
            return found[-1].decode("ascii", "replace").lower()[:320]
    return (mail_from or "<>").lower()[:320]


def headers(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Read names and values of the headers, folded lines joined; nothing is decoded."""
    head, _, _ = raw.partition(b"\r\n\r\n")
    for line in re.sub(rb"\r\n[ \t]+", b" ", head).split(b"\r\n"):
        name, colon, value = line.partition(b":")
        if colon:
            yield name.strip().lower(), value.strip()
