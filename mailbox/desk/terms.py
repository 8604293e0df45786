"""Terms in memory: what a word that somebody types may mean, among all words that stand anywhere."""

from bisect import bisect_left
from collections.abc import Mapping
from enum import IntEnum
from heapq import nsmallest
from threading import Lock
from weakref import WeakKeyDictionary

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from ..records.models import Term

MOST = 200
"""The words that one which is typed may stand for: the shortest it begins, and the nearest it may be a slip of."""
_LEAST_BEGINNING = 2
_LEAST_NUMBER = 4
_REMEMBERED = 500
"""The words whose slips are remembered, for each list is searched again with every filter."""
_LAST = "\U0010ffff"


class Likeness(IntEnum):
    """How a word that stands somewhere may be like one that is asked for: the same, begun by it, a slip or two off."""

    SAME = 0
    BEGUN = 1
    SLIP = 2
    SLIPS = 3


class Terms:
    """All words as of a moment, with their numbers; never changed, but it remembers what was looked for."""

    def __init__(self) -> None:
        """Begin without any."""
        self.highest = 0
        self._ids: dict[str, int] = {}
        self._ordered: list[str] = []
        self._by_length: dict[int, list[str]] = {}
        self._near: dict[str, list[tuple[str, int]]] = {}

    def __len__(self) -> int:
        """Count the words."""
        return len(self._ids)

    def grow(self, newer: Mapping[str, int]) -> "Terms":
        """Return these words and newer ones."""
        grown = Terms()
        grown.highest = max(newer.values(), default=self.highest)
        grown._ids = {**self._ids, **newer}
        grown._ordered = sorted([*self._ordered, *newer])
        of_length: dict[int, list[str]] = {}
        for word in newer:
            of_length.setdefault(len(word), []).append(word)
        grown._by_length = self._by_length | {n: [*self._by_length.get(n, ()), *of_length[n]] for n in of_length}
        return grown

    def find_like(self, word: str, likeness: Likeness) -> list[int]:
        """Return the numbers of the words that are so much like a folded word, or more."""
        found = [word] if word in self._ids else []
        if likeness >= Likeness.BEGUN:
            found += self._find_begun(word)
        if likeness >= Likeness.SLIP:
            found += self._find_near(word, 1 if likeness is Likeness.SLIP else 2)
        return sorted({self._ids[other] for other in found})

    def _find_begun(self, word: str) -> list[str]:
        if len(word) < (_LEAST_NUMBER if word.isdigit() else _LEAST_BEGINNING):
            return []
        first, last = bisect_left(self._ordered, word), bisect_left(self._ordered, word + _LAST)
        return nsmallest(MOST, self._ordered[first:last], key=len)

    def _find_near(self, word: str, most: int) -> list[str]:
        if word not in self._near:
            if len(self._near) >= _REMEMBERED:
                self._near.clear()
            self._near[word] = self._look_near(word)
        return [other for other, slips in self._near[word] if slips <= most]

    def _look_near(self, word: str) -> list[tuple[str, int]]:
        """Look all words through for those that one may be a slip of, with how many slips it takes; the dear part."""
        most = count_slips(word)
        if not most:
            return []
        lengths = range(len(word) - most, len(word) + most + 1)
        choices = [other for length in lengths for other in self._by_length.get(length, ())]
        found = process.extract(word, choices, scorer=OSA.distance, processor=None, score_cutoff=most, limit=MOST)
        return [(other, round(slips)) for other, slips, _ in found]


def count_slips(word: str) -> int:
    """Tell how many letters of a word may be mistaken, missing, too many or in each other's place."""
    if not word.isalpha() or len(word) < 4:
        return 0
    return 1 if len(word) < 7 else 2


def recall_terms(session: Session) -> Terms:
    """Return all words that the database has, read anew only as far as they are new to this process."""
    engine = session.get_bind().engine
    with _LOCK:
        kept = _KEPT.get(engine) or Terms()
    counted = select(func.count()).select_from(Term).scalar_subquery()  # apart, for SQLite counts all rows in no time
    count, highest = session.execute(select(counted, select(func.max(Term.id)).scalar_subquery())).one()
    if (count, highest) == (len(kept), kept.highest):
        return kept
    grown = kept.grow(_read(session, kept.highest))
    if len(grown) != count:  # some were dropped, or one of a lower number was committed later
        grown = Terms().grow(_read(session, 0))
    with _LOCK:
        _KEPT[engine] = grown
    return grown


def _read(session: Session, above: int) -> dict[str, int]:
    return dict(session.execute(select(Term.word, Term.id).where(Term.id > above)).all())


_KEPT: WeakKeyDictionary[Engine, Terms] = WeakKeyDictionary()
_LOCK = Lock()
