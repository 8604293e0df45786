"""The desk in figures: what was asked, by whom it was answered, and how soon a person answered."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from ...knowledge.conclusion import Outcome
from ...knowledge.date_expression import PARIS, midnight
from ..records.models import Address, Author, Message, Question, Thread, Ticket, TicketReason
from ..records.utc_hour import UtcHour, read_hour

Count = Callable[[datetime, datetime], int]
"""Counts the working minutes between two aware moments."""
WEEK = timedelta(days=7)
_Counts = Sequence[int]
"""Of some questions: asked, answered, handed over, taken over."""
_Key = ColumnElement[Any] | InstrumentedAttribute[Any]


@dataclass(frozen=True)
class Period:
    """Whole days in Europe/Paris, the last one included."""

    first: date
    last: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Return its first moment, and the first one after it."""
        return midnight(self.first), midnight(self.last + timedelta(days=1))

    @property
    def weeks(self) -> list[date]:
        """List the Mondays of its weeks."""
        start = monday(self.first)
        return [start + WEEK * number for number in range((monday(self.last) - start) // WEEK + 1)]


@dataclass(frozen=True)
class Figures:
    """Questions asked; of these, answered by the assistant, and handed over to a person.

    `taken_over` are those of the answered ones that a person took over since. What is in neither was asked back.
    """

    asked: int = 0
    answered: int = 0
    handed_over: int = 0
    taken_over: int = 0

    @property
    def share(self) -> int | None:
        """Return how many of a hundred the assistant answered; None where nothing was asked."""
        return round(100 * self.answered / self.asked) if self.asked else None


@dataclass(frozen=True)
class Measures:
    """Figures of a period; weeks, named by their Monday, are all there, other things where something was asked.

    `departments` are keys, "" for what went to none; `pairs` likewise.
    """

    total: Figures
    days: Mapping[date, Figures]
    weeks: Mapping[date, Figures]
    channels: Mapping[str, Figures]
    departments: Mapping[str, Figures]
    pairs: Mapping[str, Figures]


@dataclass(frozen=True)
class FirstAnswers:
    """Tickets that were opened, how many a person has answered, and after how many working minutes at the median.

    `nine_in_ten` is within how many working minutes nine of ten answered ones were.
    """

    opened: int
    answered: int
    median: int | None
    nine_in_ten: int | None


@dataclass(frozen=True)
class Promptness:
    """First answers in a period: of all tickets, by week of opening (all weeks) and by department."""

    total: FirstAnswers
    weeks: Mapping[date, FirstAnswers]
    departments: Mapping[str, FirstAnswers]


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def measure_questions(session: Session, call: str, period: Period) -> Measures:
    """Count the questions of a period's messages; thanks and greetings are none."""
    found = session.execute(
        _count_by(call, period, UtcHour(Message.at), Address.channel, Ticket.department, Question.pair)
    )
    hours: defaultdict[str, list[_Counts]] = defaultdict(list)
    kinds: defaultdict[tuple[str, str, str], list[_Counts]] = defaultdict(list)
    for hour, channel, department, pair, *counts in found:
        hours[hour].append(counts)
        kinds[channel, department or "", pair or ""].append(counts)
    days: defaultdict[date, list[_Counts]] = defaultdict(list)
    weeks: dict[date, list[_Counts]] = {week: [] for week in period.weeks}
    for hour, counted in hours.items():
        day = read_hour(hour).astimezone(PARIS).date()
        days[day] += counted
        weeks[monday(day)] += counted
    return Measures(
        total=_add(counts for counted in weeks.values() for counts in counted),
        days={day: _add(counted) for day, counted in sorted(days.items())},
        weeks={week: _add(counted) for week, counted in weeks.items()},
        channels=_rank((channel, counted) for (channel, _, _), counted in kinds.items()),
        departments=_rank((department, counted) for (_, department, _), counted in kinds.items()),
        pairs=_rank((pair, counted) for (_, _, pair), counted in kinds.items()),
    )


def measure_promptness(session: Session, call: str, period: Period, count: Count) -> Promptness:
    """Measure how soon the tickets that were opened in a period had a person's first answer, in working minutes."""
    start, end = period.moments
    query = (
        select(Ticket.opened_at, Ticket.department, func.min(Message.at))
        .outerjoin(
            Message,
            (Message.thread_id == Ticket.thread_id)
            & (Message.author == Author.STAFF)
            & (Message.at >= Ticket.opened_at),
        )
        .where(Ticket.call == call, Ticket.opened_at >= start, Ticket.opened_at < end)
        .group_by(Ticket.id, Ticket.opened_at, Ticket.department)
    )
    weeks: dict[date, list[int | None]] = {week: [] for week in period.weeks}
    departments: defaultdict[str, list[int | None]] = defaultdict(list)
    for opened_at, department, first in session.execute(query):
        minutes = count(opened_at, first) if first else None
        weeks[monday(opened_at.astimezone(PARIS).date())].append(minutes)
        departments[department].append(minutes)
    return Promptness(
        total=_first_answers([minutes for waits in weeks.values() for minutes in waits]),
        weeks={week: _first_answers(waits) for week, waits in weeks.items()},
        departments={key: _first_answers(waits) for key, waits in sorted(departments.items())},
    )


def _count_by(
    call: str, period: Period, *keys: ColumnElement[Any] | InstrumentedAttribute[Any]
) -> Select[*tuple[Any, ...]]:
    """Ask for the figures of a period's questions by some columns: those, then asked, answered, and so on."""
    start, end = period.moments
    taken = Ticket.reason == TicketReason.TAKEN_OVER
    told = Question.outcome != Outcome.CLARIFY.value
    answered = told & (Question.ticket_id.is_(None) | taken)
    return (
        select(*keys, func.count(), _sum_where(answered))
        .add_columns(_sum_where(Question.ticket_id.is_not(None) & ~answered), _sum_where(told & taken))
        .select_from(Question)
        .join(Question.message)
        .join(Message.thread)
        .join(Thread.address)
        .outerjoin(Question.ticket)
        .where(Thread.call == call, Message.at >= start, Message.at < end)
        .where(Question.outcome != Outcome.SMALLTALK.value)
        .group_by(*keys)
    )


def _sum_where(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _add(counted: Iterable[_Counts]) -> Figures:
    """Add up what was counted of some questions."""
    return Figures(*(sum(column) for column in zip(*counted, strict=True)))


def _rank(rows: Iterable[tuple[str, Iterable[_Counts]]]) -> dict[str, Figures]:
    """Add up what bears one name, and put what was asked most first."""
    found: defaultdict[str, list[_Counts]] = defaultdict(list)
    for key, counted in rows:
        found[key] += counted
    figures = {key: _add(counted) for key, counted in found.items()}
    return dict(sorted(figures.items(), key=lambda item: (-item[1].asked, item[0])))


def _first_answers(waits: list[int | None]) -> FirstAnswers:
    answered = sorted(minutes for minutes in waits if minutes is not None)
    if not answered:
        return FirstAnswers(len(waits), 0, None, None)
    ninth = answered[-(-9 * len(answered) // 10) - 1]
    return FirstAnswers(len(waits), len(answered), round(median(answered)), ninth)
