"""Date expressions of French and English calls, read as moments and periods.

Hours are Europe/Paris and missing years are the call's own: our reading, never the call's words (`Milestone.read_in`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from .errors import NoDate

PARIS = ZoneInfo("Europe/Paris")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)

_ENGLISH = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_NUMBERS = {name: n for names in (MONTHS, _ENGLISH) for n, name in enumerate(names, 1)}
_NAMES = "|".join(_NUMBERS)
_MONTH = rf"(?P<month>{_NAMES})"
_DAY = r"(?P<day>\d{1,2})(?:er|st|nd|rd|th)?"
_YEAR = r"(?:,? (?P<year>\d{4}))?"
_FROM = rf"(?P<day1>\d{{1,2}})(?:er|st|nd|rd|th)?(?: (?P<month1>{_NAMES}))?(?:,? (?P<year1>\d{{4}}))?"
_CLOCK = (
    r"(?P<hour>\d{1,2})(?: ?(?:heures?|h)(?: ?(?P<minute>\d{2}))?"
    r"|:(?P<minutes>\d{2})(?: ?(?P<part>[ap])\.?m\b)?| ?(?P<half_day>[ap])\.?m\b)"
)
_HOUR = rf"(?:,? ?(?:-|–|à|at|by)? ?{_CLOCK})?"
_INTERVALS = tuple(
    re.compile(rf"{before}{_FROM}{between}{_DAY} {_MONTH}{_YEAR}{_HOUR}")
    for before, between in (
        ("entre le ", " et le "),
        ("du ", ",? au "),
        ("between ", " and "),
        ("from ", " to "),
        (r"\bopen(?:s|ed)?(?: on)? ", r",? and clos(?:es?|ed|ing)(?: on)? "),
        (r"\bouvr\w+ (?:le )?", r",? et (?:se )?(?:ferm|cl[oô]|termin)\w+ (?:le )?"),
        (r"(?<![\d/.:h])", " ?[-–—] ?"),
    )
)
_TWO_DAYS = re.compile(rf"(?<![\d/.:h]){_FROM} (?:et|and|&) {_DAY} {_MONTH}{_YEAR}{_HOUR}")
_LISTED = re.compile(r"(?<![\d:.h])\d{1,2}(?:er|st|nd|rd|th)? ?(?:,|et|and|&|ou|or|-|–|/) ?(?:le |the )?$")
"""What stands before a date where it is the last of several: "les 3, 4 et 5 juin", "10 or 12 May"."""
_HALF = re.compile(
    rf"(?:(?P<half>1|2)(?:ère|re|er|ème|e|nde) quinzaine (?:du mois )?(?:de |d')?"
    r"|(?:(?P<first>première|first)|seconde|deuxième|second) (?:quinzaine|half) (?:du mois )?(?:de |d'|of ))"
    rf"{_MONTH}{_YEAR}"
)
_MOMENT = re.compile(rf"{_DAY} {_MONTH}{_YEAR}{_HOUR}")
_AMERICAN = re.compile(rf"{_MONTH} {_DAY}, (?P<year>\d{{4}}){_HOUR}")
_SLASHED = re.compile(rf"\b(?P<day>\d{{1,2}})[/.](?P<number>\d{{1,2}})[/.](?P<year>\d{{4}}){_HOUR}")
_WHOLE = re.compile(
    rf"\b(?:courant|en|fin|début|mi-|au mois de|au mois d'|in|during|early|late|mid-?) ?{_MONTH}{_YEAR}"
    rf"|(?<!\d )(?<!(?:er|st|nd|rd|th) )\b(?P<month2>{_NAMES}) (?P<year2>\d{{4}})"
)
_PARIS = re.compile(r"heure de (?:paris|bruxelles)|(?:paris|brussels) time|\b(?:cet|cest)\b")
_ELSEWHERE = re.compile(
    r"\b(?:utc|gmt)\b|\b(?!paris|brussels)[a-z]+ time\b|heure locale|\bheure d(?:e |')(?!paris|bruxelles)[^\W\d]"
)
_IN_WORDS = re.compile(r"\b(?:midi|minuit|noon|midday|midnight)\b")
_ALONE = re.compile(rf"\b{_CLOCK}")


class Precision(StrEnum):
    """How exactly the call puts a date."""

    MINUTE = "minute"
    DAY = "day"
    INTERVAL = "interval"
    HALF_MONTH = "half-month"
    MONTH = "month"


@dataclass(frozen=True)
class Milestone:
    """A moment or a period that the call names.

    `start` and `end` are aware, in Europe/Paris; a period's `end` is the first moment after it, a moment's is itself.
    `reading` says what is ours in it: "zone" where an hour is read as Paris time, "year" where the text gives none.
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

    def has_begun(self, now: datetime) -> bool:
        """Tell whether its first moment has come at `now` (aware)."""
        return now >= self.start


def read_milestone(name: str, passage: str, text: str, year: int) -> Milestone:
    """Read the one date expression of a passage; raises `NoDate` where there is none that is surely read."""
    plain = _flatten(text)
    for pattern, build in _PATTERNS:
        if found := pattern.search(plain):
            if _LISTED.search(plain[: found.start()]):
                raise NoDate(text)
            try:
                start, end, precision = build(found, year)
            except ValueError:
                raise NoDate(text) from None
            if precision is Precision.INTERVAL and name in _ENDS:
                start, end, precision = _ENDS[name](start, end)
            exact = end.time() != time()
            if _ELSEWHERE.search(plain) if exact else _IN_WORDS.search(plain):
                raise NoDate(text)
            reading = ("zone",) if exact and not _PARIS.search(plain) else ()
            return Milestone(name, passage, start, end, precision, reading + (() if _has_year(found) else ("year",)))
    raise NoDate(text)


def count_dates(text: str) -> int:
    """Count the date expressions of a text, an interval as one."""
    rest, count = _flatten(text), 0
    for pattern, _ in _PATTERNS:
        rest, times = pattern.subn(" ", rest)
        count += times
    return count


def _flatten(text: str) -> str:
    return " ".join(re.sub(r"[*_^{}]", "", text).lower().replace("’", "'").split())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), PARIS)


def _month(name: str) -> int:
    return _NUMBERS[name]


def _interval(found: re.Match[str], year: int) -> tuple[datetime, datetime, Precision]:
    """Take a period from its first day to its last, or to the hour that is given for that."""
    last = date(int(found["year"] or year), _month(found["month"]), int(found["day"]))
    first = date(int(found["year1"] or last.year), _month(found["month1"] or found["month"]), int(found["day1"]))
    if first > last:
        raise ValueError(found[0])
    _, end, _ = _at_hour(found, last)
    return _midnight(first), end, Precision.INTERVAL


def _two_days(found: re.Match[str], year: int) -> tuple[datetime, datetime, Precision]:
    """Take two days for a period where one follows the other."""
    start, end, precision = _interval(found, year)
    if end - start > timedelta(days=2, hours=1):
        raise ValueError(found[0])
    return start, end, precision


def _half(found: re.Match[str], year: int) -> tuple[datetime, datetime, Precision]:
    month = date(int(found["year"] or year), _month(found["month"]), 1)
    middle = month.replace(day=16)
    if found["half"] == "1" or found["first"]:
        return _midnight(month), _midnight(middle), Precision.HALF_MONTH
    return _midnight(middle), _midnight(_next_month(month)), Precision.HALF_MONTH


def _moment(found: re.Match[str], year: int) -> tuple[datetime, datetime, Precision]:
    return _at_hour(found, date(int(found["year"] or year), _month(found["month"]), int(found["day"])))


def _slashed(found: re.Match[str], year: int) -> tuple[datetime, datetime, Precision]:
    return _at_hour(found, date(int(found["year"] or year), int(found["number"]), int(found["day"])))


def _at_hour(found: re.Match[str], day: date) -> tuple[datetime, datetime, Precision]:
    """Take the hour of that day if one is given, in twelve or twenty-four; the whole day else."""
    told = found.groupdict()
    if not told["hour"] and (before := _ALONE.search(found.string[: found.start()])):
        told |= before.groupdict()
    if not told["hour"]:
        return _midnight(day), _midnight(day + timedelta(days=1)), Precision.DAY
    hour, part = int(told["hour"]), told["part"] or told["half_day"]
    hour = hour % 12 + (12 if part == "p" else 0) if part else hour
    moment = datetime.combine(day, time(hour, int(told["minute"] or told["minutes"] or 0)), PARIS)
    return moment, moment, Precision.MINUTE


def _whole(found: re.Match[str], year: int) -> tuple[datetime, datetime, Precision]:
    told = found["year"] or found["year2"]
    month = date(int(told or year), _month(found["month"] or found["month2"]), 1)
    return _midnight(month), _midnight(_next_month(month)), Precision.MONTH


def _day_before(moment: datetime) -> datetime:
    return _midnight(moment.date() - timedelta(days=1))


def _has_year(found: re.Match[str]) -> bool:
    told = found.groupdict()
    return bool(told.get("year") or told.get("year2"))


def _next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int], tuple[datetime, datetime, Precision]]], ...] = (
    *((interval, _interval) for interval in _INTERVALS),
    (_TWO_DAYS, _two_days),
    (_HALF, _half),
    (_SLASHED, _slashed),
    (_AMERICAN, _moment),
    (_MOMENT, _moment),
    (_WHOLE, _whole),
)
"""What is tried, the more particular first."""

_ENDS: dict[str, Callable[[datetime, datetime], tuple[datetime, datetime, Precision]]] = {
    "opening": lambda start, _: (start, start + timedelta(days=1), Precision.DAY),
    "deadline": lambda _, end: (
        (end, end, Precision.MINUTE) if end.time() != time() else (_day_before(end), end, Precision.DAY)
    ),
}
"""What is meant where one end of a period is: its first day; its last, or the hour of that."""
