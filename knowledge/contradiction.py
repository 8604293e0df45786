"""Whether two texts contradict each other.

They do where they claim different things of the same, and neither also says what the other does.
"""

from functools import lru_cache

from .call import DATES, Pair
from .claim import Claim, ClaimReader, Sort
from .learning.tables import Tables
from .likeness import is_open, share_words
from .stance import Ruling
from .topic import find_topics, is_particular, share_topic
from .vocabulary import Vocabulary

_KEPT = 500
"""How many texts stay read: an answer is held against the same passages and answers again and again."""
_CLOSE, _CLOSEST, _NEAR = 0.6, 0.8, 0.4
_TELLING = 2
"""How many words a clause must have that its likeness to another is told by them."""
_FAR = 60
"""How many times as long as another a time is that is not of the same thing."""
_APART = ({"net", "gross"}, {"month", "year"})
_RATES = {"week"}
_OPPOSED = {Ruling.MAY, Ruling.MUST}


class Claims:
    """Reads claims, and finds those of two texts that cannot both hold."""

    def __init__(self, vocabulary: Vocabulary, tables: Tables, year: int) -> None:
        self._read = lru_cache(maxsize=_KEPT)(ClaimReader(vocabulary, tables, year).read)

    def read(self, text: str) -> tuple[Claim, ...]:
        """Read what a text states."""
        return self._read(text)

    def contradict(self, one: str, other: str, *, about: Pair | None = None) -> tuple[tuple[Claim, Claim], ...]:
        """Return the claims of two texts that cannot both hold; none where nothing is found to.

        `about` is the pair that both texts answer, if they do: what names no matter of its own is of that.
        """
        return find_contradictions(self.read(one), self.read(other), about)


def find_contradictions(
    mine: tuple[Claim, ...], yours: tuple[Claim, ...], about: Pair | None = None
) -> tuple[tuple[Claim, Claim], ...]:
    """Return the claims that cannot both hold; one that the other side states as well contradicts nothing of it."""
    of_one_thing = [(a, b) for a in mine for b in yours if a.sort is b.sort and _is_comparable(a, b, about)]
    agreed = {claim for a, b in of_one_thing if not a.differs(b) for claim in (a, b)}
    return tuple((a, b) for a, b in of_one_thing if a.differs(b) and not {a, b} & agreed)


def _is_comparable(one: Claim, other: Claim, about: Pair | None) -> bool:
    """Tell whether two claims of a sort are of one thing."""
    if one.unit != other.unit or any(apart <= one.marks | other.marks for apart in _APART):
        return False
    if one.sort in (Sort.ANSWER, Sort.CONDITION):
        return _decide_the_same(one, other, about)
    if one.sort is Sort.LENGTH and max(one.high, other.high) > _FAR * min(one.low, other.low):
        return False
    mine, yours = (claim.topics or (find_topics(about) if about else frozenset[str]()) for claim in (one, other))
    if mine and yours:
        return share_topic(mine, yours)
    if one.unit or _share(one, other) >= _CLOSE:
        return True
    if about:
        return one.sort is not Sort.DATE or about.property in DATES
    return one.pair is not None and one.pair == other.pair


def _decide_the_same(one: Claim, other: Claim, about: Pair | None) -> bool:
    """Tell whether two clauses decide on one thing: by their pairs and topics, and by their words."""
    if one.sort is Sort.ANSWER and (
        (one.valued and other.valued) or {one.ruling, other.ruling} == _OPPOSED or _on_other_terms(one, other)
    ):
        return False
    if one.topics and other.topics and not share_topic(one.topics, other.topics):
        return False
    shared = _share(one, other)
    if one.pair and other.pair and one.pair.object != other.pair.object and not about:
        return shared >= _CLOSEST
    same = one.pair is not None and one.pair == other.pair
    if shared >= _CLOSE or ((about or same) and _rule_the_same(one, other)):
        return True
    return same and not is_open(str(one.pair)) and (shared >= _NEAR or one.sort is Sort.CONDITION)


def _rule_the_same(one: Claim, other: Claim) -> bool:
    """Tell whether two clauses permit or oblige to one particular thing, or give terms of one kind."""
    if one.sort is Sort.CONDITION and one.unit != "access":
        return True
    mine, yours = one.topics - _RATES, other.topics - _RATES
    return is_particular(mine) and mine == yours and one.ruling is other.ruling is not Ruling.FACT


def _on_other_terms(one: Claim, other: Claim) -> bool:
    """Tell whether two answers are given for terms of one kind that are not the same: neither speaks of the other's."""
    mine, yours = (dict(mark.split(":") for mark in claim.marks if ":" in mark) for claim in (one, other))
    return any(mine[name] != yours[name] for name in mine.keys() & yours.keys() if name != "access")


def _share(one: Claim, other: Claim) -> float:
    """Return how much of their telling words two clauses share; nothing where one has hardly any."""
    if min(len(one.words), len(other.words)) < _TELLING:
        return 0.0
    return share_words(one.words, other.words)
