"""The working clock: Monday to Friday 9:00 to 17:00 in Paris, without public holidays and the office's days off."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache

from ...knowledge.date_expression import PARIS

OPENS, CLOSES = time(9), time(17)
WORKDAY = 8 * 60
"""The working minutes of one day."""
TARGET = 2 * WORKDAY
"""Within how many working minutes an answer is due."""
LAST_TARGET = 4 * 60
"""Within how many, for what is opened in the last days before the call's deadline."""
LAST_DAYS = timedelta(days=4)
_MINUTE = timedelta(minutes=1)
_NONE = timedelta()
_DAY = WORKDAY * _MINUTE
_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
"""Month and day of the public holidays that stay (Code du travail, L3133-1)."""
_AFTER_EASTER = (1, 39, 50)
"""Days from Easter Sunday to Easter Monday, the Ascension and Whit Monday."""


@dataclass(frozen=True)
class Schedule:
    """What the clock goes by: the office's days `off`, and the moment (aware) that the call closes, where it does."""

    off: frozenset[date] = frozenset()
    deadline: datetime | None = None


def working_minutes(start: datetime, end: datetime, off: frozenset[date]) -> int:
    """Count the whole working minutes between two aware moments; less than none where `end` comes first."""
    if end < start:
        return -working_minutes(end, start, off)
    first, last = start.astimezone(PARIS), end.astimezone(PARIS)
    whole = _count_days(first.date(), last.date(), off) * WORKDAY * _MINUTE
    return (whole + _worked(last, off) - _worked(first, off)) // _MINUTE


def add_working(start: datetime, minutes: int, off: frozenset[date]) -> datetime:
    """Return the working moment, in Paris, that is so many working minutes after an aware one; before it if negative.

    It is the first such moment, so that a day's last minute ends at 17:00 and not on the next working day.
    """
    moment = start.astimezone(PARIS)
    return _go_on(moment, minutes * _MINUTE, off) if minutes >= 0 else _go_back(moment, -minutes * _MINUTE, off)


def due(opened_at: datetime, deadline: datetime | None, off: frozenset[date]) -> datetime:
    """Return when an answer is due: in two working days, or four working hours in the four days before the deadline.

    The four days are days of the calendar, back from the deadline's own hour.
    """
    last = deadline is not None and deadline.astimezone(PARIS) - LAST_DAYS <= opened_at <= deadline
    return add_working(opened_at, LAST_TARGET if last else TARGET, off)


def is_working(day: date, off: frozenset[date]) -> bool:
    """Tell whether the office works on a day."""
    return day.weekday() < 5 and day not in off and not is_holiday(day)


def is_holiday(day: date) -> bool:
    """Tell whether a day is a public holiday in all of France; those of Alsace and Moselle or overseas are not."""
    return day in _holidays(day.year)


def _go_on(moment: datetime, left: timedelta, off: frozenset[date]) -> datetime:
    day = moment.date()
    while True:
        if is_working(day, off):
            begins, closes = max(moment, _at(day, OPENS)), _at(day, CLOSES)
            if left <= closes - begins:
                return begins + left
            left -= max(closes - begins, _NONE)
        day += timedelta(days=1)


def _go_back(moment: datetime, left: timedelta, off: frozenset[date]) -> datetime:
    day = moment.date()
    while True:
        if is_working(day, off):
            opens, ends = _at(day, OPENS), min(moment, _at(day, CLOSES))
            if left <= ends - opens:
                return ends - left
            left -= max(ends - opens, _NONE)
        day -= timedelta(days=1)


def _worked(moment: datetime, off: frozenset[date]) -> timedelta:
    """Return for how long the office was open on a day until a moment of it; no working day has a change of clocks."""
    if not is_working(moment.date(), off):
        return _NONE
    since = timedelta(
        hours=moment.hour - OPENS.hour,
        minutes=moment.minute,
        seconds=moment.second,
        microseconds=moment.microsecond,
    )
    return min(max(since, _NONE), _DAY)


def _count_days(first: date, end: date, off: frozenset[date]) -> int:
    """Count the working days from the first on to before the end, without going through them."""
    closed = _closed(first.year, end.year, off)
    lost = bisect_left(closed, end) - bisect_left(closed, first)
    return _count_weekdays(end) - _count_weekdays(first) - lost


@lru_cache(maxsize=64)
def _closed(first: int, last: int, off: frozenset[date]) -> list[date]:
    """List the days from Monday to Friday on which the office is closed, in order: days off, and holidays of years."""
    closed = off.union(*(_holidays(year) for year in range(first, last + 1)))
    return sorted(day for day in closed if day.weekday() < 5)


def _count_weekdays(day: date) -> int:
    """Count the days from Monday to Friday before a day, since the first of the calendar, a Monday."""
    weeks, rest = divmod(day.toordinal() - 1, 7)
    return 5 * weeks + min(rest, 5)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, PARIS)


@cache
def _holidays(year: int) -> frozenset[date]:
    easter = _easter(year)
    moving = {easter + timedelta(days=days) for days in _AFTER_EASTER}
    return frozenset(moving | {date(year, month, day) for month, day in _FIXED})


def _easter(year: int) -> date:
    """Return Easter Sunday of a Gregorian year, by the rule of Meeus, Jones and Butcher."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leaps, skipped = divmod(century, 4)
    moved = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leaps - moved + 15) % 30
    sunday = (32 + 2 * skipped + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
