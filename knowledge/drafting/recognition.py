"""Which spans of a call's text say what: passages found by what they look like (`recognition.toml`)."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from ..date_expression import Precision, count_dates
from ..errors import NoDate
from ..milestone import read_milestone
from ..text import fold
from .spans import Span

FOLDER = Path(__file__).parent
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_LINK = re.compile(r"https?://|www\.")
_MARKUP = re.compile(r"[*_^{}]")


@dataclass(frozen=True)
class Kind:
    """What a kind of passage looks like (patterns on folded text), what it must have, and what it answers."""

    name: str
    words: tuple[re.Pattern[str], ...]
    needs: tuple[str, ...]
    unlike: re.Pattern[str] | None
    answers: tuple[str, ...]
    milestone: str | None
    all: bool

    def fits(self, span: Span, year: int) -> bool:
        """Tell whether a span is of this kind; the last of the words may stand in its heading instead."""
        body, whole = plain(span.text), plain(f"{span.heading}: {span.text}")
        *others, last = self.words
        if not (all(word.search(body) for word in others) and (last.search(body) or last.search(whole))):
            return False
        if self.unlike and self.unlike.search(body):
            return False
        return all(_HAS[need](span.text, year) for need in self.needs)


def plain(text: str) -> str:
    """Fold a text, take its markup away, and write its white space as single blanks, wherever its lines broke."""
    return " ".join(_MARKUP.sub("", fold(text)).split())


def _has_date(text: str, year: int) -> bool:
    """Tell whether a text has one date or period, and one that can be read."""
    try:
        read_milestone("", "", text, year)
    except NoDate:
        return False
    return count_dates(text) == 1


def _has_period(text: str, year: int) -> bool:
    """Tell whether the one date of a text is from a day to another."""
    return _has_date(text, year) and read_milestone("", "", text, year).precision is Precision.INTERVAL


def _has_moment(text: str, year: int) -> bool:
    """Tell whether a text has one date, and no period of days: what closes is closed at its end."""
    return _has_date(text, year) and not _has_period(text, year)


_HAS: dict[str, Callable[[str, int], bool]] = {
    "date": _has_date,
    "period": _has_period,
    "moment": _has_moment,
    "email": lambda text, _: bool(_EMAIL.search(text)),
    "link": lambda text, _: bool(_LINK.search(text)),
    "number": lambda text, _: any(c.isdigit() for c in text),
}


@cache
def load_kinds() -> tuple[Kind, ...]:
    """Read the kinds, in their order."""
    table: dict[str, dict[str, Any]] = tomllib.loads((FOLDER / "recognition.toml").read_text(encoding="utf-8"))
    return tuple(
        Kind(
            name,
            tuple(re.compile(word) for word in row["words"]),
            tuple(row.get("needs", ())),
            re.compile(row["not"]) if "not" in row else None,
            tuple(row["answers"]),
            row.get("milestone"),
            row.get("all", False),
        )
        for name, row in table.items()
    )


def recognise(spans: Sequence[Span], year: int) -> Mapping[str, Span]:
    """Find a span for each kind that the text has: the first that fits; of some kinds, from the first to the last."""
    return dict(_recognise(spans, year))


def _recognise(spans: Sequence[Span], year: int) -> Iterator[tuple[str, Span]]:
    for kind in load_kinds():
        fitting = [span for span in spans if kind.fits(span, year)]
        if kind.milestone == "deadline" and len({_end(span, year) for span in fitting}) > 1:
            continue  # which of them closes the call is for a person to say
        if fitting and not kind.all:
            yield kind.name, fitting[0]
        elif fitting:
            yield kind.name, Span(fitting[0].start, fitting[-1].end, "", fitting[0].heading)


def _end(span: Span, year: int) -> datetime:
    return read_milestone("deadline", "", span.text, year).end
