from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.knowledge.date_expression import PARIS
from guichet.mailbox.desk.hours import add_working, due, is_holiday, is_working, working_minutes
from guichet.tests.factories import make_call

NONE = frozenset[date]()
DEADLINE = make_call().milestones["deadline"].end
TAHITI = ZoneInfo("Pacific/Tahiti")
ZONES = st.sampled_from([UTC, PARIS, TAHITI, ZoneInfo("Pacific/Noumea")])
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=ZONES)
MINUTES = st.integers(-6000, 6000)
OFF = st.frozensets(st.dates(date(2025, 1, 1), date(2028, 1, 1)), max_size=60)


def paris(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=PARIS)


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), PARIS)


@pytest.mark.parametrize("year", range(2008, 2101))
def test_the_public_holidays_are_those_of_the_whole_of_france(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(366)]

    assert {day for day in days if is_holiday(day) and day.year == year} == set(
        holidays.country_holidays("FR", years=year)
    )


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        (paris(2, 10), paris(2, 10, 17), 480),
        (paris(2, 10, 8), paris(2, 10, 20), 480),
        (paris(2, 13, 16), paris(2, 16, 10), 120),
        (paris(2, 14, 10), paris(2, 15, 18), 0),
        (paris(5, 13, 16, 30), paris(5, 15, 9, 15), 45),
        (paris(2, 16, 10), paris(2, 13, 16), -120),
        (datetime(2026, 2, 10, 15, 59, 30, tzinfo=UTC), paris(2, 11), 0),
        (paris(2, 10, 9).astimezone(TAHITI), paris(2, 10, 10).astimezone(TAHITI), 60),
    ],
    ids=[
        "a day",
        "from before it to after it",
        "a weekend",
        "in one",
        "the Ascension",
        "backwards",
        "half a minute",
        "overseas",
    ],
)
def test_working_minutes_are_those_the_office_is_open(start: datetime, end: datetime, minutes: int) -> None:
    assert working_minutes(start, end, NONE) == minutes


def test_the_office_s_own_days_off_do_not_count() -> None:
    bridge = frozenset({date(2026, 5, 15)})

    assert working_minutes(paris(5, 13, 16), paris(5, 18, 10), bridge) == 120
    assert working_minutes(paris(5, 13, 16), paris(5, 18, 10), NONE) == 600


@pytest.mark.parametrize(
    ("start", "minutes", "there"),
    [
        (paris(2, 10, 10), 60, paris(2, 10, 11)),
        (paris(2, 10), 480, paris(2, 10, 17)),
        (paris(2, 10), 481, paris(2, 11, 9, 1)),
        (paris(2, 14, 12), 0, paris(2, 16)),
        (paris(2, 13, 18), 30, paris(2, 16, 9, 30)),
        (paris(2, 16, 10), -120, paris(2, 13, 16)),
        (paris(2, 15, 12), -60, paris(2, 13, 16)),
    ],
    ids=[
        "the same day",
        "to its end",
        "over it",
        "from a Saturday",
        "from an evening",
        "backwards",
        "from a Sunday back",
    ],
)
def test_working_minutes_are_added_while_the_office_is_open(start: datetime, minutes: int, there: datetime) -> None:
    assert add_working(start, minutes, NONE) == there


@given(MOMENTS, MINUTES, OFF)
def test_what_was_added_is_what_is_measured(start: datetime, minutes: int, off: frozenset[date]) -> None:
    assert working_minutes(start, add_working(start, minutes, off), off) == minutes


@given(MOMENTS, MINUTES, OFF)
def test_what_was_added_ends_while_the_office_is_open(start: datetime, minutes: int, off: frozenset[date]) -> None:
    there = add_working(start, minutes, off)

    assert is_working(there.date(), off)
    assert time(9) <= there.timetz().replace(tzinfo=None) <= time(17)
    assert there.tzinfo is PARIS


@given(MOMENTS, st.timedeltas(timedelta(), timedelta(days=30)), MINUTES, st.integers(0, 600), OFF)
def test_later_or_longer_never_ends_earlier(
    start: datetime, wait: timedelta, minutes: int, more: int, off: frozenset[date]
) -> None:
    there = add_working(start, minutes, off)

    assert add_working((start.astimezone(UTC) + wait), minutes, off) >= there
    assert add_working(start, minutes + more, off) >= there


@given(MOMENTS, st.timedeltas(timedelta(), timedelta(days=30)), OFF)
def test_a_span_measures_the_same_from_both_ends(start: datetime, wait: timedelta, off: frozenset[date]) -> None:
    end = start.astimezone(UTC) + wait

    assert 0 <= working_minutes(start, end, off) <= wait // timedelta(minutes=1)
    assert working_minutes(end, start, off) == -working_minutes(start, end, off)


@given(MOMENTS, st.timedeltas(timedelta(), timedelta(days=500)), OFF)
def test_a_long_span_measures_as_its_days_do(start: datetime, wait: timedelta, off: frozenset[date]) -> None:
    first, last = start.astimezone(PARIS), (start.astimezone(UTC) + wait).astimezone(PARIS)
    days = [first.date() + timedelta(days=number) for number in range((last.date() - first.date()).days + 1)]
    ends = [(max(first, at(day, 9)), min(last, at(day, 17))) for day in days if is_working(day, off)]

    spans = [(end - begin) / timedelta(minutes=1) for begin, end in ends if begin < end]

    assert working_minutes(start, last, off) == int(sum(spans) + 1e-6)


@pytest.mark.parametrize("friday", [paris(3, 27, 16), paris(10, 23, 16)], ids=["to summer time", "to winter time"])
def test_a_weekend_in_which_the_clocks_change_is_like_any_other(friday: datetime) -> None:
    monday = add_working(friday.astimezone(UTC), 120, NONE)

    assert (monday.hour, monday.weekday()) == (10, 0)
    assert working_minutes(friday, monday, NONE) == 120


@pytest.mark.parametrize(
    ("opened", "there"),
    [
        (paris(2, 10, 10), paris(2, 12, 10)),
        (paris(2, 16, 16, 59), paris(2, 18, 16, 59)),
        (paris(2, 16, 17), paris(2, 17, 13)),
        (paris(2, 20, 17), paris(2, 23, 13)),
        (paris(2, 20, 17, 1), paris(2, 24, 17)),
    ],
    ids=["two days", "just before the last four", "from then on", "at the deadline", "after it"],
)
def test_an_answer_is_due_in_two_working_days_or_four_hours_near_the_deadline(
    opened: datetime, there: datetime
) -> None:
    assert due(opened.astimezone(UTC), DEADLINE, NONE) == there


def test_a_call_that_is_not_known_to_close_has_no_last_days() -> None:
    assert due(paris(2, 19), None, NONE) == paris(2, 20, 17)
