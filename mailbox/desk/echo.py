"""Our own words come back: what a reply quotes of ours without a mark is nobody's wish or question."""

import re
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..records.models import Message, Thread
from .thread import OURS

LEAST = 60
"""The characters of ours that must come back, so that a person's own short words are never taken for ours."""
SHARE = 0.7
_LONG_LINE = 12
_MOST_MESSAGES = 10
_MARKS = re.compile(r"^[\s>|*•–-]+")
_LEAD = re.compile(r"(?:\d{1,2} ?[:h] ?\d\d|\b\d{4}\b|\S@\S).*:\s*$")
"""What a client writes above what it quotes ends with a colon, and has an hour, a year or an address."""


def take_out_ours(session: Session, thread: Thread, words: str) -> str:
    """Return a person's words without what they quote of our messages in this thread, to the end of their message."""
    said = select(Message.text).where(Message.thread_id == thread.id, Message.author.in_(OURS))
    return cut_echo(words, session.scalars(said.order_by(Message.id.desc()).limit(_MOST_MESSAGES)))


def cut_echo(words: str, ours: Iterable[str]) -> str:
    """Return words up to where most of what follows, however it is broken into lines, stands in texts of ours."""
    told = "\n".join(_plain(text) for text in ours)
    lines = words.split("\n")
    echoes = [_echoes(line, told) for line in lines]
    for at, line in enumerate(lines):
        if echoes[at] and len(_plain(line)) >= _LONG_LINE:
            back = sum(len(_plain(one)) for one, echo in zip(lines[at:], echoes[at:], strict=True) if echo)
            if back >= max(LEAST, SHARE * sum(len(_plain(one)) for one in lines[at:])):
                return _without_lead(lines[:at], told)
    return words


def _without_lead(lines: list[str], told: str) -> str:
    while lines and (not lines[-1].strip() or _LEAD.search(lines[-1]) or _echoes(lines[-1], told)):
        lines.pop()
    return "\n".join(lines).strip()


def _echoes(line: str, told: str) -> bool:
    plain = _plain(line)
    return bool(plain) and plain in told


def _plain(text: str) -> str:
    return " ".join(word for line in text.split("\n") for word in _MARKS.sub("", line).split()).casefold()
