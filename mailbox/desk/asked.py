"""What is asked of a search: its words, the other ways a date writes them, a request's number, where one is reached."""

import re
from dataclasses import dataclass

from ...knowledge.text import fold
from .indexing import read_words
from .telephone import read_reach

LONGEST = 400
"""The characters that are read of what is asked."""
MOST_WORDS = 10
_NUMBERED = re.compile(r"\s*\[?\s*(?:demande|requete|request)?\s*(n\s?[°o.]?\s?|#)?\s*(\d{1,9})\s*\]?\s*")
_MONTHS = "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()
_DAY_AND_MONTH = re.compile(rf"(?<![\d/.-])(\d{{1,2}})(?:er)?\s*[/.\s-]\s*(\d{{1,2}}(?!\d)|{'|'.join(_MONTHS)})\b")


@dataclass(frozen=True)
class Wanted:
    """A word that is asked for, folded, and `others` that say the same where it is part of a date."""

    word: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What is asked: words that must all stand, and what else the whole of it may be.

    `number` is that of a request, and nothing else where it is `numbered` (`n° 12`); `reach` is a channel and the
    address on it.
    """

    words: tuple[Wanted, ...]
    number: int | None = None
    numbered: bool = False
    reach: tuple[str, str] | None = None


def read_asked(asked: str) -> Asked:
    """Read what somebody typed, at most so much of it; what has no word asks for nothing."""
    asked = asked[:LONGEST]
    folded = fold(asked)
    others = _read_dates(folded)
    words = tuple(Wanted(word, others.get(word, ())) for word in read_words(asked)[:MOST_WORDS])
    found = _NUMBERED.fullmatch(folded)
    number = int(found[2]) if found else None
    return Asked(words, number, bool(found and found[1]), read_reach(asked) if words else None)


def _read_dates(folded: str) -> dict[str, tuple[str, ...]]:
    """Read days and months, as `20/02` and `20 février`: each written part with the other ways to write it."""
    others: dict[str, tuple[str, ...]] = {}
    for day, month in _DAY_AND_MONTH.findall(folded):
        number = int(month) if month.isdigit() else _MONTHS.index(month) + 1
        if 1 <= int(day) <= 31 and 1 <= number <= 12:
            first = ("1er",) if int(day) == 1 else ()
            others[day] = _but(day, (str(int(day)), f"{int(day):02}", *first))
            others[month] = _but(month, (_MONTHS[number - 1], str(number), f"{number:02}"))
    return others


def _but(written: str, ways: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(way for way in ways if way != written))
