"""The register of gaps: what people asked that the call leaves open, by the number of those who asked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select, union_all
from sqlalchemy.orm import Session

from ...knowledge.call import Call, Citation, KnownGap, Pair
from ...knowledge.conclusion import Outcome
from ..records.models import Address, Message, Question, QuestionState, Thread, Ticket, TicketState

SHOWN = 10
"""How many open tickets are named of each pair."""
_EXAMPLES = 3
_SHORTEST = 8
_COMPARED = 50
"""How many wordings of a pair are compared, the last that were asked; some differ in case and spaces alone."""
_LEFT_OPEN = (Outcome.GAP.value, Outcome.DECISION.value)
"""What the call does not say is a gap of it even where the office has decided it since."""


@dataclass(frozen=True)
class RegisteredGap:
    """A pair the call leaves open: how many people asked it, how often, when first and last (aware), in what words.

    `examples` are up to three wordings, the shortest first; `nearest` is what the call says that comes nearest.
    """

    pair: Pair
    department: str
    people: int
    times: int
    first: datetime
    last: datetime
    examples: tuple[str, ...]
    nearest: tuple[Citation, ...]


@dataclass(frozen=True)
class Unsettled:
    """The open tickets that ask a pair: how many, and the numbers of those opened first."""

    total: int
    numbers: tuple[int, ...]


def register_gaps(session: Session, call: Call) -> list[RegisteredGap]:
    """List the gaps of a call that were asked, the most asked first; who asked is counted, never named."""
    counted = (
        select(Question.pair, func.count(Address.candidate_id.distinct()), func.count())
        .add_columns(func.min(Message.at), func.max(Message.at))
        .join(Message, Question.message_id == Message.id)
        .join(Thread, Message.thread_id == Thread.id)
        .join(Address, Thread.address_id == Address.id)
        .where(*_left_open(call))
        .group_by(Question.pair)
    )
    rows = session.execute(counted).all()
    wordings = _read_wordings(session, call, [str(row[0]) for row in rows])
    found: list[RegisteredGap] = []
    for key, people, times, first, last in rows:
        pair, known = _find_gap(call, str(key))
        department = call.departments.get(known.department, known.department)
        nearest = tuple(call.cite(name) for name in known.nearest)
        found.append(RegisteredGap(pair, department, people, times, first, last, _choose(wordings[key]), nearest))
    return sorted(found, key=lambda gap: (-gap.people, -gap.times, str(gap.pair)))


def list_waiting(session: Session, call: str) -> Mapping[str, Unsettled]:
    """List, by pair, the open tickets with an open question that the call does not settle."""
    asked = (
        select(Question.pair, Question.ticket_id)
        .join(Ticket, Question.ticket_id == Ticket.id)
        .where(Ticket.call == call, Ticket.state == TicketState.OPEN, Question.state == QuestionState.OPEN)
        .where(Question.outcome == Outcome.GAP.value, Question.pair.is_not(None))
        .distinct()
        .subquery()
    )
    place = func.row_number().over(partition_by=asked.c.pair, order_by=asked.c.ticket_id)
    total = func.count().over(partition_by=asked.c.pair)
    ranked = select(asked, place.label("place"), total.label("total")).subquery()
    query = select(ranked.c.pair, ranked.c.ticket_id, ranked.c.total).where(ranked.c.place <= SHOWN)
    found: dict[str, Unsettled] = {}
    for pair, number, count in session.execute(query.order_by(ranked.c.pair, ranked.c.place)):
        known = found.get(pair, Unsettled(count, ()))
        found[pair] = Unsettled(count, (*known.numbers, number))
    return found


def _left_open(call: Call) -> tuple[ColumnElement[bool], ...]:
    return Thread.call == call.slug, Question.outcome.in_(_LEFT_OPEN), Question.pair.is_not(None)


def _find_gap(call: Call, key: str) -> tuple[Pair, KnownGap]:
    pair = Pair.parse(key)
    return pair, call.gaps.get(pair) or KnownGap(call.first_department)


def _read_wordings(session: Session, call: Call, pairs: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """Read the last wordings of each pair, in the order in which they were asked: so many, however many there are."""

    def last_of(pair: str) -> Select[str, str]:
        query = (
            select(Question.pair, Question.text)
            .join(Message, Question.message_id == Message.id)
            .join(Thread, Message.thread_id == Thread.id)
            .where(*_left_open(call), Question.pair == pair)
        )
        last = query.order_by(Question.id.desc()).limit(_COMPARED).subquery()
        return select(last.c.pair, last.c.text)

    found: defaultdict[str, list[str]] = defaultdict(list)
    asked = [last_of(pair) for pair in pairs]
    for pair, text in session.execute(union_all(*asked)) if asked else ():
        found[pair].insert(0, text)
    return found


def _choose(texts: Iterable[str]) -> tuple[str, ...]:
    """Choose wordings to show: one line each, told apart by more than their case, the shortest that say something."""
    lines = {" ".join(text.split()).casefold(): " ".join(text.split()) for text in texts}
    ranked = sorted(lines.values(), key=lambda line: (len(line) < _SHORTEST, len(line), line))
    return tuple(line if len(line) <= 200 else f"{line[:199]}…" for line in ranked[:_EXAMPLES])
