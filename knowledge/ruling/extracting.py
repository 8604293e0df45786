"""What people say of themselves in passing, as facts: "je suis CCA, M2 validé en 2024, thèse en octobre".

Only what is said plainly is taken; the rest is asked.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..cue import Match
from ..date_expression import flatten
from ..text import words
from .rule import NOT_YET, Fact, Rules
from .saying import Tense, find_days, is_past, names_several, tell_tense
from .situation import Days, Situation

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+|\s[-–—•]\s")
_WRAPPED = re.compile(r"(?m)^(.{45,}[^\s.!?:;])[ \t]*\n(?=[^\W\d_]|\d{1,2}(?![\d.)]))")
_CLAUSE = re.compile(r",|;|\(|\)|/(?!\d)|\s\+\s|\b(?:et|mais|puis|and|but)\b(?! le \d)(?! \d)|:\s", re.IGNORECASE)
_ONESELF = re.compile(
    r"\b(?:je|j'|j |moi|mon|ma|mes|suis|i|i'm|i'll|i've|my|me|am|nous|notre)\b|\ben tant que\b|\betant\b|\bas an? \w+"
)
_GENERAL = re.compile(
    r"\b(?:doit|doivent|faut|devrait|must|should|need|needs|obligatoire|obligatoirement|necessaire|required|possible)\b"
)
"""Words of questions about the rules, not about oneself: "le labo doit-il être Inserm ?"."""
_OTHERS = re.compile(
    r"\b(?:encadrante?|directeur|directrice|supervisor|advisor|patron|patronne|collegue|colleague|conjointe?"
    r"|chef de service|mon chef|ma cheffe|my boss|mon interne|une? amie?|a friend)\b"
)
"""Words of other people, whose status is not the writer's."""
_SCIENCES = re.compile(
    r"\bth?eses? (?:de science|d'universite|de recherche|scientifique|es science)|\bph\.? ?d\b|\bdoctorate in science"
    r"|\bdoctorat\b(?! (?:en|de) (?:medecine|pharmacie))"
    r"|\bdocteure? (?:es|en) (?:science|biolog|neuro|immuno|physi|chimie|genet)"
)
_EXERCISE = re.compile(r"\bd'exercice\b|\b(?:de|en) (?:medecine|pharmacie|chirurgie|odonto)|\bmedical\b")
_STATUS, _LAB, _DOCTORATE = "status", "lab", "doctorate"


@dataclass(frozen=True)
class _Clause:
    """A piece of a sentence, as it is read: its words as they are compared, and as dates are looked for in them."""

    text: str
    plain: str
    read: Sequence[str]
    asks: bool


def extract(rules: Rules, text: str, today: date, period: Days) -> Situation:
    """Take the facts that a text plainly says of its writer; days are read from `today` on, in Europe/Paris."""
    situation = Situation()
    for sentence in filter(None, map(str.strip, _SENTENCE.split(_unwrap(text)))):
        last: Fact | None = None
        tense: Tense | None = None
        for clause in _clauses(sentence):
            situation, named = _take_values(rules, situation, clause)
            found = _dated_fact(rules, clause)
            of = found or (last if not named and not clause.asks else None)
            if of is not None and not clause.asks:
                situation, tense = _take_dated(
                    rules, situation, of, clause, today, period, before=tense, follows=found is None
                )
            last = found or (last if not named else None)
    return situation


def _unwrap(text: str) -> str:
    """Join the lines that a mail client broke: a long one that no mark ends, and one that goes on in small letters."""
    return _WRAPPED.sub(r"\1 ", text)


def _clauses(sentence: str) -> Iterator[_Clause]:
    plain = flatten(sentence)
    oneself = bool(_ONESELF.search(plain))
    asking = sentence.rstrip(" \"'»)").endswith("?")
    for piece in filter(None, map(str.strip, _CLAUSE.split(sentence))):
        general = not oneself or bool(_GENERAL.search(flatten(piece)))
        yield _Clause(piece, flatten(piece), words(piece), asks=asking and general)


def _take_values(rules: Rules, situation: Situation, clause: _Clause) -> tuple[Situation, bool]:
    """Take the facts that a clause names by their values' own words; tell whether there were any."""
    named = False
    for fact in rules.facts.values():
        if fact.dated or rules.date_of(fact.name) or fact.name == _DOCTORATE or clause.asks:
            continue
        if fact.after or not _speaks_of(fact, clause):
            continue
        if fact.name.startswith("cic_") and situation.value(_LAB) != "cic":
            continue
        if value := _longest(fact, fact.said.find(clause.read), clause):
            situation, named = situation.settle(rules, fact.name, value), True
    if _SCIENCES.search(clause.plain) and not clause.asks and _DOCTORATE in rules.facts:
        named = True
        if value := _tell_doctorate(clause):
            situation = situation.settle(rules, _DOCTORATE, value)
    return situation, named


def _speaks_of(fact: Fact, clause: _Clause) -> bool:
    """Tell a clause on the writer from one on the person who supervises them, whose status is not asked."""
    return fact.name != _STATUS or not _OTHERS.search(clause.plain)


def _longest(fact: Fact, found: Sequence[Match], clause: _Clause) -> str | None:
    """Name the value whose words are the most, the first of the rules among those of the same length."""
    order = list(fact.values)
    named = [match for match in found if match.cue.name]
    for match in sorted(named, key=lambda match: (-len(match.places), order.index(match.cue.name))):
        first = min(match.places)
        denied = {"pas", "ni", "not", "sans"} & set(clause.read[max(0, first - 2) : first])
        if fact.name in (_STATUS, _LAB) and denied and match.cue.name not in ("outside", "other"):
            continue
        return match.cue.name
    return None


def _tell_doctorate(clause: _Clause) -> str | None:
    tense = tell_tense(clause.text, None, date.min)
    if tense is Tense.HELD or re.search(r"\bdocteure? (?:es|en) |^(?:phd|ph\.d)", clause.plain):
        return "yes"
    return "begun" if tense is Tense.TO_COME else None


def _dated_fact(rules: Rules, clause: _Clause) -> Fact | None:
    """Name the fact with a date that a clause names; a thesis in sciences is not the one that is asked for."""
    sciences = _SCIENCES.search(clause.plain) and not _EXERCISE.search(clause.plain)
    for fact in rules.facts.values():
        named = fact.dated and (fact.named.find(clause.read) or fact.said.find(clause.read))
        if named and not (sciences and fact.name == "thesis"):
            return fact
    return None


def _take_dated(
    rules: Rules,
    situation: Situation,
    fact: Fact,
    clause: _Clause,
    today: date,
    period: Days,
    *,
    before: Tense | None,
    follows: bool,
) -> tuple[Situation, Tense | None]:
    """Take what a clause says of a fact with a date; one that `follows` says only when, of what was named before it."""
    if names_several(clause.text):
        return situation, before
    days = find_days(clause.text, today, past=is_past(clause.text) and before is not Tense.TO_COME)
    tense = tell_tense(clause.text, days, today)
    if follows and tense is None:
        return situation, before
    named = _longest(fact, fact.said.find(clause.read), clause)
    if named not in (None, "yes"):
        return situation.settle(rules, fact.name, named), tense
    if tense is Tense.TO_COME:
        if days and days.last >= today:
            return situation.expect(rules, fact.name, days, period), tense
        return situation.settle(rules, fact.name, NOT_YET), tense
    if tense is Tense.MISSING or (tense is None and before in (Tense.TO_COME, Tense.MISSING)):
        return situation, tense or before
    if follows and situation.value(fact.name) not in ("unknown", NOT_YET):
        return situation, tense
    return _take_held(rules, situation, fact, named=named == "yes"), tense or before


def _take_held(rules: Rules, situation: Situation, fact: Fact, *, named: bool) -> Situation:
    """Take a fact as true: which kind it is, is asked where the rules tell kinds apart and none was named."""
    kinds = [value.name for value in fact.values.values() if not value.offered]
    return situation.settle(rules, fact.name, "yes" if named or not kinds else kinds[0])


def merge_all(rules: Rules, situations: Sequence[Situation]) -> Situation:
    """Add up what was said, the last word on each fact being the one that counts."""
    merged = Situation()
    for situation in situations:
        merged = merged.merge(rules, situation)
    return replace(merged, unsure=frozenset())
