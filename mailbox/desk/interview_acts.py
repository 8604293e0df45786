"""What one does to an interview: answer by a button, go back, correct, start again, hear why once more."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from ...knowledge.date_expression import flatten
from ...knowledge.ruling.rule import Rules
from ..delivery.phrases import say
from ..delivery.wording import Part
from ..records.models import Interview
from .interview import forget, settle, start_again, step_back
from .interviewing import Interviewing

_I_WANT = r"(?:je (?:veux|voudrais) )?"
_ORDERS = {
    "back": r"(?:retour|(?:question )?precedente?|revenir|en arriere|go back|back|undo|annuler)",
    "again": _I_WANT + r"(?:on )?(?:tout )?(?:recommence[rz]?|repartir de zero|start again|start over|restart)",
    "fix": _I_WANT
    + r"(?:corriger|modifier|changer|correct|change)(?: (?:une|ma|mes|an|my) (?:reponses?|answers?))?"
    + r"|je me suis trompee?|i made a mistake",
    "why": r"(?:et )?(?:pourquoi|pour quelle raison|why)(?: (?:non|pas|ca|cela|not))?"
    r"|(?:et )?qu'est[- ]ce qui (?:\w+ ){0,2}chang\w+.{0,40}|what would change.{0,40}",
}


def read_order(words: str) -> str | None:
    """Name what a message orders, where that is all it says; one of `ACTS`."""
    plain = flatten(words).strip(" ?!.…")
    return next((act for act, pattern in _ORDERS.items() if re.fullmatch(pattern, plain)), None)


def _set(
    conducted: Interviewing, rules: Rules, interview: Interview, argument: str, now: datetime
) -> Part | bool | str:
    fact, _, value = argument.partition(":")
    try:
        changed = settle(rules, interview, fact, value, now)
    except KeyError:
        return False
    if not changed:
        return say("eligibility.noted", conducted.language)  # pressed twice
    return conducted.proceed()


def _back(
    conducted: Interviewing, rules: Rules, interview: Interview, _argument: str, now: datetime
) -> Part | bool | str:
    fact = step_back(rules, interview, now)
    return conducted.ask(fact) if fact is not None and fact in rules.facts else conducted.proceed()


def _ask(
    conducted: Interviewing, rules: Rules, interview: Interview, argument: str, now: datetime
) -> Part | bool | str:
    if argument not in rules.facts:
        return False
    forget(rules, interview, argument, now)
    return conducted.ask(argument)


def _fix(
    conducted: Interviewing, _rules: Rules, interview: Interview, _argument: str, _now: datetime
) -> Part | bool | str:
    return conducted.ask_which() if interview.trail else conducted.proceed()


def _again(
    conducted: Interviewing, _rules: Rules, interview: Interview, _argument: str, now: datetime
) -> Part | bool | str:
    start_again(interview, now)
    return conducted.proceed(say("eligibility.begin", conducted.language))


def _why(
    conducted: Interviewing, _rules: Rules, _interview: Interview, _argument: str, _now: datetime
) -> Part | bool | str:
    """Say it again: a question says why it is asked, and a verdict each of its reasons and what would change it."""
    return conducted.proceed()


ACTS: Mapping[str, Callable[[Interviewing, Rules, Interview, str, datetime], Part | bool | str]] = {
    "set": _set,
    "back": _back,
    "ask": _ask,
    "fix": _fix,
    "again": _again,
    "why": _why,
}
"""What one can do to an interview beside answering: by a button (the word after `elig:`), or in words."""


def obey(conducted: Interviewing, rules: Rules, interview: Interview, order: str, now: datetime) -> Part:
    """Do what a message orders, as `read_order` names it."""
    said = ACTS[order](conducted, rules, interview, "", now)
    return said if isinstance(said, Part) else conducted.proceed()
