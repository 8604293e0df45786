"""Search: the threads in which all words stand that somebody asks for, however they are accented or misspelt."""

import re
from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ...knowledge.text import fold
from ..records.models import Place, Thread, Ticket
from .indexing import read_words
from .terms import Likeness, recall_terms

LONGEST = 400
"""The characters that are read of what is asked."""
MOST_WORDS = 10
_NUMBERED = re.compile(r"\s*\[?\s*(?:demande|requete|request)?\s*(n\s?[°o.]?\s?|#)?\s*(\d{1,9})\s*\]?\s*")


def find_threads(session: Session, call: str, asked: str, limit: int) -> list[int]:
    """Return the numbers of a call's threads in which every word stands, at most so many.

    Those in which all of them stand as they are come first, then those with words that they begin, then those with
    words that they are likely misspellings of; of each kind, what moved last. A number alone leads first to the
    request of that number; written `n° 12`, to it alone. What has no word finds nothing.
    """
    numbered, alone = find_numbered(session, call, asked)
    if alone:
        return numbered[:limit]
    words = read_words(asked[:LONGEST])[:MOST_WORDS]
    found = _find_worded(session, call, words, limit) if words else []
    return list(dict.fromkeys([*numbered, *found]))[:limit]


def find_numbered(session: Session, call: str, asked: str) -> tuple[list[int], bool]:
    """Return the thread of the request whose number is asked for, if it is; and whether nothing else can be meant."""
    numbered = _NUMBERED.fullmatch(fold(asked[:LONGEST]))
    if numbered is None:
        return [], False
    query = select(Thread.id).join(Ticket).where(Ticket.id == int(numbered[2]), Ticket.call == call)
    found = list(session.scalars(query.where(Thread.call == call)))
    return found, bool(found and numbered[1])


def _find_worded(session: Session, call: str, words: Sequence[str], limit: int) -> list[int]:
    """Find threads by their words: what is most like them first, and less only as long as there is not enough."""
    terms = recall_terms(session)
    found: dict[int, None] = {}
    looked: list[list[int]] = []
    for likeness in Likeness:
        meant = [terms.find_like(word, likeness) for word in words]
        if all(meant) and meant != looked:
            found |= dict.fromkeys(session.scalars(_select(call, meant).limit(limit)))
        if len(found) >= limit:
            break
        looked = meant
    return list(found)


def _select(call: str, meant: Sequence[Sequence[int]]) -> Select[int]:
    """Select threads in which one term of each word stands, the one that moved last first."""
    query = select(Thread.id).where(Thread.call == call)
    for terms in meant:
        query = query.where(Thread.id.in_(select(Place.thread_id).where(Place.term_id.in_(terms))))
    return query.order_by(Thread.updated_at.desc(), Thread.id.desc())
