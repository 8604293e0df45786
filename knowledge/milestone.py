"""French date expressions, read as moments and periods.

Hours are Europe/Paris and missing years are the call's own: our reading, never the call's words (`Milestone.read_in`).
"""

import re
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

_NAMES = "|".join(MONTHS)
_MONTH = rf"(?P<month>{_NAMES})"
_DAY = r"(?P<day>\d{1,2})(?:er)?"
_YEAR = r"(?: (?P<year>\d{4}))?"
_FROM = rf"(?P<day1>\d{{1,2}})(?:er)?(?: (?P<month1>{_NAMES}))?(?: (?P<year1>\d{{4}}))?"
_INTERVAL = re.compile(rf"entre le {_FROM} et le {_DAY} {_MONTH}{_YEAR}")
_HALF = re.compile(rf"(?P<half>1|2)(?:ère|re|er|ème|e|nde) quinzaine (?:du mois )?(?:de |d')?{_MONTH}{_YEAR}")
_MOMENT = re.compile(rf"{_DAY} {_MONTH}{_YEAR}(?:,? (?:- |à )?(?P<hour>\d{{1,2}}) ?(?:heures?|h)(?P<minute>\d{{2}})?)?")
_WHOLE = re.compile(rf"(?:courant|en|au mois de|au mois d') ?{_MONTH}{_YEAR}")


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
    plain = re.sub(r"[*_^{}]", "", text).lower().replace("’", "'")
    for pattern, build in ((_INTERVAL, _interval), (_HALF, _half), (_MOMENT, _moment), (_WHOLE, _whole)):
        if found := pattern.search(plain):
            start, end, precision = build(found, year)
            reading = ("zone",) if precision is Precision.MINUTE else ()
            reading += () if found["year"] else ("year",)
            return Milestone(name, passage, start, end, precision, reading)
    raise NoDate(text)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), PARIS)


def _month(name: str) -> int:
    return MONTHS.index(name) + 1


def _interval(found: re.Match[str], year: int) -> tuple[datetime, datetime, Precision]:
    last = date(int(found["year"] or year), _month(found["month"]), int(found["day"]))
    first = date(int(found["year1"] or last.year), _month(found["month1"] or found["month"]), int(found["day1"]))
    return _midnight(first), _midnight(last + timedelta(days=1)), Precision.INTERVAL


def _half(found: re.Match[str], year: int) -> tuple[datetime, datetime, Precision]:
    month = date(int(found["year"] or year), _month(found["month"]), 1)
    middle = month.replace(day=16)
    if found["half"] == "1":
        return _midnight(month), _midnight(middle), Precision.HALF_MONTH
    return _midnight(middle), _midnight(_next_month(month)), Precision.HALF_MONTH


def _moment(found: re.Match[str], year: int) -> tuple[datetime, datetime, Precision]:
    day = date(int(found["year"] or year), _month(found["month"]), int(found["day"]))
    if not found["hour"]:
        return _midnight(day), _midnight(day + timedelta(days=1)), Precision.DAY
    moment = datetime.combine(day, time(int(found["hour"]), int(found["minute"] or 0)), PARIS)
    return moment, moment, Precision.MINUTE


def _whole(found: re.Match[str], year: int) -> tuple[datetime, datetime, Precision]:
    month = date(int(found["year"] or year), _month(found["month"]), 1)
    return _midnight(month), _midnight(_next_month(month)), Precision.MONTH


def _next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)
