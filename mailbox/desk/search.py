"""Search: the threads and the loose tickets in which all words stand that somebody asks for, however they are spelt."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from ..records.models import Address, Place, Thread, Ticket
from .asked import Asked, Wanted, read_asked
from .loose import LooseOnes, recall_loose
from .terms import Likeness, Terms, recall_terms


@dataclass(frozen=True)
class Scope:
    """Where a search looks: among the threads and the tickets that fulfil this; everywhere in a call without."""

    threads: ColumnElement[bool] | None = None
    tickets: ColumnElement[bool] | None = None


EVERYWHERE = Scope()
_FEW = 3
"""So many words are looked up with all their slips: each takes some 10 ms among 120,000 terms."""


@dataclass(frozen=True)
class Found:
    """A thread that was found; `ticket` is the one that was asked for by its number, or one that has no thread."""

    thread: int | None
    ticket: int | None = None


def find(session: Session, call: str, asked: str, limit: int, scope: Scope = EVERYWHERE) -> list[Found]:
    """Return what a call has in which every word stands, at most so many.

    That in which all of them stand as they are comes first, then that with words they begin, then that with words they
    are likely misspellings of, one slip before two; what is rare among them stays as it is for longest. Of each kind,
    what moved last comes first. A number alone leads first to the request of that number; written `n° 12`, to it
    alone, or to nothing where it is out of scope. A whole address or telephone number leads first to whose it is. What
    has no word finds nothing.
    """
    read = read_asked(asked)
    first = _find_numbered(session, call, read, scope)
    if read.numbered and (first or _find_numbered(session, call, read, EVERYWHERE)):
        return first
    reached = _find_reached(session, call, read, limit, scope)
    worded = _find_worded(session, call, read.words, limit, scope, as_they_are=bool(reached)) if read.words else []
    found: dict[tuple[int | None, int | None], Found] = {}
    for one in (*first, *reached, *worded):
        found.setdefault((one.thread, None if one.thread else one.ticket), one)
    return list(found.values())[:limit]


def _find_numbered(session: Session, call: str, asked: Asked, scope: Scope) -> list[Found]:
    """Find the ticket whose number is asked for."""
    if asked.number is None:
        return []
    query = select(Ticket.thread_id, Ticket.id).outerjoin(Ticket.thread).where(Ticket.id == asked.number)
    query = query.where(Ticket.call == call, or_(Thread.id.is_(None), Thread.call == call))
    if scope.tickets is not None:
        query = query.where(scope.tickets)
    return [Found(thread, ticket) for thread, ticket in session.execute(query)]


def _find_reached(session: Session, call: str, asked: Asked, limit: int, scope: Scope) -> list[Found]:
    """Find the threads of whoever has the whole address that is asked for."""
    if asked.reach is None:
        return []
    channel, address = asked.reach
    query = _select(call, scope).join(Thread.address).where(Address.channel == channel, Address.address == address)
    return [Found(thread) for thread, _ in session.execute(query.limit(limit))]


def _find_worded(
    session: Session, call: str, words: Sequence[Wanted], limit: int, scope: Scope, *, as_they_are: bool
) -> list[Found]:
    """Find by words: what is most like them first, and less, if at all, only as long as there is not enough."""
    meanings = _Meanings(recall_terms(session), recall_loose(session, call, scope.tickets), words)
    least = meanings.find_least()
    if least is None:
        return []
    found: dict[Found, None] = {}
    looked: list[list[list[int]]] = []
    for likeness in _loosen(least, _find_rarest(session, meanings.mean(least)[0])):
        meant, loosely = meanings.mean(likeness)
        if [meant, loosely] != looked:
            found |= dict.fromkeys(_look(session, call, meant, loosely, meanings.loose, limit, scope))
        if len(found) >= limit or as_they_are:
            break
        looked = [meant, loosely]
    return list(found)


class _Meanings:
    """What each word of a search may mean, by how like it that is; each looked up once."""

    def __init__(self, terms: Terms, loose: LooseOnes, words: Sequence[Wanted]) -> None:
        self.loose = loose
        self._terms, self._words = terms, words
        self._known: dict[tuple[int, Likeness], tuple[list[int], list[int]]] = {}

    def find_least(self) -> list[Likeness] | None:
        """Return how far each word must be loosened to mean anything; None where one of them never does."""
        least = [next((like for like in Likeness if any(self._mean(at, like))), None) for at in range(len(self._words))]
        return None if None in least else [like for like in least if like is not None]

    def mean(self, likeness: Sequence[Likeness]) -> tuple[list[list[int]], list[list[int]]]:
        """Return the terms of threads, and those of loose tickets, that each word may mean."""
        both = [self._mean(at, like) for at, like in enumerate(likeness)]
        return [terms for terms, _ in both], [terms for _, terms in both]

    def _mean(self, at: int, likeness: Likeness) -> tuple[list[int], list[int]]:
        if (at, likeness) not in self._known:
            wanted = self._words[at]
            self._known[at, likeness] = (
                _find_like(self._terms, wanted, likeness),
                _find_like(self.loose.terms, wanted, likeness),
            )
        return self._known[at, likeness]


def _find_like(terms: Terms, wanted: Wanted, likeness: Likeness) -> list[int]:
    found = terms.find_like(wanted.word, likeness)
    if likeness is Likeness.SAME:
        return found
    others = (number for other in wanted.others for number in terms.find_like(other, Likeness.SAME))
    return sorted({*found, *others})


def _loosen(least: Sequence[Likeness], rarest: int) -> Iterator[list[Likeness]]:
    """Yield how like the words may be, stricter before looser; the rarest of them is loosened last each time.

    Many words are loosened together, and those of them that stand somewhere are not taken for slips.
    """
    now = list(least)
    yield list(now)
    if len(least) > _FEW:
        yield [max(like, Likeness.BEGUN) for like in now]
        return
    for likeness in Likeness:
        for held in (rarest, None):
            now = [like if at == held else max(like, likeness) for at, like in enumerate(now)]
            yield list(now)


def _find_rarest(session: Session, meant: Sequence[Sequence[int]]) -> int:
    """Tell which word stands in the fewest threads."""
    if len(meant) == 1:
        return 0
    query = select(Place.term_id, func.count()).where(Place.term_id.in_({term for terms in meant for term in terms}))
    counted = dict(session.execute(query.group_by(Place.term_id)).all())
    return min(range(len(meant)), key=lambda at: sum(counted.get(term, 0) for term in meant[at]))


def _look(
    session: Session,
    call: str,
    meant: Sequence[Sequence[int]],
    loosely: Sequence[Sequence[int]],
    loose: LooseOnes,
    limit: int,
    scope: Scope,
) -> list[Found]:
    """Find threads and loose tickets in which one term of each word stands, what moved last first."""
    moved: list[tuple[datetime, int, Found]] = []
    if all(meant):
        query = _select(call, scope)
        for terms in meant:
            query = query.where(Thread.id.in_(select(Place.thread_id).where(Place.term_id.in_(terms))))
        moved += [(at, thread, Found(thread)) for thread, at in session.execute(query.limit(limit))]
    if all(loosely):
        moved += [(one.at, one.number, Found(None, one.number)) for one in loose.find(loosely)]
    return [found for *_, found in sorted(moved, key=lambda one: one[:2], reverse=True)]


def _select(call: str, scope: Scope) -> Select[int, datetime]:
    query = select(Thread.id, Thread.updated_at).where(Thread.call == call)
    if scope.threads is not None:
        query = query.where(scope.threads)
    return query.order_by(Thread.updated_at.desc(), Thread.id.desc())
