"""What a text states of which pair, and whether two texts contradict each other.

A claim is what one sentence says: a date, an amount of money, a length of time, a count, or yes or no. Two texts
contradict each other where they claim different things of the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from .call import Pair
from .errors import NoDate
from .learning.tables import Tables
from .likeness import is_open, share_words
from .milestone import read_milestone
from .question import Question
from .text import fold
from .understanding import understand
from .vocabulary import Vocabulary

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_AMOUNT = r"((?<![\d.,])(?:\d{1,3}(?:[ \u00a0.,]\d{3})+|\d+)(?:[.,]\d{1,2})?)"
_MONEY = re.compile(rf"{_AMOUNT}\s?(?:€|euros?\b|eur\b)|(?:€|\beur\b)\s?{_AMOUNT}(?!\d)")
_SPELT = {
    word: n
    for n, words in enumerate(
        "|un une one|deux two|trois three|quatre four|cinq five|six|sept seven|huit eight|neuf nine|dix ten".split("|")
    )
    for word in words.split()
} | {"onze": 11, "eleven": 11, "douze": 12, "twelve": 12, "quinze": 15, "fifteen": 15, "vingt": 20, "twenty": 20}
_NUMBER = r"(\d+|" + "|".join(sorted(_SPELT, key=len, reverse=True)) + r")"
_SPAN = re.compile(
    rf"\b{_NUMBER}(?:\s+(?:ou|or|a|to)\s+{_NUMBER})?\s+(an|annee|mois|semaine|jour|heure|minute|year|month|week|day|hour)s?\b"
)
_COUNT = re.compile(rf"\b{_NUMBER}\s+([a-z]{{4,}})")
_UNITS = {
    **dict.fromkeys(("an", "annee", "year"), 365.0),
    **dict.fromkeys(("mois", "month"), 30.4),
    **dict.fromkeys(("semaine", "week"), 7.0),
    **dict.fromkeys(("jour", "day"), 1.0),
    **dict.fromkeys(("heure", "hour"), 1 / 24),
    "minute": 1 / 1440,
}
_NO = re.compile(
    r"\bne\b.{1,40}?\b(?:pas|plus|aucun|aucune|ni|jamais|rien|que)\b|\bn'.{1,40}?\b(?:pas|plus|aucun|aucune|jamais|ni|rien)\b"
    r"|\bnon\b|\baucune?\b|\bsans\b|\bimpossible\b|\binterdit|\bexclu|\brefus|\bnot\b|n't\b|\bno\b|\bnever\b|\bcannot\b"
    r"|\bpas (?:de|d'|possible|admis|accepte|necessaire|obligatoire)|\bfacultati|\binutile|\boptional|\bwithout\b"
    r"|\bneither\b"
)
_ARTICLES = frozenset({"un", "une", "one"})
_VAGUE = frozenset({"other", "any", "deferral"})
_CLOSE, _CLOSEST = 0.6, 0.8
_SURE = 0.35


class Sort(StrEnum):
    """What a claim is of."""

    DATE = "date"
    MONEY = "money"
    LENGTH = "length"
    COUNT = "count"
    ANSWER = "answer"


@dataclass(frozen=True)
class Claim:
    """One thing that a sentence states: `low` and `high` are a date's days, euros, days of time, a number; or 0 and 1.

    `pair` is what it is stated of, if that is known; `unit` what is counted.
    """

    sentence: str
    pair: Pair | None
    sort: Sort
    low: float
    high: float
    unit: str = ""
    valued: bool = False
    """Whether its sentence claims a figure or a date too, which then says more than yes or no."""

    def is_before(self, other: "Claim") -> bool:
        """Tell whether it is wholly below or before another; a period's end is the first moment after it."""
        period = self.sort is Sort.DATE and self.low < self.high
        return self.high < other.low or (period and self.high == other.low)


class Claims:
    """Reads claims, and finds those of two texts that cannot both hold."""

    def __init__(self, vocabulary: Vocabulary, tables: Tables, year: int) -> None:
        self._vocabulary, self._tables, self._year = vocabulary, tables, year

    def read(self, text: str) -> tuple[Claim, ...]:
        """Read what a text states, sentence by sentence; what is asked states nothing."""
        return tuple(claim for sentence in _SENTENCE.split(text) for claim in self._read(sentence.strip()))

    def contradict(self, one: str, other: str) -> tuple[tuple[Claim, Claim], ...]:
        """Return the claims of two texts that cannot both hold; none where nothing is found to."""
        mine, yours = self.read(one), self.read(other)
        return tuple((a, b) for a in mine for b in yours if self._clash(a, b))

    def _read(self, sentence: str) -> Iterator[Claim]:
        if not sentence or sentence.endswith("?"):
            return
        pair = self._pair(sentence)
        valued = [*self._date(sentence, pair), *_figures(sentence, pair)]
        yield from valued
        said = 0.0 if _NO.search(fold(sentence)) else 1.0
        yield Claim(sentence, pair, Sort.ANSWER, said, said, valued=bool(valued))

    def _date(self, sentence: str, pair: Pair | None) -> Iterator[Claim]:
        try:
            read = read_milestone("", "", sentence, self._year)
        except NoDate:
            return
        yield Claim(sentence, pair, Sort.DATE, read.start.timestamp(), read.end.timestamp())

    def _pair(self, sentence: str) -> Pair | None:
        shares = self._tables.weigh(understand(Question(sentence), self._vocabulary, self._year).seen)
        best = int(shares.argmax())
        label = self._tables.labels[best]
        return Pair.parse(label) if shares[best] >= _SURE and "." in label else None

    def _clash(self, one: Claim, other: Claim) -> bool:
        if one.sort is not other.sort or one.unit != other.unit or not self._same_thing(one, other):
            return False
        if one.sort is Sort.ANSWER:
            return one.low != other.low and not (one.valued and other.valued)
        return one.is_before(other) or other.is_before(one)

    def _same_thing(self, one: Claim, other: Claim) -> bool:
        """Tell whether two claims are of the same: by their pairs, and where these say little by their words."""
        shared = share_words(*(self._vocabulary.read(claim.sentence) for claim in (one, other)))
        if one.pair is None or other.pair is None:
            return shared >= _CLOSE or bool(one.unit)
        if one.pair.object != other.pair.object:
            return shared >= _CLOSEST
        if one.sort is not Sort.ANSWER:
            return one.pair == other.pair or bool({one.pair.property, other.pair.property} & _VAGUE) or bool(one.unit)
        return shared >= _CLOSE or (one.pair == other.pair and not is_open(str(one.pair)))


def _figures(sentence: str, pair: Pair | None) -> Iterator[Claim]:
    """Read the amounts, the lengths of time and the counts of a sentence."""
    plain = fold(sentence)
    for found in _MONEY.finditer(plain):
        amount = _amount(found[1] or found[2])
        yield Claim(sentence, pair, Sort.MONEY, amount, amount)
    rest = _MONEY.sub(" ", plain)
    for found in _SPAN.finditer(rest):
        days = _UNITS[found[3]]
        yield Claim(sentence, pair, Sort.LENGTH, _number(found[1]) * days, _number(found[2] or found[1]) * days)
    for found in _COUNT.finditer(_SPAN.sub(" ", rest)):
        if found[1] not in _ARTICLES:
            yield Claim(sentence, pair, Sort.COUNT, _number(found[1]), _number(found[1]), found[2][:4])


def _number(word: str) -> float:
    return float(word) if word.isdigit() else float(_SPELT[word])


def _amount(written: str) -> float:
    digits = re.sub(r"[ \u00a0]", "", written).rstrip(".,")
    thousands = re.sub(r"[.,](?=\d{3}\b)", "", digits)
    return float(thousands.replace(",", "."))
