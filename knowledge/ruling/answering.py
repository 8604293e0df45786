"""The answer to one question of the interview, in free words: a value, a day, "je ne sais pas"."""

import re
from datetime import date

from ..date_expression import flatten
from ..text import fold, words
from .rule import NOT_YET, UNKNOWN, Fact, Rules
from .saying import Tense, find_days, is_past, names_several, tell_tense
from .situation import Days, Situation

_UNSURE = re.compile(
    r"\b(?:sais|sait) pas\b|\bj'ignore\b|\baucune idee\b|\bpas sure?\b|\bnsp\b|\bno idea\b"
    r"|\bdon't know\b|\bdo not know\b|\bnot sure\b|\bunsure\b|\bdunno\b|^\?+$"
)
_YES = re.compile(
    r"^(?:oui|ouais|yes|yep|yeah|si|exact|exactement|tout a fait|absolument|bien sur|en effet|c'est ca|ok)\b"
)
_NO = re.compile(r"^(?:non|no|nope|nan|pas du tout|aucune?|not at all)\b")
_NEVER = re.compile(r"\bjamais\b|\bne (?:le |la |l')?\w+rai pas\b|\bpas prevue?\b|\bnever\b|\bwon't\b|\bwill not\b")
_LONGEST = 12
"""Up to how many words a text may be the bare name of a value, with nothing else said."""


def answer(rules: Rules, situation: Situation, fact: str, text: str, today: date, period: Days) -> Situation | None:
    """Take a text as the answer to the question on a fact; None where it is none.

    "Non" to what must be held at the start says that it is not there yet: whether it will be is asked next.
    """
    asked, plain = rules.facts[fact], flatten(text)
    if value := _by_label(asked, text):
        return situation.settle(rules, fact, value)
    if _UNSURE.search(plain):
        return situation.settle(rules, fact, UNKNOWN)
    if of := rules.date_of(fact):
        return _answer_day(rules, situation, of, text, today, period)
    if asked.dated:
        return _answer_dated(rules, situation, asked, text, today, period)
    if value := _by_words(asked, text):
        return situation.settle(rules, fact, value)
    said = "yes" if _YES.search(plain) else "no" if _NO.search(plain) else NOT_YET if _is_to_come(plain, today) else ""
    return situation.settle(rules, fact, said) if said in asked.values else None


def _answer_day(rules: Rules, situation: Situation, of: str, text: str, today: date, period: Days) -> Situation | None:
    """Take the day on which a fact will come true; one that is over means that it is true already."""
    days = None if names_several(text) else find_days(text, today, past=is_past(text))
    if days and days.last < today:
        return situation.settle(rules, of, "yes")
    if days:
        return situation.expect(rules, of, days, period, asked=True)
    return situation.settle(rules, of, "no") if _NEVER.search(flatten(text)) or _NO.search(flatten(text)) else None


def _answer_dated(
    rules: Rules, situation: Situation, fact: Fact, text: str, today: date, period: Days
) -> Situation | None:
    plain = flatten(text)
    if value := _by_words(fact, text):
        return situation.settle(rules, fact.name, value)
    if _NEVER.search(plain):
        return situation.settle(rules, fact.name, "no")
    days = None if names_several(text) else find_days(text, today, past=is_past(text))
    tense = tell_tense(text, days, today)
    if days and tense is Tense.TO_COME and days.last >= today:
        return situation.expect(rules, fact.name, days, period)
    if _NO.search(plain) or tense is Tense.TO_COME or plain.startswith("pas "):
        return situation.settle(rules, fact.name, NOT_YET)
    if _YES.search(plain) or (tense is Tense.HELD and len(words(text)) <= _LONGEST):
        return situation.settle(rules, fact.name, "yes")
    return None


def _by_label(fact: Fact, text: str) -> str | None:
    """Name the value whose label, in any language, is all that is written; a label up to its brackets will do."""
    written = _bare(text)
    for value in fact.offered:
        if written and written in {form for label in value.label.values() for form in (_bare(label), _brief(label))}:
            return value.name
    return None


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", fold(text)).split())


def _brief(label: str) -> str:
    return _bare(label.partition("(")[0])


def _by_words(fact: Fact, text: str) -> str | None:
    """Name the value that the words of an answer name; where they name several, the longest and then the first."""
    read = words(text)
    order = list(fact.values)
    named = [match for match in fact.said.find(read) if match.cue.name]
    denied = [m for m in named if {"pas", "ni", "not", "sans"} & set(read[max(0, min(m.places) - 2) : min(m.places)])]
    left = [match for match in named if match not in denied or match.cue.name in ("outside", "other", "no")]
    ranked = sorted(left, key=lambda match: (-len(match.places), order.index(match.cue.name)))
    return ranked[0].cue.name if ranked else None


def _is_to_come(plain: str, today: date) -> bool:
    return tell_tense(plain, None, today) is Tense.TO_COME
