"""What a text states: its claims, clause by clause.

A claim is what one clause says: a date, an amount of money, a length of time, a count, yes or no, or on which terms.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from .call import Pair
from .figure import read_figures
from .learning.tables import Tables
from .question import Question
from .stance import Ruling, read_ruling, read_stages, read_terms, says_yes
from .text import fold, sentences
from .timing import Sense, Timing, read_timings
from .topic import read_nearest, read_topics
from .understanding import understand
from .vocabulary import Vocabulary

_CLAUSE = re.compile(
    r",?\s+(?:mais|toutefois|cependant|en revanche|but|however)\s+|\s?:\s(?=(?:\S+\s+){3}\S)", re.IGNORECASE
)
_MARKUP = re.compile(r"[*_^{}\[\]]")
_LEAD = re.compile(
    r"^(?:(?:bonjour|bonsoir|hello|dear \w+|merci|suite|en réponse|comme suite|pour répondre|thank)\b[^:.]{0,80}:\s+"
    r"|bonjour\W+)",
    re.IGNORECASE,
)
"""A greeting or a reference before what a sentence states."""
_COURTESY = re.compile(
    r"n'hesitez|votre disposition|cordialement|^merci|vous remerci|bien a vous|bon courage|sinceres|salutations"
    r"|bonne (?:journee|chance|reception)|(?:je|nous) vous souhait|regards|davantage|do not hesitate|don't hesitate"
    r"|sincerely|^thank|^bonjour\W*$|^dear\b.{0,40}$|^hello\W*$"
)
_ARGUING = re.compile(
    r"^(?:\w{1,2}$|oui|non|possi|peu[tvx]|pou[vr]|autor|accep|admis|perm|inter|exclu|impos|oblig|exig|requi|neces|deman"
    r"|doi|dev|faut|facul|option|manda|must|need|bonj|malheur|unfort|aucun|pas|not|jamais|ser[ao]|avoir|avez|votre|son"
    r"|ses|cette|leur|toute?s?$|which|your|their|recev|mais|plus|bien|meme|moi|vous|nous|elle|sont|etre|est$|pour$|dans$"
    r"|avec$|sur$|par$)"
)
"""Words that decide, or say nothing: not what a clause decides on."""
_SURE = 0.35
_SLACK = 0.02


class Sort(StrEnum):
    """What a claim is of."""

    DATE = "date"
    MONEY = "money"
    LENGTH = "length"
    COUNT = "count"
    ANSWER = "answer"
    CONDITION = "condition"


@dataclass(frozen=True)
class Claim:
    """One thing that a sentence states: `low` and `high` are a date's days, euros, days of time, a number; or 0 and 1.

    `pair` is what it is stated of, if that is known; `unit` what is counted, or what the terms are terms of; `marks`
    the terms themselves (`time:part`), and whether an amount is net or gross, by the month or the year. `sense`,
    `ruling`, `topics` and the telling `words` are those of its clause.
    """

    sentence: str
    pair: Pair | None
    sort: Sort
    low: float
    high: float
    unit: str = ""
    valued: bool = False
    """Whether its clause claims a figure or a date too, which then says more than yes or no."""
    marks: frozenset[str] = frozenset()
    sense: Sense = Sense.AT
    ruling: Ruling = Ruling.FACT
    topics: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()

    def differs(self, other: "Claim") -> bool:
        """Tell whether it and another of its sort say different things, if they are of the same."""
        match self.sort:
            case Sort.DATE:
                return Timing(self.low, self.high, self.sense).is_against(Timing(other.low, other.high, other.sense))
            case Sort.ANSWER:
                return self.low != other.low
            case Sort.CONDITION:
                free = {self.ruling, other.ruling} == {Ruling.MAY} and self.unit != "access"
                return self.marks != other.marks and not free
            case _:
                slack = _SLACK * max(self.high, other.high) if self.sort is Sort.LENGTH else 0
                return self.high + slack < other.low or other.high + slack < self.low


class ClaimReader:
    """Reads what texts state."""

    def __init__(self, vocabulary: Vocabulary, tables: Tables, year: int) -> None:
        self._vocabulary, self._tables, self._year = vocabulary, tables, year

    def read(self, text: str) -> tuple[Claim, ...]:
        """Read what a text states, sentence by sentence; what is asked or said for courtesy states nothing."""
        return tuple(claim for sentence in sentences(text) for claim in self._read(sentence))

    def _read(self, sentence: str) -> Iterator[Claim]:
        if sentence.endswith("?"):
            return
        bare = Claim(sentence, self._pair(sentence), Sort.ANSWER, 0, 0)
        for clause in _CLAUSE.split(_LEAD.sub("", _MARKUP.sub("", sentence))):
            plain = fold(clause)
            if not _COURTESY.search(plain):
                words = tuple(word for word in self._vocabulary.read(clause) if not _ARGUING.match(word))
                bare = replace(bare, topics=read_topics(plain) or bare.topics, words=words)
                yield from _state(bare, clause, plain, self._year)

    def _pair(self, sentence: str) -> Pair | None:
        shares = self._tables.weigh(understand(Question(sentence), self._vocabulary, self._year).seen)
        best = int(shares.argmax())
        label = self._tables.labels[best]
        return Pair.parse(label) if shares[best] >= _SURE and "." in label else None


def _state(bare: Claim, clause: str, plain: str, year: int) -> Iterator[Claim]:
    """Fill a bare claim in with each thing that its clause states."""
    valued = [*_dates(bare, clause, year), *_figures(bare, plain)]
    yield from valued
    yes, terms = says_yes(plain), read_terms(plain)
    told = {f"{name}:{term}" for name, term in terms.items()} | {f"stage:{stage}" for stage in read_stages(plain)}
    said = replace(bare, ruling=read_ruling(plain), low=float(yes), high=float(yes), valued=bool(valued))
    yield replace(said, marks=frozenset(told))
    for name, term in terms.items() if yes else ():
        yield replace(said, sort=Sort.CONDITION, low=0, high=0, unit=name, marks=frozenset({f"{name}:{term}"}))


def _dates(bare: Claim, clause: str, year: int) -> Iterator[Claim]:
    for before, timing in read_timings(clause, year):
        topics = read_topics(before) or bare.topics
        yield replace(bare, sort=Sort.DATE, low=timing.low, high=timing.high, sense=timing.sense, topics=topics)


def _figures(bare: Claim, plain: str) -> Iterator[Claim]:
    end = 0
    for figure in read_figures(plain):
        topics = read_nearest(plain[end : figure.start], plain[figure.end :], bare.topics)
        end = figure.end
        claim = replace(bare, sort=Sort(figure.measure.value), low=figure.low, high=figure.high, topics=topics)
        yield replace(claim, unit=figure.unit, marks=figure.marks)
