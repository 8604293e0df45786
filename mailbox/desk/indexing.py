"""Indexing: which words stand in which thread.

Words are noted as they are filed, and written last, when their transaction commits: whoever writes them holds all its
other locks already, and all write in one order, so that no two processes wait for each other.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, delete, event, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session, SessionTransaction

from ...knowledge.text import SILENT, fold
from ..records.models import Address, Message, Place, Term, Ticket

LONGEST = 40
"""The characters of a word that count: as many as its column holds."""
MOST_READ = 200_000
"""The characters of one text that are read, so that no huge mail holds up the others."""
BY_NAME = ("mail",)
"""The channels whose addresses say something to a person."""
_AT_ONCE = 500
_NOTED = "words noted"
_WORD = re.compile(r"[^\W_]+")

Noted = dict[int, set[str]]
"""Words by the thread they stand in."""


def read_words(text: str) -> list[str]:
    """Read the words that a text is found by: folded, each once, in their order; no silent ones, no lone letters."""
    found = (word[:LONGEST] for word in _WORD.findall(fold(text[:MOST_READ])))
    return list(dict.fromkeys(word for word in found if word not in SILENT and (len(word) > 1 or word.isdigit())))


def note_words(session: Session, thread_id: int, *texts: str) -> None:
    """Note the words of texts, to be found by from the end of this transaction on; of none that is rolled back."""
    by_transaction: dict[object, Noted] = session.info.setdefault(_NOTED, {})
    noted = by_transaction.setdefault(_innermost(session), {}).setdefault(thread_id, set())
    noted.update(word for text in texts for word in read_words(text))


def take_back_words(session: Session, thread_id: int, words: Collection[str]) -> None:
    """Write nothing of what was noted of these words earlier in this transaction, and drop where they stand."""
    by_transaction: dict[object, Noted] = session.info.get(_NOTED, {})
    for noted in by_transaction.values():
        noted.get(thread_id, set()).difference_update(words)
    gone = sorted(words)
    for at in range(0, len(gone), _AT_ONCE):
        terms = select(Term.id).where(Term.word.in_(gone[at : at + _AT_ONCE]))
        session.execute(delete(Place).where(Place.thread_id == thread_id, Place.term_id.in_(terms)))


def note_message(session: Session, message: Message) -> None:
    """Note the words of what a person sent, the names of its files, and who they are."""
    files = (file.name for file in message.attachments)
    note_words(session, message.thread_id, message.text, message.subject, *list_names(message.thread.address), *files)


def note_ticket(session: Session, ticket: Ticket) -> None:
    """Note a ticket's title and number; nothing of one without a thread, which no search leads to."""
    if ticket.thread_id is not None:
        note_words(session, ticket.thread_id, ticket.title, str(ticket.id))


def list_names(address: Address) -> tuple[str, str]:
    """Return what a person is found by: their name, and their address where it is one that says something."""
    return address.name or "", address.address if address.channel in BY_NAME else ""


def place(session: Session, noted: Mapping[int, Collection[str]]) -> None:
    """Write which words stand in which threads, once in a transaction and last; what is written already stays."""
    words = sorted({word for found in noted.values() for word in found})
    terms = _find_terms(session, words)
    missing = [word for word in words if word not in terms]
    _insert(session, Term, [{"word": word} for word in missing])
    terms |= _find_terms(session, missing)
    pairs = sorted((terms[word], thread) for thread, found in noted.items() for word in found)
    _insert(session, Place, [{"term_id": term, "thread_id": thread} for term, thread in pairs])


def _find_terms(session: Session, words: Sequence[str]) -> dict[str, int]:
    """Find terms by their words; none of them is dropped before the transaction ends."""
    query = select(Term.word, Term.id).with_for_update(read=True, key_share=True)
    found: dict[str, int] = {}
    for at in range(0, len(words), _AT_ONCE):
        rows = session.execute(query.where(Term.word.in_(words[at : at + _AT_ONCE])).order_by(Term.word))
        found |= dict(rows.all())
    return found


def _insert(session: Session, rows: type[Term | Place], values: Sequence[dict[str, Any]]) -> None:
    """Insert rows that may be there already, in their order; as plain rows, for there are many."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    if values:
        session.execute(insert(cast("Table", rows.__table__)).on_conflict_do_nothing(), values)


def _innermost(session: Session) -> SessionTransaction:
    return session.get_nested_transaction() or session.get_transaction() or session.begin()


def _place_noted(session: Session) -> None:
    """Write what was noted in the transaction, or the part of one, that is about to end well; in no other."""
    by_transaction: dict[object, Noted] = session.info.get(_NOTED, {})
    if noted := by_transaction.pop(_innermost(session), None):
        place(session, noted)


event.listen(Session, "before_commit", _place_noted)
