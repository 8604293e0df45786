"""Days that are named from today on, or in short, spelled out: "dans trois mois", "le mois prochain", "10/12"."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from ..date_expression import MONTHS, flatten

_NAMES = tuple(flatten(name) for name in MONTHS)
_COUNTED = (
    "un deux trois quatre cinq six sept huit neuf dix",
    "one two three four five six seven eight nine ten",
    "une",
)
_COUNTS = {name: n for names in _COUNTED for n, name in enumerate(names.split(), 1)}
_COUNT = rf"(?P<count>\d{{1,2}}|{'|'.join(_COUNTS)})"


def spell_days(plain: str, today: date) -> str:
    """Write such days in a flattened text as days and months that a calendar has; what is none of them stays."""
    for pattern, write in _SPELLED:
        plain = pattern.sub(lambda found, write=write: write(found, today) or found[0], plain)
    return plain


def _short(found: re.Match[str], _today: date) -> str:
    day, month = int(found["day"]), int(found["month"])
    return f"{day} {_NAMES[month - 1]}" if 1 <= month <= 12 and 1 <= day <= 31 else ""


def _count(found: re.Match[str]) -> int:
    return int(found["count"]) if found["count"].isdigit() else _COUNTS[found["count"]]


def _in_days(found: re.Match[str], today: date) -> str:
    return _day(today + timedelta(days=_count(found) * (7 if found["unit"][0] in "sw" else 1)))


def _in_months(found: re.Match[str], today: date) -> str:
    return _month(today, _count(found) * (12 if found["unit"][:1] in ("a", "y") else 1))


def _day(day: date) -> str:
    return f"le {day.day} {_NAMES[day.month - 1]} {day.year}"


def _month(today: date, later: int) -> str:
    months = today.year * 12 + today.month - 1 + later
    return f"en {_NAMES[months % 12]} {months // 12}"


def _month_of(found: re.Match[str], _today: date) -> str:
    month = int(found["month"])
    return f"en {_NAMES[month - 1]} {found['year']}" if 1 <= month <= 12 else ""


_SPELLED: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], str]], ...] = (
    (re.compile(r"(?<![\d/.-])(?P<day>\d{1,2})[/.](?P<month>\d{1,2})(?![\d/.-])"), _short),
    (re.compile(r"(?<![\d/.-])(?P<month>\d{1,2})/(?P<year>20\d\d)(?![\d/.-])"), _month_of),
    (re.compile(r"\b(?:noel|christmas)\b"), lambda _found, _today: "25 decembre"),
    (re.compile(rf"\b(?:dans|d'ici|in|within) {_COUNT} (?P<unit>jours?|semaines?|days?|weeks?)\b"), _in_days),
    (re.compile(rf"\b(?:dans|d'ici|in|within) {_COUNT} (?P<unit>mois|ans?|months?|years?)\b"), _in_months),
    (re.compile(r"\b(?:le |du |au )?mois prochain\b|\bnext month\b"), lambda _found, today: _month(today, 1)),
    (re.compile(r"\bdemain\b|\btomorrow\b"), lambda _found, today: _day(today + timedelta(days=1))),
    (re.compile(r"\bhier\b|\byesterday\b"), lambda _found, today: _day(today - timedelta(days=1))),
)
