"""Saved replies that quote entries: `[FAQ 3]` stands for what entry 3 says on the day it is used."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ...knowledge.call import Call
from ...knowledge.entry import ApprovedEntry
from ..delivery.wording import Manner
from .errors import UnknownEntry
from .office import Office
from .saved_reply import Reply
from .spelled_out import say_entry, spell_out

_QUOTED = re.compile(r"\[FAQ (\d{1,9})\]")


@dataclass(frozen=True)
class Ready:
    """A saved reply as it goes into an answer; `stale` are the numbers of quoted entries that may not be told now."""

    reply: Reply
    stale: tuple[int, ...]


def find_quoted(words: str) -> tuple[int, ...]:
    """Return the numbers of the entries that words quote, each once."""
    return tuple(dict.fromkeys(int(number) for number in _QUOTED.findall(words)))


def check_quoted(words: str, entries: Iterable[ApprovedEntry]) -> None:
    """Raise `UnknownEntry` for the first entry quoted that may not be told."""
    known = {entry.id for entry in entries}
    for number in find_quoted(words):
        if number not in known:
            raise UnknownEntry(number)


def make_ready(call: Call, office: Office, reply: Reply, entries: Mapping[int, ApprovedEntry], manner: Manner) -> Ready:
    """Put what each quoted entry says in its place; a reply that quotes a stale one is not ready to be used."""
    quoted = find_quoted(reply.words)
    stale = tuple(number for number in quoted if number not in entries)
    if stale or not quoted:
        return Ready(reply, stale)

    def tell(mark: re.Match[str]) -> str:
        return "\n\n".join(spell_out(say_entry(call, office, entries[int(mark[1])], manner).blocks))

    return Ready(replace(reply, words=_QUOTED.sub(tell, reply.words)), ())
