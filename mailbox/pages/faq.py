"""The screen of the FAQ: the office's own answers, by state and by words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import Response

from ...knowledge.entry import EntryKind
from ...knowledge.text import fold
from ..delivery.phrases import capital, name_pair
from ..records.models import Entry, EntryState, Staff
from .translation import language
from .visit import Visit

STATES = {
    "proposees": EntryState.PROPOSED,
    "valides": EntryState.VALID,
    "perimees": EntryState.STALE,
    "contredites": EntryState.CONTRADICTED,
    "retirees": EntryState.WITHDRAWN,
}
"""What each list is called in an address."""


@dataclass(frozen=True)
class FaqRow:
    """One line of the list; `since` is when its text was proposed, or approved."""

    number: int
    topic: str
    words: str
    kind: EntryKind
    state: EntryState
    who: str
    since: datetime
    searched: str


def show_faq(visit: Visit) -> Response:
    """Show the entries in one state, the proposed ones first of all; or those of any that bear all the words asked."""
    words = visit.asked("mots").strip()
    with visit.front.database.read() as session:
        rows = _read_rows(session, visit.front.call.slug)
    counts = Counter(row.state for row in rows)
    chosen = STATES.get(visit.asked("etat")) or next((s for s in STATES.values() if counts[s]), EntryState.VALID)
    found = _search(rows, words) if words else [row for row in rows if row.state is chosen]
    return visit.show(
        "faq.html", rows=found, words=words, chosen=None if words else chosen, states=STATES, counts=counts
    )


def _read_rows(session: Session, call: str) -> list[FaqRow]:
    query = select(Entry, Staff.name).join(Staff, Entry.proposed_by == Staff.id).where(Entry.call == call)
    return [_read_row(entry, who) for entry, who in session.execute(query.order_by(Entry.id.desc()))]


def _read_row(entry: Entry, who: str) -> FaqRow:
    topic = capital(name_pair(entry.pair, language()))
    return FaqRow(
        number=entry.id,
        topic=topic,
        words=entry.words,
        kind=entry.kind,
        state=entry.state,
        who=who,
        since=entry.approved_at or entry.proposed_at,
        searched=fold(" ".join([topic, entry.words, *entry.phrasings])),
    )


def _search(rows: Sequence[FaqRow], words: str) -> list[FaqRow]:
    wanted = fold(words).split()
    return [row for row in rows if all(word in row.searched for word in wanted)]
