"""Tickets without a thread: what could not be read, or not be delivered to anybody we know; found by what is known."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from ..records.models import Item, Note, Ticket
from .indexing import read_words
from .terms import Terms

MOST = 1_000
"""The tickets without a thread that are looked through, the last opened first; there are few, so they have no index."""


@dataclass(frozen=True)
class Loose:
    """A ticket without a thread: its number, when it was opened, and the words it is found by."""

    number: int
    at: datetime
    words: frozenset[str]


@dataclass(frozen=True)
class LooseOnes:
    """Tickets without a thread, and the terms that they are found by."""

    tickets: Sequence[Loose]
    terms: Terms
    _words: Mapping[int, str]

    def find(self, meant: Sequence[Collection[int]]) -> list[Loose]:
        """Find the tickets in which one term of each word stands."""
        wanted = [{self._words[term] for term in terms} for terms in meant]
        return [ticket for ticket in self.tickets if all(ticket.words & words for words in wanted)]


def recall_loose(session: Session, call: str, among: ColumnElement[bool] | None) -> LooseOnes:
    """Read the last of a call's tickets without a thread, `among` those that fulfil it where it is given."""
    query = select(Ticket.id, Ticket.opened_at, Ticket.title, Item.lane, Item.envelope).outerjoin(
        Item, Item.id == Ticket.item_id
    )
    query = query.where(Ticket.call == call, Ticket.thread_id.is_(None))
    if among is not None:
        query = query.where(among)
    rows = session.execute(query.order_by(Ticket.id.desc()).limit(MOST)).all()
    notes = _read_notes(session, [row[0] for row in rows])
    tickets = [
        Loose(number, at, _read_all((title, str(number), lane or "", _sender(envelope), *notes.get(number, ()))))
        for number, at, title, lane, envelope in rows
    ]
    words = sorted({word for ticket in tickets for word in ticket.words})
    terms = Terms().grow({word: number for number, word in enumerate(words)})
    return LooseOnes(tickets, terms, dict(enumerate(words)))


def _read_notes(session: Session, tickets: Collection[int]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = {}
    for number, words in session.execute(select(Note.ticket_id, Note.words).where(Note.ticket_id.in_(tickets))):
        found.setdefault(number, []).append(words)
    return found


def _sender(envelope: Mapping[str, object] | None) -> str:
    return str((envelope or {}).get("mail_from", ""))


def _read_all(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in _read(text))


@lru_cache(4 * MOST)
def _read(text: str) -> tuple[str, ...]:
    return tuple(read_words(text))
