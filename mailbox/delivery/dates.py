"""Dates as people read them, in Europe/Paris, in French and in English."""

from datetime import date, datetime, timedelta

from ...knowledge.date_expression import MONTHS, PARIS, Precision
from ...knowledge.milestone import Milestone

_ENGLISH = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def write_day(moment: datetime, language: str) -> str:
    """Write the day of an aware moment: `20 février 2026`, `20 February 2026`."""
    return write_date(moment.astimezone(PARIS).date(), language)


def write_date(day: date, language: str) -> str:
    """Write a day: `20 février 2026`, `20 February 2026`."""
    if language == "en":
        return f"{day.day} {_ENGLISH[day.month - 1]} {day.year}"
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def write_hour(moment: datetime, language: str) -> str:
    """Write the time of an aware moment: `17 h`, `9 h 05`; in English `17:00`, `9:05`."""
    hour = moment.astimezone(PARIS)
    if language == "en":
        return f"{hour.hour}:{hour.minute:02}"
    return f"{hour.hour} h {hour.minute:02}" if hour.minute else f"{hour.hour} h"


def write_milestone(milestone: Milestone, language: str) -> str:
    """Write a moment or a period: `20 février 2026 à 17 h`, `du 16 avril 2026 au 30 avril 2026`."""
    first = write_day(milestone.start, language)
    match milestone.precision:
        case Precision.MINUTE:
            return f"{first} {'at' if language == 'en' else 'à'} {write_hour(milestone.start, language)}"
        case Precision.DAY:
            return first
        case _:
            last = write_day(milestone.end - timedelta(microseconds=1), language)
            return f"from {first} to {last}" if language == "en" else f"du {first} au {last}"
