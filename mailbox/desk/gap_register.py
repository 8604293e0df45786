"""The register of gaps: what people asked that the call leaves open, by the number of those who asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...knowledge.call import Call, Citation, KnownGap, Pair
from ...knowledge.conclusion import Outcome
from ..records.models import Address, Message, Question, Thread

_EXAMPLES = 3
_SHORTEST = 8
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


def register_gaps(session: Session, call: Call) -> list[RegisteredGap]:
    """List the gaps of a call that were asked, the most asked first; who asked is counted, never named."""
    query = (
        select(Question.pair, Question.text, Message.at, Address.candidate_id)
        .join(Message, Question.message_id == Message.id)
        .join(Thread, Message.thread_id == Thread.id)
        .join(Address, Thread.address_id == Address.id)
        .where(Thread.call == call.slug, Question.outcome.in_(_LEFT_OPEN), Question.pair.is_not(None))
        .order_by(Message.at, Question.id)
    )
    asked: dict[str, list[tuple[str, datetime, int]]] = {}
    for pair, text, at, candidate in session.execute(query):
        asked.setdefault(str(pair), []).append((text, at, candidate))
    found = [_register(call, Pair.parse(key), rows) for key, rows in asked.items()]
    return sorted(found, key=lambda gap: (-gap.people, -gap.times, str(gap.pair)))


def _register(call: Call, pair: Pair, rows: list[tuple[str, datetime, int]]) -> RegisteredGap:
    known = call.gaps.get(pair) or KnownGap(call.first_department)
    return RegisteredGap(
        pair=pair,
        department=call.departments.get(known.department, known.department),
        people=len({candidate for _, _, candidate in rows}),
        times=len(rows),
        first=rows[0][1],
        last=rows[-1][1],
        examples=_choose(text for text, _, _ in rows),
        nearest=tuple(call.cite(name) for name in known.nearest),
    )


def _choose(texts: Iterable[str]) -> tuple[str, ...]:
    """Choose wordings to show: one line each, told apart by more than their case, the shortest that say something."""
    lines = {" ".join(text.split()).casefold(): " ".join(text.split()) for text in texts}
    ranked = sorted(lines.values(), key=lambda line: (len(line) < _SHORTEST, len(line), line))
    return tuple(line if len(line) <= 200 else f"{line[:199]}…" for line in ranked[:_EXAMPLES])
