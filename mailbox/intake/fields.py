"""The fields of a letter's head, decoded; each guarded, so that a broken one costs itself alone."""

import re
from collections.abc import Sequence
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr

from .charset import decode

SUBJECT = 998
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
"""Control characters, line ends of Unicode's, and what makes a text read backwards."""
_FOLD = re.compile(r"\r?\n(?=[ \t])")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_NO_BYTE = re.compile(r"[\ud800-\udc7f\udd00-\udfff]")
"""Half characters that stand for no raw byte (PEP 383)."""
_ID = re.compile(r"<([^<>\s]{1,250})>")
_BARE_ID = re.compile(r"[^<>\s,;]+@[^<>\s,;]+")
_ADDRESS = re.compile(
    r"(?<![^\s<>()\[\],:;\"'])[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[^\W_](?:[\w-]*[^\W_])?(?:\.[\w-]+)+"
    r"(?![^\s<>()\[\],:;\"'])"
)
"""A whole address, in letters of any language (RFC 6531 section 3.3): what only ends like one is another person's."""
_BRACKETED = re.compile(r"<\s*([^<>]*@[^<>]*?)\s*>")
_PASSED_ON = ("X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To", "To")
_MOST_RECIPIENTS = 40
_COMMENT = re.compile(r"\(([^()]*)\)")


def read_text(message: Message, name: str, most: int = SUBJECT) -> str:
    """Return a field's text, encoded words decoded (RFC 2047), on one line; empty where it is missing.

    Words that cannot be decoded stay as they came.
    """
    raw = _raw(message, name)
    return _CONTROL.sub(" ", decode_words(raw)).strip()[:most]


def decode_words(raw: str) -> str:
    """Decode encoded words; what cannot be decoded stays as it is.

    Unfolded first (RFC 5322, section 2.2.3): the white space before an encoded word belongs to the text.
    """
    if "=?" not in raw:
        return clean(raw)
    try:
        pieces = decode_header(_FOLD.sub("", raw))
    except (HeaderParseError, ValueError, LookupError):
        return clean(raw)
    return "".join(_piece(text, charset) for text, charset in pieces)


def clean(text: str) -> str:
    """Return a text that a database and JSON can hold: no NUL, no lone surrogate (raw bytes read as UTF-8 or Latin)."""
    if _SURROGATE.search(text):
        text = decode(_NO_BYTE.sub("", text).encode("utf-8", "surrogateescape"), None)
    return text.replace("\0", "")


def read_sender(message: Message, field: str = "From") -> tuple[str, str]:
    """Return the name and address of From, the address empty where none can be answered (RFC 5322 section 3.6.2).

    A display name is never taken for the address: what stands in angle brackets is the address where one does; else
    the parser's word counts only where a plain search agrees.
    """
    raw = _CONTROL.sub(" ", _raw(message, field))[:2000]
    name, address = _parse(raw)
    bare = _unquoted(raw)
    found = _ADDRESS.findall(bare)
    if bracketed := _BRACKETED.findall(_COMMENT.sub(" ", bare)):
        inside = bracketed[0].replace(" ", "")
        if inside != address.replace(" ", ""):
            name, address = raw.partition("<")[0], inside if inside in found else ""
    elif address.replace(" ", "") not in found:
        address = found[-1] if found else ""
    if not name and (comment := _COMMENT.search(raw)):
        name = comment[1]
    return _CONTROL.sub(" ", decode_words(name)).strip().strip("\"'").strip()[:200], address.replace(" ", "")[:320]


def count_authors(message: Message) -> int:
    """Count the addresses of From."""
    bare = _COMMENT.sub(" ", _unquoted(_CONTROL.sub(" ", _raw(message, "From"))[:2000]))
    return len(set(_BRACKETED.findall(bare))) if "<" in bare and "," not in bare else len(set(_ADDRESS.findall(bare)))


def clean_name(name: str) -> str:
    """Return a name on one line that reads forwards."""
    return _CONTROL.sub(" ", name)


def read_delivered_to(message: Message) -> tuple[str, ...]:
    """Return the addresses with a plus sign that a letter was sent or passed on to, as its head says.

    Anybody can write that: it is worth what stands behind the sign, which nobody can guess.
    """
    told = " ".join(value for name in _PASSED_ON for value in read_all(message, name)[:3] if "+" in value)
    return tuple(dict.fromkeys(_ADDRESS.findall(told[:4000])))[:_MOST_RECIPIENTS] if told else ()


def read_ids(message: Message, name: str) -> tuple[str, ...]:
    """Return the message identifiers of a field, without their brackets, in order and each once."""
    raw = " ".join(_raw_all(message, name))[:20_000]
    found: Sequence[str] = _ID.findall(raw) or _BARE_ID.findall(raw)
    return tuple(dict.fromkeys(_CONTROL.sub("", one)[:250] for one in found))


def read_token(message: Message, name: str) -> str:
    """Return what a field says before its parameters, in lower case and without comments (RFC 3834 section 5)."""
    return _COMMENT.sub("", _raw(message, name)).partition(";")[0].strip().lower()[:200]


def read_all(message: Message, name: str) -> list[str]:
    """Return all of a field's values as they came, each on one line."""
    return [_CONTROL.sub(" ", value)[:2000] for value in _raw_all(message, name)]


def _parse(raw: str) -> tuple[str, str]:
    try:
        return parseaddr(raw)
    except (RecursionError, IndexError, ValueError):
        return "", ""


def _raw(message: Message, name: str) -> str:
    return next(iter(_raw_all(message, name)), "")


def _raw_all(message: Message, name: str) -> list[str]:
    """Return a field's values as they came; the parser's own view puts `?` for undeclared letters."""
    return [clean(str(value)) for found, value in message.raw_items() if found.lower() == name.lower()]


def _piece(text: bytes | str, charset: str | None) -> str:
    return clean(text) if isinstance(text, str) else decode(text, charset)


def _unquoted(raw: str) -> str:
    """Take quoted strings away, but where the address itself stands in one."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', " ", raw)
    return bare if "@" in bare else raw
