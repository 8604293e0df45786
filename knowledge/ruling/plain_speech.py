"""Whether a clause is understood word by word: one strange word may turn it round, so that it is asked instead.

The words are those of `plain_speech.toml`.
"""

import re
import tomllib
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path

from ..text import words

STATUS, LAB = "status", "lab"
NAMED = ("interne", "cca", "ahu")
"""The values that make somebody surely one of those whom the call names."""
SETTLED_HOSTS = ("unit", "outside")
"""The laboratories by which somebody may be told yes, or no."""
_FIELD = re.compile(
    r"^(?:en|de|d|mention|parcours|specialite|option) (?!cours|train|attente|abandon|suspen|pause|arret)[a-z]+"
    r"(?: (?:et|de|des|du|en|sante|publique|clinique|biologie|et) ?[a-z]*){0,3}"
)
"""What a degree or a post is in, behind its name: "en neurosciences"."""
_NUMBER = re.compile(r"\d{1,4}(?:er|e|eme)?|u\d{2,4}|us\d{2}|ans?")


def is_plain(fact: str, text: str, besides: Collection[int] = ()) -> bool:
    """Tell whether all words of a clause on a degree are known ones; what it is in does not matter.

    `besides` are the places of words that say something else, which is known too.
    """
    names = _load(f"of_{fact}")
    known = _load("small", "dates", "holding", "coming", "towns", "asking") | names
    return _knows(_without_field([word for at, word in enumerate(words(text)) if at not in besides], names), known)


def agrees(fact: str, text: str) -> bool:
    """Tell whether what follows a yes names the degree that was asked for, or that it is held, and nothing else."""
    own = _load(f"of_{fact}", "holding") | {"un", "une", "mon", "ma", "en", "avec"}
    read = words(text)
    return len(read) > 1 and _knows(read[1:], own)


def is_plain_host(text: str) -> bool:
    """Tell whether all words of a clause on a laboratory are known ones."""
    return _knows(words(text), _load("small", "host", "towns", "abroad", "asking"))


def is_plain_status(text: str, places: Collection[int]) -> bool:
    """Tell whether a clause that names a status at some places among its words claims it, here and now.

    Before the name stand small words alone; behind it anything but a word by which it is not so.
    """
    read = words(text)
    before, around = read[: min(places)], [word for at, word in enumerate(read) if at not in places]
    return _knows(before, _load("small", "asking", "towns")) and not _load("not_now") & set(around)


@cache
def _load(*lists: str) -> frozenset[str]:
    """Return the words of some lists; one that is not there has none."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return frozenset(word for name in lists for word in str(table.get(name, "")).split())


def _knows(read: Sequence[str], known: frozenset[str]) -> bool:
    return all(word in known or _NUMBER.fullmatch(word) for word in read)


def _without_field(read: Sequence[str], names: frozenset[str]) -> Sequence[str]:
    """Leave out what a degree is in, right behind its name."""
    last = max((at for at, word in enumerate(read) if word in names), default=-1)
    behind = " ".join(read[last + 1 :])
    found = _FIELD.match(behind) if last >= 0 else None
    return (*read[: last + 1], *behind[found.end() :].split()) if found else read
