"""A parcel as a mail: headers that nobody else can add to, over a text that any client shows."""

import re
import textwrap
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from ...knowledge.date_expression import PARIS
from ..records.models import ParcelKind
from .body import Block, BlockKind, Body
from .carrier import Delivery, Refused
from .folding import POLICY
from .html_part import write_html

LOOP = "X-Guichet-Loop"
"""The header by which our own mail is known when it comes back to us; its value is our address."""
SUBJECT = 200
WIDTH = 76
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_ADDRESS = re.compile(r"[^\s<>@,;:\"()\[\]\\]+@[^\s<>@,;:\"()\[\]\\]+")
_ID = re.compile(r"[^\s<>]{1,250}")
_AUTO_SUBMITTED = {
    ParcelKind.REPLY: "auto-replied",
    ParcelKind.REMINDER: "auto-generated",
    ParcelKind.STAFF_NOTICE: "auto-generated",
}
"""RFC 3834 section 5; what a person wrote says `no`."""


def compose(delivery: Delivery, *, sender_name: str, sender: str, now: datetime) -> bytes:
    """Write a parcel as a mail, lines ended by CRLF, ready to be sent.

    Raises `Refused` for an address that is none, and where the head would hold another header than those set here.
    """
    address = to_wire(delivery.address)
    message = EmailMessage(policy=POLICY if address.isascii() else POLICY.clone(utf8=True))
    message["From"] = Address(one_line(sender_name), addr_spec=sender)
    message["To"] = _recipient(address)
    message["Subject"] = one_line(delivery.mail.subject) or "guichet"
    message["Date"] = format_datetime(now.astimezone(PARIS))
    message["Message-ID"] = f"<{delivery.mail.message_id}>"
    if delivery.mail.reply_to:
        message["Reply-To"] = Address(addr_spec=delivery.mail.reply_to)
    if replied := _ids((delivery.mail.in_reply_to,)):
        message["In-Reply-To"] = replied
    if references := _ids(delivery.mail.references):
        message["References"] = references
    message[LOOP] = sender
    message["Auto-Submitted"] = _AUTO_SUBMITTED.get(delivery.kind, "no")
    if delivery.kind in _AUTO_SUBMITTED:
        message["X-Auto-Response-Suppress"] = "All"
    message.set_content(write(delivery.body), charset="utf-8", cte="quoted-printable")
    message.add_alternative(write_html(delivery.body), subtype="html", charset="utf-8", cte="quoted-printable")
    return _checked(message)


def to_wire(address: str) -> str:
    """Return an address as it is sent: its domain in ASCII (RFC 5890), its local part as it is (RFC 6531).

    Raises `Refused` for what is no address.
    """
    local, _, domain = address.rpartition("@")
    try:
        wire = f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        wire = ""
    if not _ADDRESS.fullmatch(wire):
        raise Refused("not an address that mail can be sent to", gone=True)
    return wire


def _recipient(address: str) -> Address:
    try:
        if not address.isascii():
            return Address(username=address.rpartition("@")[0], domain=address.rpartition("@")[2])
        return Address(addr_spec=address)
    except (HeaderParseError, ValueError, IndexError) as error:
        raise Refused("not an address that mail can be sent to", gone=True) from error


def write(body: Body) -> str:
    """Write a body as plain text: the call's words set in, small print below a line."""
    return "\n\n".join(_write(block) for block in body.blocks) + "\n"


def one_line(text: str) -> str:
    """Return a text that can only ever be one header: no line ends, no encoded words, 200 characters."""
    return _BREAKS.sub(" ", text).replace("=?", "= ?").strip()[:SUBJECT]


def _write(block: Block) -> str:
    if block.kind is BlockKind.QUOTE:
        return textwrap.indent(_fill(block.text, WIDTH - 4), "  | ", lambda _line: True)
    if block.kind is BlockKind.DECISION:
        return textwrap.indent(_fill(block.text, WIDTH - 4), "    ")
    if block.kind is BlockKind.SOURCE:
        return textwrap.indent(block.text, "  ")
    return _fill(block.text, WIDTH)


def _fill(text: str, width: int) -> str:
    return "\n".join(
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) for line in text.splitlines()
    )


def _ids(ids: tuple[str, ...]) -> str:
    return " ".join(f"<{one}>" for one in ids if one.isascii() and _ID.fullmatch(one) and "=?" not in one)


def _checked(message: EmailMessage) -> bytes:
    """Return the bytes after making sure that their head holds the headers that were set, and no other."""
    raw = message.as_bytes()
    head = raw.partition(b"\r\n\r\n")[0]
    names = [line.partition(b":")[0].decode("latin-1") for line in re.split(rb"\r\n(?![ \t])", head)]
    if names != list(message.keys()):
        raise Refused("a header would have been added")
    return raw
