"""The weeks as a picture: a column a week, in which each part of the questions has its height."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ...knowledge.date_expression import midnight
from ..delivery.dates import write_day
from ..desk.measures import Figures
from .translation import language

WIDTH, HEIGHT = 720, 240
"""Of the whole picture, in its own units."""
_TOP, _BOTTOM, _LEFT = 24, 200, 44


@dataclass(frozen=True)
class Bar:
    """A rectangle; `part` names which questions it stands for."""

    part: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Column:
    """A week: its bars from the ground up, and what is written under and above it."""

    bars: tuple[Bar, ...]
    middle: int
    label: str
    asked: int
    top: int


@dataclass(frozen=True)
class Chart:
    """A picture of weeks; `lines` are the heights of its scale, with the number at each."""

    columns: tuple[Column, ...]
    lines: tuple[tuple[int, int], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    ground: int = _BOTTOM


def draw_weeks(weeks: Mapping[date, Figures]) -> Chart:
    """Draw the weeks beside each other, to the scale of the fullest one."""
    top = _round_up(max((figures.asked for figures in weeks.values()), default=0))
    pitch = (WIDTH - _LEFT) // max(len(weeks), 1)
    columns = (_column(_LEFT + place * pitch, pitch, week, weeks[week], top) for place, week in enumerate(weeks))
    marks = sorted({0, top // 2, top})
    return Chart(tuple(columns), tuple((_BOTTOM - _scale(mark, top), mark) for mark in marks))


def _column(x: int, pitch: int, week: date, figures: Figures, top: int) -> Column:
    width = max(min(pitch - 12, 48), 6)
    start = x + (pitch - width) // 2
    bars = tuple(_stack(start, width, figures, top))
    day, month, _ = write_day(midnight(week), language()).split()
    short = month[:3] if language() == "en" else month[:4]
    return Column(bars, x + pitch // 2, f"{day} {short}", figures.asked, min(bar.y for bar in bars) - 6)


def _stack(x: int, width: int, figures: Figures, top: int) -> Iterator[Bar]:
    """Stack the parts; their edges are rounded from the sums, so that the whole has the height of the whole."""
    kept = figures.answered - figures.taken_over
    asked_back = figures.asked - figures.answered - figures.handed_over
    below = 0
    for part, count in (
        ("answered", kept),
        ("taken-over", figures.taken_over),
        ("handed-over", figures.handed_over),
        ("asked-back", asked_back),
    ):
        low, high = _scale(below, top), _scale(below + count, top)
        yield Bar(part, x, _BOTTOM - high, width, high - low)
        below += count


def _scale(count: int, top: int) -> int:
    return round(count * (_BOTTOM - _TOP) / top)


def _round_up(most: int) -> int:
    """Return an even number above, of one digit and noughts, for the scale to end at."""
    step = 2 * 10 ** max(len(str(most)) - 1, 0)
    return max(-(-most // step) * step, 2)
