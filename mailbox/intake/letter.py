"""A raw mail, read: who wrote, what they wrote themselves, what came along, what it replies to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.policy import compat32
from pathlib import PurePosixPath
from typing import Any, cast

from ..desk.inquiry import Returned
from ..records.models import Authenticity
from .authenticity import read_authenticity
from .charset import decode
from .errors import NoMessage, Unreadable
from .fields import clean_name, decode_words, read_all, read_delivered_to, read_ids, read_sender, read_text
from .html_page import clean_page
from .html_text import html_to_text
from .mending import mend
from .quotation import own_words
from .returned import read_returned
from .robots import Kind, find_sign
from .unpacking import TNEF_TYPES, list_tnef, take_armour, take_uuencoded

_UNKNOWN = "application/octet-stream"
MOST_HEAD = 64 * 1024
LONGEST_FIELD = 8 * 1024
MOST_PARTS = 200
MOST_NESTED = 60
MOST_TEXT = 500_000
_NESTED = re.compile(rb"^content-type\s*:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_SIGNATURES = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature", "text/x-vcard"}
)
_SMALL_PICTURE = 100_000
"""Bytes of a logo; a picture of a page, which somebody pasted to show it, has more."""
_WORD = re.compile(r"\w{3,}")
_FEW = 3
"""So many words may differ by the way in which a client writes them."""
_REPLY = re.compile(r"\s*(?:re|ré|rép|rep|réf|ref|tr|fwd?|aw|sv|antw|wg|rv)\s*:", re.IGNORECASE)
_FIELD = re.compile(rb"\r?\n(?![ \t])")


@dataclass(frozen=True)
class File:
    """A file that came along; an `incidental` one nobody chose to send: a signature, a small picture of the text's."""

    name: str
    type: str
    content: bytes = field(repr=False)
    incidental: bool = False


@dataclass(frozen=True)
class Letter:
    """A letter. `text` is everything readable in it, `words` the writer's own; identifiers stand without brackets.

    `html` is what it holds as HTML, cleaned; empty where it holds none.
    `certain` tells that there is no doubt about its kind. `reply_to` is the one address of Reply-To, `delivered_to`
    those that it was sent or passed on to, as its head says.
    """

    name: str
    address: str
    subject: str
    text: str
    words: str
    files: tuple[File, ...]
    kind: Kind
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    defects: tuple[str, ...] = ()
    returned: Returned | None = None
    authenticity: Authenticity = Authenticity.UNKNOWN
    certain: bool = True
    reply_to: str = ""
    delivered_to: tuple[str, ...] = ()
    html: str = field(default="", repr=False)

    @property
    def automatic(self) -> bool:
        """Tell whether a robot wrote it."""
        return self.kind is not Kind.PERSON


def read_letter(raw: bytes, own: str = "", authserv_id: str = "") -> Letter:
    """Read a raw mail; `own` is our address, `authserv_id` the name of our own mail server.

    Raises `Unreadable` for one over a limit, `NoMessage` for what is none, and nothing else.
    """
    raw = raw.lstrip(b"\r\n")
    _check_limits(raw)
    try:
        message = message_from_bytes(raw, policy=compat32)
    except (TypeError, ValueError, LookupError):  # parameters of a kind that the parser itself stumbles over
        raise NoMessage from None
    sign = find_sign(message, own)
    parts = list(_leaves(mend(message)))
    text, packed = take_uuencoded(_body(message, parts))
    text, armoured = take_armour(text)
    text, packed = text.strip(), [*packed, *armoured]
    name, address = read_sender(message)
    ids = read_ids(message, "Message-ID")
    replied = read_ids(message, "In-Reply-To")
    return Letter(
        name=name,
        address=address,
        subject=read_text(message, "Subject"),
        text=text,
        words=own_words(text, replies=bool(replied) or _is_reply(message)) if text else "",
        files=(*_files(parts), *(File(_bare(name), _UNKNOWN, content) for name, content in packed)),
        kind=sign.kind,
        message_id=ids[0] if ids else "",
        in_reply_to=replied[0] if replied else "",
        references=tuple(dict.fromkeys((*read_ids(message, "References"), *replied[1:]))),
        defects=tuple(type(defect).__name__ for defect in message.defects),
        returned=read_returned(message, text, certain=sign.certain) if sign.kind is Kind.BOUNCE else None,
        authenticity=read_authenticity(message, authserv_id, sender=address),
        certain=sign.certain,
        reply_to=read_sender(message, "Reply-To")[1],
        delivered_to=read_delivered_to(message),
        html=clean_page(_text(part) for part in parts if _is_inline(part, "text/html")),
    )


def _is_reply(message: Message) -> bool:
    return bool(message.get("References")) or bool(_REPLY.match(read_text(message, "Subject")))


def _check_limits(raw: bytes) -> None:
    """Refuse, by one pass over the bytes, what would make the parser slow or deep."""
    head = re.split(rb"\r?\n\r?\n", raw[: MOST_HEAD * 4 + 4], maxsplit=1)[0]
    if len(head) > MOST_HEAD:
        raise Unreadable("bytes of headers", MOST_HEAD, len(head))
    longest = max(map(len, _FIELD.split(head)))
    if longest > LONGEST_FIELD:
        raise Unreadable("bytes of one header", LONGEST_FIELD, longest)
    nested = len(_NESTED.findall(raw))
    if nested > MOST_NESTED:
        raise Unreadable("nested parts", MOST_NESTED, nested)


def _leaves(message: Message) -> Iterator[Message]:
    """Walk to the parts that hold something; an enclosed message counts as one file."""
    stack: list[Message] = [message]
    seen = 0
    while stack:
        part = stack.pop()
        seen += 1
        if seen > MOST_PARTS:
            raise Unreadable("parts", MOST_PARTS, seen)
        longest = max((len(str(value)) for value in part.values()), default=0)
        if longest > LONGEST_FIELD:
            raise Unreadable("bytes of one header", LONGEST_FIELD, longest)
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            stack.extend(reversed(cast("list[Message]", part.get_payload())))
        else:
            yield part


def _body(message: Message, parts: list[Message]) -> str:
    """Join the inline texts in order; of an alternative (RFC 2046 section 5.1.4) the plain one, else HTML as text."""
    spare = {id(part) for part in _spare(message)}
    pieces = [_readable(part) for part in parts if id(part) not in spare]
    return "\n\n".join(piece for piece in pieces if piece.strip())[:MOST_TEXT].strip()


def _spare(message: Message) -> Iterator[Message]:
    """Yield the HTML of alternatives that say the same in plain text; one that says more is read as well."""
    for group in message.walk():
        if group.get_content_type() != "multipart/alternative" or not group.is_multipart():
            continue
        inside = [part for part in group.walk() if not part.is_multipart()]
        plain = " ".join(_text(part) for part in inside if _is_inline(part, "text/plain"))
        if plain.strip():
            rich = (part for part in inside if _is_inline(part, "text/html"))
            yield from (part for part in rich if _repeats(_text(part), plain))


def _repeats(html: str, plain: str) -> bool:
    """Tell whether a plain text holds most of the words of an HTML one."""
    told = set(_WORD.findall(plain))
    words = set(_WORD.findall(html_to_text(html)))
    return len(words - told) <= max(_FEW, len(words) // 2)


def _readable(part: Message) -> str:
    if _is_inline(part, "text/plain"):
        return _text(part).strip("\n")
    return html_to_text(_text(part)) if _is_inline(part, "text/html") else ""


def _is_inline(part: Message, kind: str) -> bool:
    disposition = str(part.get("Content-Disposition", "")).strip().lower()
    return part.get_content_type() == kind and not disposition.startswith("attachment") and not _file_name(part)


def _text(part: Message) -> str:
    return decode(_bytes(part), _charset(part)).replace("\r\n", "\n")


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except (ValueError, LookupError, TypeError):
        return None


def _bytes(part: Message) -> bytes:
    if part.is_multipart():
        inner = cast("list[Message]", part.get_payload())
        return _enclosed(inner[0]) if inner else b""
    decoded: Any = part.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else str(decoded or "").encode("utf-8", "surrogateescape")


def _enclosed(message: Message) -> bytes:
    """Write an enclosed message out again; of one that cannot be, the head as it came: the whole is in the original."""
    try:
        return message.as_bytes()
    except (UnicodeError, MessageError, ValueError, TypeError, LookupError):
        return "".join(f"{name}: {value}\n" for name, value in message.raw_items()).encode("utf-8", "replace")


def _files(parts: list[Message]) -> Iterator[File]:
    number = 0
    for part in parts:
        kind = part.get_content_type()
        if _is_inline(part, "text/plain") or _is_inline(part, "text/html"):
            continue
        if kind.startswith("multipart/"):
            continue
        number += 1
        content = _bytes(part)
        yield File(_file_name(part) or _made_up_name(kind, number), kind, content, _is_incidental(part, content))
        if kind in TNEF_TYPES:
            yield from (File(_bare(name), _UNKNOWN, inside) for name, inside in list_tnef(content))


def _is_incidental(part: Message, content: bytes) -> bool:
    kind = part.get_content_type()
    drawn = kind.startswith("image/") and part.get("Content-ID") is not None and len(content) <= _SMALL_PICTURE
    return drawn or kind in _SIGNATURES


def _file_name(part: Message) -> str:
    """Return a part's file name without any path; empty where it has none (RFC 2231, RFC 2047 in quotes)."""
    try:
        name = _as_written(part).get_filename()
    except (ValueError, LookupError, TypeError):
        name = None
    return _bare(decode_words(name or ""))


def _bare(name: str) -> str:
    """Return a file's name without any path."""
    return PurePosixPath(clean_name(name).replace("\\", "/")).name.strip()[:255]


def _as_written(part: Message) -> Message:
    """Return a part's two headers that may name a file, undeclared letters read as what they are most likely."""
    told = Message(policy=compat32)
    for name in ("Content-Disposition", "Content-Type"):
        for value in read_all(part, name)[:1]:
            told[name] = value
    return told


def _made_up_name(kind: str, number: int) -> str:
    endings = {"message/rfc822": "eml", "message/delivery-status": "txt", "text/plain": "txt", "text/html": "html"}
    ending = endings.get(kind) or re.sub(r"[^a-z0-9]", "", kind.rpartition("/")[2])[:8] or "bin"
    return f"piece-{number}.{ending}"
