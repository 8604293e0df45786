"""The journal's tables as files: the acts, and the figures by day, week, channel, department and pair."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from starlette.responses import Response

from ...knowledge.date_expression import PARIS
from ..delivery.sentence import mark
from ..desk.measures import Figures, FirstAnswers, Measures, Promptness
from .acts import Line
from .front import Front
from .spreadsheet import write_sheet
from .topics import name_topic
from .translation import gettext

T = TypeVar("T")
Sheet = Callable[[Front, Measures, Promptness], Response]
_QUESTIONS = (
    mark("questions"),
    mark("répondues par l'assistant"),
    mark("transmises"),
    mark("reprises depuis"),
    mark("part de l'assistant (%)"),
)
_FIRST = (
    mark("demandes ouvertes"),
    mark("répondues"),
    mark("délai médian (min ouvrées)"),
    mark("9 sur 10 en (min ouvrées)"),
)


def write_acts(lines: Iterable[Line]) -> Response:
    """Write who did what."""
    head = (mark("date"), mark("heure"), mark("personne"), mark("acte"), mark("demande"), mark("détail"))
    return _send("actes", head, (_act(line) for line in lines))


def _send(name: str, head: Sequence[str], rows: Iterable[Sequence[str | int | None]]) -> Response:
    return write_sheet(f"journal-{name}", [gettext(one) for one in head], rows)


def _act(line: Line) -> tuple[str | int | None, ...]:
    at = line.at.astimezone(PARIS)
    detail = ", ".join(f"{name} : {value}" for name, value in line.detail)
    return at.date().isoformat(), at.time().isoformat("seconds"), line.who, line.kind, line.ticket, detail


def _write(name: str, first: str, figures: Mapping[str, Figures]) -> Response:
    rows = ((label, *_count(found)) for label, found in figures.items())
    return _send(name, (first, *_QUESTIONS), rows)


def _write_prompt(
    name: str, first: str, figures: Mapping[str, Figures], answers: Mapping[str, FirstAnswers]
) -> Response:
    keys = dict.fromkeys([*figures, *answers])
    rows = ((key, *_count(figures.get(key)), *_wait(answers.get(key))) for key in keys)
    return _send(name, (first, *_QUESTIONS, *_FIRST), rows)


def _count(figures: Figures | None) -> tuple[int | None, ...]:
    found = figures or Figures()
    return found.asked, found.answered, found.handed_over, found.taken_over, found.share


def _wait(answers: FirstAnswers | None) -> tuple[int | None, ...]:
    found = answers or FirstAnswers(0, 0, None, None)
    return found.opened, found.answered, found.median, found.nine_in_ten


def _days(_front: Front, measures: Measures, _promptness: Promptness) -> Response:
    return _write("jours", mark("jour"), _by_date(measures.days))


def _weeks(_front: Front, measures: Measures, promptness: Promptness) -> Response:
    return _write_prompt("semaines", mark("semaine du"), _by_date(measures.weeks), _by_date(promptness.weeks))


def _channels(front: Front, measures: Measures, _promptness: Promptness) -> Response:
    return _write("canaux", mark("canal"), {front.name_channel(key): found for key, found in measures.channels.items()})


def _departments(front: Front, measures: Measures, promptness: Promptness) -> Response:
    figures = {front.name_department(key): found for key, found in measures.departments.items()}
    answers = {front.name_department(key): found for key, found in promptness.departments.items()}
    return _write_prompt("services", mark("service"), figures, answers)


def _pairs(_front: Front, measures: Measures, _promptness: Promptness) -> Response:
    head = (mark("sujet"), mark("clé"), *_QUESTIONS)
    rows = ((name_topic(key) if key else "", key, *_count(found)) for key, found in measures.pairs.items())
    return _send("sujets", head, rows)


def _by_date(found: Mapping[date, T]) -> dict[str, T]:
    return {day.isoformat(): one for day, one in found.items()}


SHEETS: Mapping[str, Sheet] = {
    "jours": _days,
    "semaines": _weeks,
    "canaux": _channels,
    "services": _departments,
    "sujets": _pairs,
}
"""The tables of figures by the name that the address gives them."""
