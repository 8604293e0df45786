"""The dates of a call, read from its passages as moments and periods.

Hours are Europe/Paris and missing years are the call's own: our reading, never the call's words (`Milestone.reading`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone

from .date_expression import PARIS, Dated, Precision, count_dates, find_date, flatten, midnight
from .errors import NoDate

_LISTED = re.compile(r"(?<![\d:.h])\d{1,2}(?:er|st|nd|rd|th)? ?(?:,|et|and|&|ou|or|-|–|/) ?(?:le |the )?$")
"""What stands before a date where it is the last of several: "les 3, 4 et 5 juin", "10 or 12 May"."""
_PARIS = re.compile(r"heure de (?:paris|bruxelles)|(?:paris|brussels) time|\b(?:cet|cest)\b")
_UNIVERSAL = re.compile(
    r"(?:\b(?:utc|gmt)|(?<=\d)z)\b(?: ?(?P<sign>[+-]) ?(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?)?"
)
_ELSEWHERE = re.compile(
    r"\b(?!paris|brussels)[a-z]+ time\b|heure locale|\bheure d(?:e |')(?!paris|bruxelles)[^\W\d]"
    r"|\baoe\b|anywhere on earth|m\.? ?(?:[ecmp][sd]t|bst)\b|t\d\d:\d\d(?::\d\d)?[+-]"
)
_IN_WORDS = re.compile(r"\b(?:midi|minuit|noon|midday|midnight)\b")
_AN_HOUR = re.compile(r"\b\d{1,2} ?(?:h\b|heures?\b|h\d\d|:\d\d|[ap]\.?m\b)|\b\d{1,2}\.\d\d\b(?!\.)")
"""An hour somewhere after a date, which nothing has read."""
_UP_TO = re.compile(r"\b(?:avant|before)(?: le| the)? (?:[a-z]+ )?$")
"""What stands before a day that is itself too late: "avant le lundi 1er mars"."""


@dataclass(frozen=True)
class Milestone:
    """A moment or a period that the call names.

    `start` and `end` are aware, in Europe/Paris; a period's `end` is the first moment after it, a moment's is itself.
    `reading` says what is ours in it: "zone" where an hour is read as Paris time, "year" where the text gives none,
    "before" where the day before the one that is named is read as the last.
    """

    name: str
    passage: str
    start: datetime
    end: datetime
    precision: Precision
    reading: tuple[str, ...] = ()

    def is_past(self, now: datetime) -> bool:
        """Tell whether it is wholly over at `now` (aware)."""
        return now > self.end if self.precision is Precision.MINUTE else now >= self.end

    @property
    def last_day(self) -> date:
        """Return its last day in Europe/Paris."""
        moment = self.end if self.precision is Precision.MINUTE else self.end - timedelta(microseconds=1)
        return moment.date()

    def has_begun(self, now: datetime) -> bool:
        """Tell whether its first moment has come at `now` (aware)."""
        return now >= self.start


def read_milestone(name: str, passage: str, text: str, year: int) -> Milestone:
    """Read the one date expression of a passage; raises `NoDate` where there is none that is surely read."""
    plain = flatten(text)
    try:
        dated = find_date(plain, year)
        if dated is None or _LISTED.search(dated.before):
            raise NoDate(text)
        read = _in_zone(dated, plain) if dated.timed else dated
    except ValueError:
        raise NoDate(text) from None
    unread = not dated.timed and (_IN_WORDS.search(plain) or _AN_HOUR.search(dated.after))
    if read is None or unread or _is_moved(name, text):
        raise NoDate(text)
    reading = _own_reading(name, dated, plain)
    start, end, precision = read.start, read.end, read.precision
    if "before" in reading:
        start, end = _day_before(start), start
    if precision is Precision.INTERVAL and name in _ENDS:
        start, end, precision = _ENDS[name](start, end, timed=dated.timed)
    return Milestone(name, passage, start, end, precision, reading)


def _is_moved(name: str, text: str) -> bool:
    """Tell whether a closing date stands beside another, as one that was put off does."""
    return name == "deadline" and count_dates(text) > 1


def _in_zone(dated: Dated, plain: str) -> Dated | None:
    """Read an hour in the zone that is named for it, Paris where none is; None where that is none we know surely."""
    universal = _UNIVERSAL.search(plain)
    if _ELSEWHERE.search(plain) or (universal and _PARIS.search(plain)):
        return None
    if universal is None:
        return dated
    offset = timedelta(hours=int(universal["hours"] or 0), minutes=int(universal["minutes"] or 0))
    zone = timezone(-offset if universal["sign"] == "-" else offset)
    end = dated.end.replace(tzinfo=zone).astimezone(PARIS)
    return replace(dated, start=end if dated.precision is Precision.MINUTE else dated.start, end=end)


def _own_reading(name: str, dated: Dated, plain: str) -> tuple[str, ...]:
    unzoned = dated.timed and not (_PARIS.search(plain) or _UNIVERSAL.search(plain))
    up_to = name == "deadline" and dated.precision is Precision.DAY and _UP_TO.search(dated.before)
    told = {"zone": unzoned, "year": not dated.has_year, "before": up_to}
    return tuple(ours for ours, is_so in told.items() if is_so)


def _day_before(moment: datetime) -> datetime:
    return midnight(moment.date() - timedelta(days=1))


def _opening(start: datetime, _end: datetime, *, timed: bool) -> tuple[datetime, datetime, Precision]:
    return start, start + timedelta(days=1), Precision.DAY


def _deadline(_start: datetime, end: datetime, *, timed: bool) -> tuple[datetime, datetime, Precision]:
    return (end, end, Precision.MINUTE) if timed else (_day_before(end), end, Precision.DAY)


_ENDS: dict[str, Callable[..., tuple[datetime, datetime, Precision]]] = {"opening": _opening, "deadline": _deadline}
"""What is meant where one end of a period is: its first day; its last, or the hour of that."""
