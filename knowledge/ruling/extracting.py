"""What people say of themselves in passing, as facts: "je suis CCA, M2 validé en 2024, thèse en octobre".

Only what is said plainly is taken; the rest is asked.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ..date_expression import flatten
from ..text import words
from .claiming import (
    introduces_others,
    is_bare,
    names_exercise,
    names_no_host,
    names_sciences,
    names_sciences_alone,
    only_names,
    says_no,
    speaks_of_oneself,
    speaks_of_others,
    speaks_of_rules,
    speaks_of_the_past,
    speaks_of_wishes,
)
from .hedging import is_doubtful, is_hypothetical, is_over, speaks_for_others, without_signature
from .naming import find_label, name_value
from .plain_speech import LAB, NAMED, SETTLED_HOSTS, STATUS, is_plain, is_plain_host, is_plain_status
from .rule import NOT_YET, UNKNOWN, Fact, Rules
from .saying import Tense, find_days, is_past, names_school_year, names_several, tell_tense
from .situation import Days, Situation

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+|\s[-–—•]\s")
_WRAPPED = re.compile(r"(?m)^(.{45,}[^\s.!?:;])[ \t]*\n(?=[^\W\d_]|\d{1,2}(?![\d.)]))")
_CLAUSE = re.compile(
    r",|;|\(|\)|/(?!\d|cnrs|inserm)|\s\+\s|\b(?:et|mais|puis|and|but)\b(?! le \d)(?! \d)"
    r"|:\s(?!(?:non|no|pas|aucune?)\b)",
    re.IGNORECASE,
)
_ONESELF = re.compile(
    r"\b(?:je|j'|j |moi|mon|ma|mes|suis|i|i'm|i'll|i've|my|me|am|nous|notre)\b|\ben tant que\b|\betant\b|\bas an? \w+"
)
_GENERAL = re.compile(
    r"\b(?:doit|doivent|faut|devrait|must|should|need|needs|obligatoire|obligatoirement|necessaire|required|possible)\b"
)
"""Words of questions about the rules, not about oneself: "le labo doit-il être Inserm ?"."""
_NOT_BEGUN = re.compile(r"\b(?:pas|jamais|not|never|abandonn\w*|arrete\w*)\b")
_IN_BRACKETS = re.compile(r"\(\s*(?:de |en |these de )?sciences?\b", re.IGNORECASE)
_BODIES = re.compile(r"\b(?:cnrs|inrae|cea|inria|ird|pasteur|deux (?:labo|unite)\w*|two (?:lab|unit)\w*)\b")
_DOCTORATE = "doctorate"
_LEAST = ("former", "later", "other")
"""What somebody was, will be or is besides takes back no status that they said before."""
_WITHOUT = frozenset({"pas", "hors", "sans", "not", "non", "without", "ni", "aucun", "aucune", "no"})


@dataclass(frozen=True)
class _Clause:
    """A piece of a sentence, as it is read: its words as they are compared, and as dates are looked for in them."""

    text: str
    plain: str
    read: Sequence[str]
    asks: bool
    aside: bool = False
    """Of other people or of rules, and not of the writer."""
    joined: bool = False
    """Goes on with "et": what is said behind that may be said of it too."""
    hosts: bool = False
    """Stands in a sentence that names another body beside Inserm."""
    doubtful: bool = False
    """Stands in a sentence that takes something back: what would be held for true is asked."""
    sciences: bool = False
    """Stands in a text that names a doctorate in sciences: the thesis may be that one."""
    over: bool = False
    """Stands in a text that says of a status that it ends or has ended."""


def extract(rules: Rules, text: str, today: date, period: Days) -> Situation:
    """Take the facts that a text plainly says of its writer; days are read from `today` on, in Europe/Paris."""
    situation = Situation()
    text = without_signature(_unwrap(text))
    if speaks_for_others(text):
        return situation
    sciences, over = names_sciences(text) or bool(_IN_BRACKETS.search(text)), is_over(text)
    sentences = [*filter(None, map(str.strip, _SENTENCE.split(text)))]
    for sentence, following in zip(sentences, [*sentences[1:], ""], strict=False):
        if is_hypothetical(sentence):
            continue
        if found := find_label(rules, sentence):
            situation = situation.settle(rules, *found)
            continue
        last: Fact | None = None
        tense: Tense | None = None
        for clause in _clauses(sentence, today, doubted=is_doubtful(following), sciences=sciences, over=over):
            situation, named = _take_values(rules, situation, clause)
            dated = _dated_fact(rules, clause)
            of = dated or (last if not named and not clause.asks else None)
            if of is not None and not clause.asks:
                situation, tense = _take_dated(
                    rules, situation, of, clause, today, period, before=tense, follows=dated is None
                )
            last = dated or (last if not named else None)
    return situation


def _unwrap(text: str) -> str:
    """Join the lines that a mail client broke: a long one that no mark ends, and one that goes on in small letters."""
    return _WRAPPED.sub(r"\1 ", text)


def _clauses(sentence: str, today: date, *, doubted: bool, sciences: bool, over: bool) -> Iterator[_Clause]:
    plain = flatten(sentence)
    oneself = bool(_ONESELF.search(plain))
    asking = sentence.rstrip(" \"'»)").endswith("?")
    doubtful = doubted or is_doubtful(sentence) or names_school_year(sentence)
    hosts = "inserm" in plain and bool(_BODIES.search(plain))
    goes_on = False
    for piece, following in _pieces(sentence):
        general = not oneself or bool(_GENERAL.search(flatten(piece)))
        rules = speaks_of_rules(piece)
        aside = rules or speaks_of_others(piece) or (goes_on and not speaks_of_oneself(piece))
        joined = tell_tense(following, find_days(following, today), today) is Tense.TO_COME
        read = flatten(piece), words(piece)
        yield _Clause(piece, *read, asking and general, aside, joined, hosts, doubtful, sciences, over)
        goes_on = introduces_others(piece) or (aside and (rules or goes_on) and not speaks_of_others(piece))


def _pieces(sentence: str) -> Iterator[tuple[str, str]]:
    """Cut a sentence into clauses, each with the one that "et" joins to it, which is empty where none does."""
    cuts = [*_CLAUSE.finditer(sentence)]
    ends = [*(cut.start() for cut in cuts), len(sentence)]
    starts = [0, *(cut.end() for cut in cuts)]
    pieces = [sentence[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    for at, piece in enumerate(pieces):
        joins = at < len(cuts) and cuts[at][0].lower() in ("et", "and")
        if piece:
            yield piece, pieces[at + 1] if joins else ""


def _take_values(rules: Rules, situation: Situation, clause: _Clause) -> tuple[Situation, bool]:
    """Take the facts that a clause names by their values' own words; tell whether there were any."""
    named = False
    for fact in rules.facts.values():
        if fact.dated or rules.date_of(fact.name) or fact.name == _DOCTORATE or clause.asks:
            continue
        if fact.after or (fact.name.startswith("cic_") and situation.value(LAB) != "cic"):
            continue
        value = name_value(fact, clause.read)
        if value and _is_claimed(fact, value, clause, situation):
            other = fact.name == LAB and situation.value(LAB) not in (UNKNOWN, value)
            situation = situation.forget(rules, LAB) if other else situation.settle(rules, fact.name, value)
            named = True
    if names_sciences(clause.text) and not clause.asks and _DOCTORATE in rules.facts:
        named = True
        if value := _tell_doctorate(clause):
            situation = situation.settle(rules, _DOCTORATE, value)
    return situation, named


def _is_claimed(fact: Fact, value: str, clause: _Clause, situation: Situation) -> bool:
    """Tell whether a clause that names a value says that it is the writer's, or their laboratory's to be."""
    if says_no(clause.text):
        return False
    if fact.name == LAB and value in (*SETTLED_HOSTS, "cic") and (clause.doubtful or _is_workplace(clause)):
        return False
    if fact.name == LAB and value in SETTLED_HOSTS and (clause.hosts or not is_plain_host(clause.text)):
        return False
    if fact.name == LAB:
        return not names_no_host(clause.text) and not (value == "outside" and _names_inserm(clause.read))
    if fact.name != STATUS:
        return True
    if value in _LEAST and situation.value(STATUS) != UNKNOWN:
        return False
    if clause.aside or (value != "former" and speaks_of_the_past(clause.text)):
        return False
    return value not in NAMED or (not clause.doubtful and not clause.over and _is_held_now(fact, clause))


def _is_workplace(clause: _Clause) -> bool:
    """Tell whether somebody says where they are, and not where they would go: "je suis médecin au CIC"."""
    return bool(re.search(r"\b(?:je suis|i am|i'm) (?!eligible)(?:\w+ ){0,6}(?:au|a|dans|chez|at|in)\b", clause.plain))


def _is_held_now(fact: Fact, clause: _Clause) -> bool:
    """Tell whether a status that the call names is said to be the writer's, here and now."""
    value = name_value(fact, clause.read)
    places = {at for match in fact.said.find(clause.read) if match.cue.name == value for at in match.places}
    return is_plain_status(clause.text, places) and not names_several(clause.text)


def _names_inserm(read: Sequence[str]) -> bool:
    """Tell whether words name Inserm and do not deny it: what else they name does not make a laboratory outside."""
    return any(word == "inserm" and not _WITHOUT & set(read[max(0, at - 3) : at]) for at, word in enumerate(read))


def _tell_doctorate(clause: _Clause) -> str | None:
    tense = tell_tense(clause.text, None, date.min)
    if tense is Tense.MISSING or clause.aside or speaks_of_wishes(clause.text) or _NOT_BEGUN.search(clause.plain):
        return None
    if tense is Tense.TO_COME:
        return "begun"
    titled = re.search(r"\bdocteure? (?:es|en) |^(?:phd|ph\.d)\b(?! candidate)", clause.plain)
    return "yes" if tense is Tense.HELD or titled else None


def _dated_fact(rules: Rules, clause: _Clause) -> Fact | None:
    """Name the fact with a date that a clause names; a thesis in sciences is not the one that is asked for."""
    sciences = names_sciences_alone(clause.text)
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
    if _says_nothing_of(fact, clause):
        return situation, Tense.MISSING if clause.doubtful else before
    if not is_plain(fact.name, clause.text, _find_status(rules, clause)):
        return _take_kind(rules, situation, fact, clause), Tense.MISSING  # what follows may hang on it
    days = find_days(clause.text, today, past=is_past(clause.text) and before is not Tense.TO_COME)
    tense = tell_tense(clause.text, days, today)
    if follows and tense is None:
        return situation, before
    named = name_value(fact, clause.read)
    if named not in (None, "yes") and _is_claim(clause, tense):
        return situation.settle(rules, fact.name, named), tense
    if tense is Tense.TO_COME:
        if days and days.last >= today:
            return situation.expect(rules, fact.name, days, period), tense
        return situation.settle(rules, fact.name, NOT_YET), tense
    if tense is Tense.MISSING or (tense is None and before in (Tense.TO_COME, Tense.MISSING)):
        return situation, tense or before
    if tense is None and (named is None or clause.joined):
        return situation, tense  # "thèse" alone may be any, and "M2 recherche et thèse en octobre" is still to come
    if not _is_claim(clause, tense) or (follows and situation.value(fact.name) not in (UNKNOWN, NOT_YET)):
        return situation, tense
    return _take_held(rules, situation, fact, named=named == "yes"), tense or before


def _find_status(rules: Rules, clause: _Clause) -> set[int]:
    """Return the places of the words of a clause that name a status."""
    status = rules.facts.get(STATUS)
    return {at for match in status.said.find(clause.read) for at in match.places} if status else set()


def _says_nothing_of(fact: Fact, clause: _Clause) -> bool:
    """Tell whether a clause that names a degree says nothing of when its writer holds it."""
    other = fact.name == "thesis" and clause.sciences and not names_exercise(clause.text)
    return other or clause.doubtful or names_several(clause.text) or clause.aside or only_names(clause.text)


def _take_kind(rules: Rules, situation: Situation, fact: Fact, clause: _Clause) -> Situation:
    """Take from a clause that is not understood whole what at most leaves the degree to a person: its kind."""
    tense = tell_tense(clause.text, None, date.min)
    named = name_value(fact, clause.read)
    is_kind = named not in (None, "yes", "no", NOT_YET) and tense is not Tense.MISSING and _is_claim(clause, tense)
    return situation.settle(rules, fact.name, str(named)) if is_kind else situation


def _is_claim(clause: _Clause, tense: Tense | None) -> bool:
    """Tell whether a clause that names a degree says that its writer holds it."""
    if speaks_of_wishes(clause.text) and not is_past(clause.text):
        return False
    return tense is not None or is_bare(clause.text)


def _take_held(rules: Rules, situation: Situation, fact: Fact, *, named: bool) -> Situation:
    """Take a fact as true: which kind it is, is asked where the rules tell kinds apart and none was named."""
    kinds = [value.name for value in fact.values.values() if not value.offered]
    return situation.settle(rules, fact.name, "yes" if named or not kinds else kinds[0])
