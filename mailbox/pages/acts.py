"""The journal's lines: who did what, the last first, a screenful at a time."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from ..delivery.dates import write_day
from ..records.models import Act, Staff
from .translation import language

SCREENFUL = 50
SHOWN = frozenset({"entry", "version", "reason", "conflict", "words", "number", "title", "changed"}) | frozenset(
    {"department", "into", "because", "opened", "account", "until", "owner"}
)
"""The details that tell a reader something; others are for the code, such as a parcel's id."""
_NUMBER = re.compile(r"[1-9]\d{0,8}", re.ASCII)


@dataclass(frozen=True)
class Line:
    """One act; `who` is empty for what no person did, `detail` holds the names and values that are shown."""

    number: int
    at: datetime
    who: str
    kind: str
    ticket: int | None
    detail: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Wanted:
    """Which acts are asked for: a person's, of a kind, before a line; `text` of an address, made up or not."""

    person: str = ""
    kind: str = ""
    before: str = ""


def list_acts(session: Session, call: str, wanted: Wanted) -> tuple[Sequence[Line], int | None]:
    """List a screenful of acts, and the number of the line after which the next one begins, if there is more."""
    query = _choose(call, wanted)
    if _NUMBER.fullmatch(wanted.before):
        query = query.where(Act.id < int(wanted.before))
    lines = [_line(*row) for row in session.execute(query.limit(SCREENFUL + 1))]
    shown = lines[:SCREENFUL]
    return shown, shown[-1].number if len(lines) > SCREENFUL else None


def read_acts(session: Session, call: str, wanted: Wanted) -> Iterator[Line]:
    """Read all acts that are asked for, the last first."""
    for row in session.execute(_choose(call, wanted).execution_options(yield_per=1000)):
        yield _line(*row)


def list_people(session: Session) -> Sequence[tuple[str, str]]:
    """List all staff, by their number and name."""
    query = select(Staff.id, Staff.name).order_by(Staff.name, Staff.id)
    return [(str(number), name) for number, name in session.execute(query)]


def list_kinds(session: Session, call: str) -> Sequence[str]:
    """List the kinds of act that there are."""
    return session.scalars(select(Act.kind).where(Act.call == call).distinct().order_by(Act.kind)).all()


def _choose(call: str, wanted: Wanted) -> Select[int, datetime, str, str, int | None, dict[str, Any]]:
    query = (
        select(Act.id, Act.at, func.coalesce(Staff.name, ""), Act.kind, Act.ticket_id, Act.detail)
        .outerjoin(Staff, Act.staff_id == Staff.id)
        .where(Act.call == call)
    )
    if _NUMBER.fullmatch(wanted.person):
        query = query.where(Act.staff_id == int(wanted.person))
    if wanted.kind:
        query = query.where(Act.kind == wanted.kind)
    return query.order_by(Act.id.desc())


def _line(number: int, at: datetime, who: str, kind: str, ticket: int | None, detail: Mapping[str, Any]) -> Line:
    told = ((name, value) for name, value in detail.items() if name in SHOWN and value not in (None, ""))
    shown = tuple((name, _say_day(value) if name == "until" else str(value)) for name, value in told)
    return Line(number, at, who, kind, ticket, shown)


def _say_day(written: object) -> str:
    """Write a moment in ISO 8601 as the day it is in Paris."""
    return write_day(datetime.fromisoformat(str(written)), language())
