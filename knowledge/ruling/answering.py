"""The answer to one question of the interview, in free words: a value, a day, "je ne sais pas"."""

import re
from datetime import date

from ..date_expression import flatten
from ..text import words
from .claiming import names_sciences_alone, speaks_of_others, speaks_of_rules, speaks_of_the_past
from .hedging import is_hypothetical
from .naming import denies, name_label, name_value
from .plain_speech import LAB, NAMED, SETTLED_HOSTS, STATUS, agrees, is_plain, is_plain_host, is_plain_status
from .rule import NOT_YET, UNKNOWN, Fact, Rules
from .saying import Tense, find_days, is_past, names_several, tell_tense
from .situation import Days, Situation

_UNSURE = re.compile(
    r"\b(?:sais|sait) pas\b|\bj'ignore\b|\baucune idee\b|\bpas sure?\b|\bnsp\b|\bno idea\b"
    r"|\bdon't know\b|\bdo not know\b|\bnot sure\b|\bunsure\b|\bdunno\b|^\?{1,3}$"
)
_YES = re.compile(
    r"^(?:oui|ouais|yes|yep|yeah|si(?! (?:je|j'|il|elle|on|c'|jamais))|exact|exactement|tout a fait|absolument"
    r"|bien sur|en effet|c'est ca)\b"
)
_AGREED = re.compile(
    r"(?:oui|ouais|yes|yep|yeah|si|exact(?:ement)?|tout a fait|absolument|bien sur|en effet|c'est ca)"
    r"(?:[ ,]+(?:oui|yes|je l'ai|j'en ai une?|j'en suis titulaire|tout a fait|bien sur|absolument|exactement|deja|i do"
    r"|i have|il l'est|elle l'est|c'est le cas|les moyens sont la|is|he is|she is|they are))*"
)
"""Yes, and nothing else: "oui en partie" is no yes."""
_REFUSED = re.compile(
    r"(?:non|no|nope|nan|pas du tout|aucune?|not at all)(?:[ ,]+(?:non|no|pas du tout|aucune?|malheureusement))*"
)
_OTHER_DEGREES = re.compile(r"\b(?:DU|DIU|DES|DESC|DFMS|DFMSA|M1)\b|\bmaster 1\b|\bun (?:du|diu|des|desc)\b")
"""Degrees that are none of those that are asked for."""
_NO = re.compile(r"^(?:non|no|nope|nan|pas du tout|aucune?|not at all)\b")
_NEVER = re.compile(
    r"^(?:non?[ ,]+)?jamais\b|rai jamais\b|\bne (?:le |la |l')?\w+rai pas\b|^(?:ce n'est |c'est )?pas prevue?\b"
    r"|^never\b|\bwill never\b|\bwon't\b|\bwill not\b"
)
_DONE = re.compile(
    r"\b(?:soutenue?s?|validee?s?|obtenue?s?|acquise?s?|reussie?s?|diplomee?|titulaire|terminee?s?|finie?s?|faite?s?"
    r"|passee?s?|en poche|eue?|defended|obtained|completed|graduated|done|passed|earned|hold)\b"
    r"|\b(?:je l'ai|i have it|i do|i have one)\b"
    r"|\bj'ai (?:deja )?(?:un |une |le |la |mon |ma )(?:m2|master|these|diplome|dea)"
    r"|\bi have (?:a|an|my|the) (?:\w+ ){0,2}(?:m2|master|msc|thesis|degree|doctorate|diploma)"
)
"""Words by which somebody says that they hold what they are asked for, and not a question or an answer."""
_PUZZLED = re.compile(
    r"\bquestions?\b|\bcompren|\bcompris|\bclaire?\b|\bunderst|\bclear\b|\bveu(?:t|lez) dire\b|\bmeans?\b|\brepond"
    r"|\bmarche\b|\bfonctionne\b|\barrive\b|\bworks?\b"
)
"""Words of somebody who answers nothing, for all the "pas" in them."""
_NO_DATE = re.compile(
    r"\bpas (?:encore|de date)\b|\bnon fixee?\b|\ba (?:fixer|definir|preciser)\b|\bnot yet\b|\bno date\b|\bto be \w+\b"
)
_OF_SCIENCES = re.compile(r"^(?:oui|yes)?[ ,]*(?:mais |but )?(?:de |en |une |in )*sciences?\b")
_MISSING = re.compile(r"\b(?:pas|non|sans|aucune?|not)\b|n't\b")
_LONGEST = 12
"""Up to how many words a text may be the bare name of a value, with nothing else said."""


def answer(rules: Rules, situation: Situation, fact: str, text: str, today: date, period: Days) -> Situation | None:
    """Take a text as the answer to the question on a fact; None where it is none.

    "Non" to what must be held at the start says that it is not there yet: whether it will be is asked next.
    """
    asked, plain = rules.facts[fact], flatten(text)
    if value := name_label(asked, text):
        return situation.settle(rules, fact, value)
    if _UNSURE.search(plain):
        return situation.settle(rules, fact, UNKNOWN)
    if plain.endswith("?") or is_hypothetical(text) or _OTHER_DEGREES.search(text):
        return None
    of = rules.date_of(fact)
    if (of or asked.dated) and not is_plain(of or fact, text):
        return _answer_kind(rules, situation, asked, text)
    if of:
        return _answer_day(rules, situation, of, text, today, period)
    if speaks_of_rules(text):
        return None
    if asked.dated:
        return _answer_dated(rules, situation, asked, text, today, period)
    said = _answer_value(asked, text, today)
    return situation.settle(rules, fact, said) if said in asked.values else None


def _answer_kind(rules: Rules, situation: Situation, fact: Fact, text: str) -> Situation | None:
    """Take from an answer that is not understood whole what at most leaves it to a person: which kind it is."""
    value = name_value(fact, _read(fact, text)) if fact.dated and not speaks_of_others(text) else None
    return situation.settle(rules, fact.name, value) if value not in (None, "yes", "no", NOT_YET) else None


def _answer_value(fact: Fact, text: str, today: date) -> str:
    """Name the value that a text answers with; empty where it is none."""
    if fact.name == STATUS and (speaks_of_others(text) or speaks_of_the_past(text)):
        return ""
    plain, read = flatten(text), _read(fact, text)
    if value := name_value(fact, read):
        return value if _is_plainly(fact, value, text) else ""
    if _is_to_come(plain, today):
        return NOT_YET
    if _REFUSED.fullmatch(plain.strip(" .!")) or (denies(fact, read, "yes") and not _takes_back(plain)):
        return "no"
    return "yes" if _AGREED.fullmatch(plain.strip(" .!")) else ""


def _takes_back(plain: str) -> bool:
    """Tell whether a no is followed by what does not deny: "non, il est chercheur"."""
    found = _NO.search(plain)
    return found is not None and not _MISSING.search(plain[found.end() :])


def _is_plainly(fact: Fact, value: str, text: str) -> bool:
    """Tell whether an answer that names a value says nothing besides that may turn it round."""
    if fact.name == LAB:
        return value not in SETTLED_HOSTS or is_plain_host(text)
    read = words(text)
    places = {at for match in fact.said.find(read) if match.cue.name == value for at in match.places}
    return fact.name != STATUS or value not in NAMED or not places or is_plain_status(text, places)


def _answer_day(rules: Rules, situation: Situation, of: str, text: str, today: date, period: Days) -> Situation | None:
    """Take the day on which a fact will come true; one that is over means that it is true already."""
    plain = flatten(text)
    days = None if names_several(text) else find_days(text, today, past=is_past(text))
    if (days and days.last < today) or (not days and _DONE.search(plain) and not _MISSING.search(plain)):
        return situation.settle(rules, of, "yes")
    if days:
        return situation.expect(rules, of, days, period, asked=True)
    if _NEVER.search(plain):
        return situation.settle(rules, of, "no")
    return situation.settle(rules, rules.facts[of].dated, UNKNOWN) if _NO_DATE.search(plain) else None


def _answer_dated(
    rules: Rules, situation: Situation, fact: Fact, text: str, today: date, period: Days
) -> Situation | None:
    """Take what is said of a fact that may still come true: no, for now, leaves open whether it will."""
    plain = flatten(text)
    if names_sciences_alone(text) or _OF_SCIENCES.search(plain) or _PUZZLED.search(plain):
        return None
    days = None if names_several(text) else find_days(text, today, past=is_past(text))
    tense = tell_tense(text, days, today)
    if days and tense is Tense.TO_COME and days.last >= today:
        return situation.expect(rules, fact.name, days, period)
    if _NEVER.search(plain):
        return situation.settle(rules, fact.name, "no")
    value = name_value(fact, _read(fact, text))
    if value not in (None, "yes"):
        return situation.settle(rules, fact.name, value)
    if tense is Tense.MISSING and _YES.search(plain):
        return None
    if _NO.search(plain) or tense in (Tense.TO_COME, Tense.MISSING):
        return situation.settle(rules, fact.name, NOT_YET)
    held = len(words(text)) <= _LONGEST and (days or _DONE.search(plain))
    agreed = _AGREED.fullmatch(plain.strip(" .!")) or (_YES.search(plain) and agrees(fact.name, text))
    if not (value or held or agreed):
        return None
    kinds = [one.name for one in fact.values.values() if not one.offered]
    is_plain = not value and kinds and fact.named.find(words(text))
    return situation.settle(rules, fact.name, kinds[0] if is_plain else "yes")


def _read(fact: Fact, text: str) -> tuple[str, ...]:
    """Read an answer, which names what was asked no more: "à Lausanne" is said of the master's degree."""
    return (*fact.name.split("_"), *words(text))


def _is_to_come(plain: str, today: date) -> bool:
    return tell_tense(plain, None, today) is Tense.TO_COME
