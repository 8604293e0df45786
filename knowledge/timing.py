"""The dates of a clause, each with its sense: on that day, from it on, or until it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from .date_expression import find_date, flatten, midnight

_FROM = re.compile(
    r"\bouvr|\bouvert|a partir|a compter|\bdes le $|depuis|au plus tot|\bopen|\bfrom\b|as of|earliest"
    r"|(?:inscri|depot|candidature|regist|applicat).{0,30}(?:debut|commenc|demarr|start|begin)"
)
_UNTIL = re.compile(
    r"jusqu'a|avant(?: le| la fin)?|au plus tard|d'ici|date limite|dernier (?:jour|delai)|\bclotur|\bclos\b|\bferm"
    r"|echeance|deadline|\bclos(?:e|es|ing)\b|\buntil\b|\bbefore\b|\bby\b|no later than|latest|\bvalide?|\btermin"
    r"|prend fin|finalis"
)
_EITHER = re.compile(f"(?P<begins>{_FROM.pattern})|(?P<ends>{_UNTIL.pattern})")
_BEHIND = re.compile(r"^(?: 2026)?,? (?:\d{1,2} ?h\w* )?(?:au plus tard|inclus|at the latest|dernier delai)")
_OF_A_LETTER = re.compile(
    r"(?:message|courriel|e?-?mail|appel|demande|courrier|lettre|echange|call|letter|request|passage)"
    r"(?: telephonique)? (?:du|de|of|dated|from) (?:\w+di )?$"
)
"""What stands before the date of a letter, which is no matter of the call's."""
_MOST = 8


class Sense(StrEnum):
    """How a date bounds what it is said of."""

    AT = "at"
    FROM = "from"
    UNTIL = "until"


@dataclass(frozen=True)
class Timing:
    """A date or a period, as POSIX times (`high` is the first moment after it), and its sense.

    The hour of what is on a day is each person's own, and left out.
    """

    low: float
    high: float
    sense: Sense

    def is_against(self, other: "Timing") -> bool:
        """Tell whether two timings of one thing cannot both hold."""
        senses = {self.sense, other.sense}
        if len(senses) == 1:
            return self.low >= other.high or other.low >= self.high
        first, last = (self, other) if self.sense is Sense.FROM or other.sense is Sense.UNTIL else (other, self)
        return first.low >= last.high


def read_timings(clause: str, year: int) -> Iterator[tuple[str, Timing]]:
    """Read the dates of a clause in their order, each with what stands before it; `year` is meant where none is."""
    yield from _read(flatten(clause), year, _MOST)


def _read(plain: str, year: int, most: int) -> Iterator[tuple[str, Timing]]:
    try:
        dated = find_date(plain, year) if most else None
    except ValueError:
        return
    if dated is None:
        return
    yield from _read(dated.before, year, most - 1)
    if not _OF_A_LETTER.search(dated.before):
        sense = _sense(dated.before, dated.after)
        low, high = dated.start, max(dated.end, dated.start + timedelta(minutes=1))
        if dated.timed and sense is Sense.AT:
            low, high = midnight(low.date()), midnight(low.date() + timedelta(days=1))
        yield dated.before, Timing(low.timestamp(), high.timestamp(), sense)
    yield from _read(dated.after, year, most - 1)


def _sense(before: str, after: str) -> Sense:
    """Tell a date's sense by the nearest word before it that gives one."""
    if _BEHIND.search(after):
        return Sense.UNTIL
    told = list(_EITHER.finditer(before))
    if not told:
        return Sense.AT
    return Sense.FROM if told[-1]["begins"] else Sense.UNTIL
