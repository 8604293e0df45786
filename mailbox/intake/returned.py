"""Reports on deliveries: which mail of ours was returned, and with what status (RFC 3464, RFC 3463)."""

import re
from collections.abc import Iterator
from email.message import Message
from email.parser import HeaderParser
from typing import cast

from ..desk.inquiry import Returned
from .fields import read_ids, read_token

_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_TOLD_ID = re.compile(r"message-id:\s*<([^<>\s]{1,250})>", re.IGNORECASE)
_SPARED = ("delayed", "relayed", "delivered", "expanded")
"""Actions of RFC 3464 section 2.3.3 by which nothing is lost; one that failed may have a status of 4.x.x as well."""
_MOST_TEXT = 200_000


def read_returned(message: Message, text: str, *, certain: bool = True) -> Returned:
    """Read a bounce: from its parts where it has them, else from what its text says.

    What it replies to counts where it says how the delivery ended, or is `certain` to be a report: the person behind
    a postmaster's address replies to us as well.
    """
    ids: list[str] = []
    status = action = ""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            for group in _groups(part):
                status = read_token(group, "Status") or status
                action = read_token(group, "Action") or action
        elif kind == "text/rfc822-headers":
            ids += read_ids(HeaderParser().parsestr(str(part.get_payload())), "Message-ID")
        elif kind == "message/rfc822":
            ids += [name for inner in _groups(part) for name in read_ids(inner, "Message-ID")]
    text = text[:_MOST_TEXT]
    ids += _TOLD_ID.findall(text)
    found = _STATUS.search(status) or _STATUS.search(text)
    if found or certain:
        ids += read_ids(message, "In-Reply-To") + read_ids(message, "References")
    code = found[1] if found else ""
    spared = action in _SPARED if action else code.startswith(("2", "4"))
    return Returned(tuple(dict.fromkeys(ids)), code, delayed=spared)


def _groups(part: Message) -> Iterator[Message]:
    inner = part.get_payload()
    if isinstance(inner, list):
        yield from cast("list[Message]", inner)
