"""Date expressions of French and English calls: a day, a moment, a period, half a month, a month."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)

_ENGLISH = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_SHORTENED = {
    "janv": "janvier",
    "jan": "january",
    "fevr": "fevrier",
    "fev": "fevrier",
    "feb": "february",
    "avr": "avril",
    "mar": "march",
    "apr": "april",
    "juil": "juillet",
    "jun": "june",
    "jul": "july",
    "aug": "august",
    "sept": "septembre",
    "sep": "september",
    "oct": "october",
    "nov": "november",
    "dec": "december",
}
_SHORT_MONTH = re.compile(
    rf"(?P<day>\d(?:er|st|nd|rd|th)?[ -])(?P<after>{'|'.join(_SHORTENED)})\b\.?-?"
    rf"|\b(?P<before>{'|'.join(_SHORTENED)})\b\.?(?= \d{{1,2}}, ?\d{{4}})"
)


def flatten(text: str) -> str:
    """Write a text as dates are looked for in it: small letters without accents and markup, months in full."""
    bare = re.sub(r"[*_^{}]", "", text).replace("’", "'")
    folded = "".join(c for c in unicodedata.normalize("NFKD", bare).lower() if not unicodedata.combining(c))
    return _SHORT_MONTH.sub(_lengthen, " ".join(folded.split()))


def _lengthen(found: re.Match[str]) -> str:
    day = (found["day"] or "").replace("-", " ")
    return f"{day}{_SHORTENED[found['after'] or found['before']]}{' ' if found[0].endswith('-') else ''}"


_NUMBERS = {flatten(name): n for names in (MONTHS, _ENGLISH) for n, name in enumerate(names, 1)}
_NAMES = "|".join(_NUMBERS)
_MONTH = rf"(?P<month>{_NAMES})\b"
_DAY = r"(?P<day>\d{1,2})(?:er|st|nd|rd|th)?(?: of)?"
_YEAR = r"(?:,? (?P<year>\d{4}))?"
_FROM = rf"(?P<day1>\d{{1,2}})(?:er|st|nd|rd|th)?(?:(?: of)? (?P<month1>{_NAMES}))?(?:,? (?P<year1>\d{{4}}))?"
_CLOCK = (
    r"(?P<hour>\d{1,2})(?: ?(?:heures?|h)(?: ?(?P<minute>\d{2}))?"
    r"|[:.](?P<minutes>\d{2})(?![.\d])(?: ?(?P<part>[ap])\.?m\b)?| ?(?P<half_day>[ap])\.?m\b)"
)
_HOUR = rf"(?:(?: inclus)?,? ?\(?(?:-|–|a|at|by|t|avant|before|jusqu'a|until|au plus tard(?: a)?)? ?{_CLOCK})?"
_WEEKDAY = "(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|(?:mon|tues|wednes|thurs|fri|satur|sun)day),? )?"
_INTERVALS = tuple(
    re.compile(rf"{before}{_FROM}{between}{_DAY} {_MONTH}{_YEAR}{_HOUR}")
    for before, between in (
        (f"entre le {_WEEKDAY}", f" et le {_WEEKDAY}"),
        (f"du {_WEEKDAY}", f",? au {_WEEKDAY}"),
        (f"between {_WEEKDAY}", f" and {_WEEKDAY}"),
        (f"from {_WEEKDAY}", f" to {_WEEKDAY}"),
        (r"\bopen(?:s|ed)?(?: on)? ", r",? and clos(?:es?|ed|ing)(?: on)? "),
        (r"\bouvr\w+ (?:le )?", r",? et (?:se )?(?:ferm|clo|termin)\w+ (?:le )?"),
        (r"(?<![\d/.:h-])", " ?[-–—] ?"),
    )
)
_TWO_DAYS = re.compile(rf"(?<![\d/.:h-]){_FROM} (?:et|and|&) {_DAY} {_MONTH}{_YEAR}{_HOUR}")
_HALF = re.compile(
    rf"(?:(?P<half>1|2)(?:ere|re|er|eme|e|nde) quinzaine (?:du mois )?(?:de |d')?"
    r"|(?:(?P<first>premiere|first)|seconde|deuxieme|second) (?:quinzaine|half) (?:du mois )?(?:de |d'|of ))"
    rf"{_MONTH}{_YEAR}"
)
_MOMENT = re.compile(rf"{_DAY} {_MONTH}{_YEAR}{_HOUR}")
_AMERICAN = re.compile(rf"{_MONTH} {_DAY}, ?(?P<year>\d{{4}}){_HOUR}")
_NUMERIC = re.compile(
    rf"(?<![\d/.-])(?P<day>\d{{1,2}})(?P<mark>[/.-])(?P<number>\d{{1,2}})(?P=mark)(?P<year>\d{{4}}|\d{{2}})"
    rf"(?![/.-]?\d){_HOUR}"
)
_ISO = re.compile(rf"(?<![\d/.-])(?P<year>\d{{4}})-(?P<number>\d{{2}})-(?P<day>\d{{2}})(?![/.-]?\d){_HOUR}")
_WHOLE = re.compile(
    rf"\b(?:courant|en|fin|debut|mi-|[ad]u mois de|[ad]u mois d'|in|during|early|late|mid-?) ?{_MONTH}{_YEAR}"
    rf"|(?<!\d )(?<!(?:er|st|nd|rd|th|of) )\b(?P<month2>{_NAMES}) (?P<year2>\d{{4}})"
)
_ALONE = re.compile(rf"(?<![\d.])(?!\d+\.\d)\b{_CLOCK}")
"""An hour before a date; with a full stop it may as well be the number of a section."""
_SPELT = re.compile(
    r"\b(?:premier|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix-\w+"
    r"|vingt(?:[ -]\w+){0,2}|trente(?:[ -]\w+){0,2}|first|second|third|\w+th)(?: of)? $"
)
"""A day in words before a month: no month as a whole is meant."""
_NEAR = 2
"""By how many years a year of two digits may be another than the call's."""


class Precision(StrEnum):
    """How exactly the call puts a date."""

    MINUTE = "minute"
    DAY = "day"
    INTERVAL = "interval"
    HALF_MONTH = "half-month"
    MONTH = "month"


@dataclass(frozen=True)
class Dated:
    """A date expression as it is read: aware moments in Europe/Paris, `before` and `after` what stands around it.

    A period's `end` is the first moment after it; `timed` tells whether an hour is given.
    """

    start: datetime
    end: datetime
    precision: Precision
    before: str
    after: str
    has_year: bool
    timed: bool


def find_date(text: str, year: int) -> Dated | None:
    """Read the first date expression of a flattened text, the more particular kinds first; None where there is none.

    `year` is taken where it names none. Raises `ValueError` for a day that no calendar has and a period that ends
    before it begins.
    """
    for pattern, build in _PATTERNS:
        if found := pattern.search(text):
            if build is _whole and _SPELT.search(text[: found.start()]):
                raise ValueError(found[0])
            try:
                start, end, precision = build(found, year)
            except OverflowError:  # no day comes after the last of the year 9999
                raise ValueError(found[0]) from None
            told = found.groupdict()
            has_year = bool(told.get("year") or told.get("year2"))
            before, after = text[: found.start()], text[found.end() :]
            return Dated(start, end, precision, before, after, has_year, timed=_hour(found) is not None)
    return None


def count_dates(text: str) -> int:
    """Count the date expressions of a text, an interval as one."""
    rest, count = flatten(text), 0
    for pattern, _ in _PATTERNS:
        rest, times = pattern.subn(" ", rest)
        count += times
    return count


def midnight(day: date) -> datetime:
    """Return the first moment of a day in Europe/Paris."""
    return datetime.combine(day, time(), PARIS)


Ends = tuple[datetime, datetime, Precision]


def _interval(found: re.Match[str], year: int) -> Ends:
    """Take a period from its first day to its last, or to the hour that is given for that."""
    last = date(int(found["year"] or year), _NUMBERS[found["month"]], int(found["day"]))
    first = date(int(found["year1"] or last.year), _NUMBERS[found["month1"] or found["month"]], int(found["day1"]))
    if first > last:
        raise ValueError(found[0])
    _, end, _ = _at_hour(found, last)
    return midnight(first), end, Precision.INTERVAL


def _two_days(found: re.Match[str], year: int) -> Ends:
    """Take two days for a period where one follows the other."""
    start, end, precision = _interval(found, year)
    if end - start > timedelta(days=2, hours=1):
        raise ValueError(found[0])
    return start, end, precision


def _half(found: re.Match[str], year: int) -> Ends:
    month = date(int(found["year"] or year), _NUMBERS[found["month"]], 1)
    middle = month.replace(day=16)
    if found["half"] == "1" or found["first"]:
        return midnight(month), midnight(middle), Precision.HALF_MONTH
    return midnight(middle), midnight(_next_month(month)), Precision.HALF_MONTH


def _moment(found: re.Match[str], year: int) -> Ends:
    return _at_hour(found, date(int(found["year"] or year), _NUMBERS[found["month"]], int(found["day"])))


def _numeric(found: re.Match[str], year: int) -> Ends:
    told = int(found["year"])
    if told < 100:
        told += 2000
        if abs(told - year) > _NEAR:
            raise ValueError(found[0])
    return _at_hour(found, date(told, int(found["number"]), int(found["day"])))


def _whole(found: re.Match[str], year: int) -> Ends:
    told = found["year"] or found["year2"]
    month = date(int(told or year), _NUMBERS[found["month"] or found["month2"]], 1)
    return midnight(month), midnight(_next_month(month)), Precision.MONTH


def _at_hour(found: re.Match[str], day: date) -> Ends:
    """Take the hour of that day if one is given; the whole day else."""
    hour = _hour(found)
    if hour is None:
        return midnight(day), midnight(day + timedelta(days=1)), Precision.DAY
    moment = datetime.combine(day, hour, PARIS)
    return moment, moment, Precision.MINUTE


def _hour(found: re.Match[str]) -> time | None:
    """Read the hour in or before a date, in twelve or twenty-four; halves of months and months have none."""
    told = found.groupdict()
    if "hour" not in told:
        return None
    if not told["hour"] and (before := _ALONE.search(found.string[: found.start()])):
        told |= before.groupdict()
    if not told["hour"]:
        return None
    hour, part = int(told["hour"]), told["part"] or told["half_day"]
    hour = hour % 12 + (12 if part == "p" else 0) if part else hour
    return time(hour, int(told["minute"] or told["minutes"] or 0))


def _next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int], Ends]], ...] = (
    *((interval, _interval) for interval in _INTERVALS),
    (_TWO_DAYS, _two_days),
    (_HALF, _half),
    (_ISO, _numeric),
    (_NUMERIC, _numeric),
    (_AMERICAN, _moment),
    (_MOMENT, _moment),
    (_WHOLE, _whole),
)
"""What is tried, the more particular first."""
