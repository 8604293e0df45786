"""The figures of a folded clause: amounts of money, lengths of time, counts.

Hours of the day, telephones and the numbers of files and rooms are none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_AMOUNT = r"((?<![\d.,])(?:\d{1,3}(?:[ \u00a0.,]\d{3})+|\d+)(?:[.,]\d{1,2})?)"
_MONEY = re.compile(rf"{_AMOUNT}\s?(?:€|euros?\b|eur\b)|(?:€|\beur\b)\s?{_AMOUNT}(?!\d)")
_WORDS = (
    "|un une one|deux two|trois three|quatre four|cinq five|six|sept seven|huit eight|neuf nine|dix ten|onze eleven"
    "|douze twelve|treize thirteen|quatorze fourteen|quinze fifteen|seize sixteen|dix-sept seventeen|dix-huit eighteen"
    "|dix-neuf nineteen|vingt twenty"
)
_SPELT = {
    **{word: n for n, words in enumerate(_WORDS.split("|")) for word in words.split()},
    **dict(zip("vingt-cinq trente thirty quarante forty quarante-cinq".split(), (25, 30, 30, 40, 40, 45), strict=True)),
}
_NUMBER = r"(\d+|" + "|".join(sorted(_SPELT, key=len, reverse=True)) + r")"
_UNIT = r"(an|annee|mois|semaine|jour|heure|minute|year|month|week|day|hour)s?\b"
_SPAN = re.compile(rf"\b{_NUMBER}(?:\s+{_UNIT})?(?:\s+(?:ou|or|a|to|et|and)\s+(?:de\s+)?{_NUMBER})?\s+{_UNIT}")
_HALF_HOUR = re.compile(r"\b(?:une )?demi-heure\b|\bhalf an hour\b")
_COUNT = re.compile(rf"\b{_NUMBER}\s+([a-z]{{4,}})")
_NUMBERED = re.compile(
    rf"\b(?:nombre|number)\s+(?:d[e']|of)\s?([a-z]{{4,}})\b.{{0,40}}?\b(?:est|sera|is|s'eleve)\s+(?:de |a )?{_NUMBER}\b"
)
_UNITS = {
    **dict.fromkeys(("an", "annee", "year"), 365.0),
    **dict.fromkeys(("mois", "month"), 365 / 12),
    **dict.fromkeys(("semaine", "week"), 7.0),
    **dict.fromkeys(("jour", "day"), 1.0),
    **dict.fromkeys(("heure", "hour"), 1 / 24),
    "minute": 1 / 1440,
}
_ARTICLES = frozenset({"un", "une", "one"})
_COUNTED = {"posi": "post", "plac": "post", "laur": "post", "fell": "post", "cand": "cand"}
"""Things that are counted under several names, by the beginnings of these."""
_NOT_COUNTED = frozenset("janv fevr mars avri juin juil aout sept octo nove dece febr apri june july augu octo".split())
_OF_NO_WEIGHT = re.compile(
    r"\b0\d(?:[ .-]?\d\d){4}\b"
    r"|(?:\bn ?[°º]\s?|\bno\. |#|\bnumero |\bsalle |\broom |\berreur |\berror )\d+"
    r"|\b(?:de|entre|from)\s+\d{1,2} ?(?:h\b|heures?)(?: ?\d\d)?\s+(?:a|et|to)\s+\d{1,2} ?(?:h\b|heures?)"
    r"|(?:\b(?:a|des|avant|vers|jusqu'a|at|by)\s|[,(-] ?)\d{1,2} ?(?:h\b|heures?\b)(?: ?\d\d\b)?"
)
"""Telephones, numbers of files and rooms, and hours of the day."""
_MARKS = {
    "net": re.compile(r"\bnets?\b"),
    "gross": re.compile(r"\bbrute?s?\b|\bgross\b"),
    "month": re.compile(r"\bmens|par mois|chaque mois|(?:a|per) month|monthly"),
    "year": re.compile(r"\bannuel|par an\b|chaque annee|(?:a|per) year|yearly"),
}
_AFTER = 40
"""How far behind an amount stands what it is an amount of."""


class Measure(StrEnum):
    """What a figure measures."""

    MONEY = "money"
    LENGTH = "length"
    COUNT = "count"


@dataclass(frozen=True)
class Figure:
    """A figure from `low` to `high`: euros, days of time, or a number of what `unit` names.

    It stands from `start` to `end` of its clause. `marks` tell whether an amount is net or gross, by the month or by
    the year, where that is said.
    """

    measure: Measure
    low: float
    high: float
    start: int
    end: int
    unit: str = ""
    marks: frozenset[str] = frozenset()


def read_figures(plain: str) -> list[Figure]:
    """Read the figures of a folded clause, in their order; `start` and `end` are offsets into it."""
    rest = _blank(_OF_NO_WEIGHT, _blank(_MONEY, plain))
    found = [*_money(plain), *_lengths(rest), *_counts(_blank(_SPAN, rest))]
    return sorted(found, key=lambda figure: figure.start)


def _blank(pattern: re.Pattern[str], plain: str) -> str:
    return pattern.sub(lambda found: " " * len(found[0]), plain)


def _money(plain: str) -> Iterator[Figure]:
    found = list(_MONEY.finditer(plain))
    for one in found:
        around = plain if len(found) == 1 else plain[one.end() : one.end() + _AFTER]
        marks = frozenset(name for name, pattern in _MARKS.items() if pattern.search(around))
        amount = _amount(one[1] or one[2])
        yield Figure(Measure.MONEY, amount, amount, *one.span(), marks=marks)


def _lengths(plain: str) -> Iterator[Figure]:
    for found in _SPAN.finditer(plain):
        first, unit, last = found[1], found[4], found[3] or found[1]
        low, high = _number(first) * _UNITS[found[2] or unit], _number(last) * _UNITS[unit]
        yield Figure(Measure.LENGTH, min(low, high), max(low, high), *found.span())
    for found in _HALF_HOUR.finditer(plain):
        yield Figure(Measure.LENGTH, 1 / 48, 1 / 48, *found.span())


def _counts(plain: str) -> Iterator[Figure]:
    told = [(found[1], found[2], found) for found in _COUNT.finditer(plain) if found[1] not in _ARTICLES]
    told += [(found[2], found[1], found) for found in _NUMBERED.finditer(plain)]
    for written, thing, found in told:
        if thing[:4] not in _NOT_COUNTED:
            number = _number(written)
            yield Figure(Measure.COUNT, number, number, *found.span(), unit=_COUNTED.get(thing[:4], thing[:4]))


def _number(word: str) -> float:
    return float(word) if word.isdigit() else float(_SPELT[word])


def _amount(written: str) -> float:
    digits = re.sub(r"[ \u00a0]", "", written).rstrip(".,")
    thousands = re.sub(r"[.,](?=\d{3}\b)", "", digits)
    return float(thousands.replace(",", "."))
