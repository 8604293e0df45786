"""Whether approved entries still hold: their passage stands in the call, and they do not contradict each other."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...knowledge.call import Call, Citation, Pair
from ...knowledge.contradiction import Claims
from ...knowledge.entry import EntryKind
from ...knowledge.learning.tables import load_tables
from ...knowledge.serving import load_serving
from ...knowledge.vocabulary import load_vocabulary
from ..records.models import Entry, EntryState

APPROVED = (EntryState.VALID, EntryState.STALE, EntryState.CONTRADICTED)
"""The states of what was approved and not withdrawn: which of them it is in is found anew by each review."""


def review(session: Session, call: Call, pair: str | None = None) -> None:
    """Find for each approved entry (of one pair, where it is named) whether it is valid, stale or contradicted.

    Two that state different things of their pair are both contradicted, and neither is told until one of them goes.
    """
    query = select(Entry).where(Entry.call == call.slug, Entry.state.in_(APPROVED))
    if pair is not None:
        query = query.where(Entry.pair == pair)
    by_pair: dict[str, list[Entry]] = {}
    for entry in session.scalars(query.order_by(Entry.id)):
        by_pair.setdefault(entry.pair, []).append(entry)
    for entries in by_pair.values():
        _review(call, entries)
    session.flush()


def locate(call: Call, kept: Sequence[dict[str, Any]]) -> tuple[Citation, ...] | None:
    """Find the quoted passages in the call as it is now; None where one does not stand there any more, to the letter.

    One that only moved is found where it is.
    """
    found: list[Citation] = []
    for row in kept:
        text, start = str(row["text"]), int(row["start"])
        if not call.source.text.startswith(text, start):
            start = call.source.text.find(text)
        if start < 0 or not text:
            return None
        found.append(Citation(call.source, start, start + len(text), text))
    return tuple(found)


def is_stale(call: Call, entry: Entry) -> bool:
    """Tell whether what an entry rests on is gone: its passage changed, or the call now answers what was decided."""
    if entry.kind is EntryKind.QUOTE:
        return not locate(call, entry.citations)
    return load_serving(call).is_answered(Pair.parse(entry.pair), entry.phrasings)


def _review(call: Call, entries: Sequence[Entry]) -> None:
    states = {entry.id: EntryState.STALE if is_stale(call, entry) else EntryState.VALID for entry in entries}
    holding = [entry for entry in entries if states[entry.id] is EntryState.VALID]
    if len(holding) > 1:
        claims = Claims(load_vocabulary(), load_tables(), call.year)
        for one, other in combinations(holding, 2):
            if claims.contradict(one.words, other.words):
                states[one.id] = states[other.id] = EntryState.CONTRADICTED
    for entry in entries:
        entry.state = states[entry.id]
