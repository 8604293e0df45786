"""The screen of the journal: who did what, and the desk in figures; both as files as well."""

from datetime import date, datetime, timedelta
from functools import partial

from starlette.exceptions import HTTPException
from starlette.responses import Response

from ...knowledge.date_expression import PARIS
from ..desk.hours import working_minutes
from ..desk.measures import WEEK, Figures, Measures, Period, Promptness, measure_promptness, measure_questions, monday
from .acts import Wanted, list_acts, list_kinds, list_people, read_acts
from .figures_sheet import SHEETS, write_acts
from .topics import name_topic
from .visit import Visit
from .week_chart import draw_weeks

WEEKS = 12
"""How many weeks are shown at once."""
FIRST_YEAR, LAST_YEAR = 2000, 2999


def show_journal(visit: Visit) -> Response:
    """Show the acts that are asked for, and the figures of twelve weeks."""
    front, wanted, period = visit.front, _wanted(visit), find_period(visit.asked("jusqu"), visit.front.clock())
    with front.database.read() as session:
        lines, further = list_acts(session, front.call.slug, wanted)
        people, kinds = list_people(session), list_kinds(session, front.call.slug)
    measures, promptness = _measure(visit, period)
    late = [key for key in promptness.departments if key not in measures.departments]
    return visit.show(
        "journal.html",
        wanted=wanted,
        lines=lines,
        further=further,
        people=people,
        kinds=kinds,
        period=period,
        before=period.first - timedelta(days=1),
        after=period.last + WEEK * WEEKS,
        is_last=period.last >= front.clock().astimezone(PARIS).date(),
        measures=measures,
        promptness=promptness,
        services={key: measures.departments.get(key, Figures()) for key in [*measures.departments, *late]},
        chart=draw_weeks(measures.weeks),
        name_channel=front.name_channel,
        name_department=front.name_department,
        name_topic=name_topic,
    )


def send_journal(visit: Visit) -> Response:
    """Send the acts (`table=actes`) or a table of the figures as a CSV file."""
    front, table = visit.front, visit.asked("table") or "actes"
    if table == "actes":
        with front.database.read() as session:
            return write_acts(read_acts(session, front.call.slug, _wanted(visit)))
    if table not in SHEETS:
        raise HTTPException(404)
    measures, promptness = _measure(visit, find_period(visit.asked("jusqu"), front.clock()))
    return SHEETS[table](front, measures, promptness)


def find_period(last: str, now: datetime) -> Period:
    """Return the twelve whole weeks up to a day's (`2026-02-15`), or up to this one where the text names no day."""
    try:
        day = date.fromisoformat(last)
    except ValueError:
        day = now.astimezone(PARIS).date()
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        day = now.astimezone(PARIS).date()
    end = monday(day) + timedelta(days=6)
    return Period(monday(end) - WEEK * (WEEKS - 1), end)


def _measure(visit: Visit, period: Period) -> tuple[Measures, Promptness]:
    front = visit.front
    count = partial(working_minutes, off=front.desk.office.days_off)
    with front.database.read() as session:
        measures = measure_questions(session, front.call.slug, period)
        return measures, measure_promptness(session, front.call.slug, period, count)


def _wanted(visit: Visit) -> Wanted:
    return Wanted(visit.asked("par"), visit.asked("acte")[:32], visit.asked("avant"))
