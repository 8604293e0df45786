"""What to ask next: only what can still change the verdict, the likeliest to settle it first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .rule import UNKNOWN, Condition, Outcome, Rules
from .situation import Situation
from .weighing import SEVERITY, weigh

_SETTLING = (Outcome.NOT_MET, Outcome.HANDED)


@dataclass(frozen=True)
class Prospect:
    """What a condition can still come to, and what can be asked of it now.

    `shares` gives each such fact the share of its answers that by themselves settle the verdict.
    """

    reach: frozenset[int]
    shares: tuple[tuple[str, float], ...]


def open_questions(rules: Rules, situation: Situation) -> tuple[str, ...]:
    """List the facts that matter and can be asked now, in the order in which to ask them.

    A fact matters where the verdict differs by its answer, whatever else is answered: an eligible person is asked
    about each condition, one who cannot be eligible about none.
    """
    return order(rules, [look_ahead(rules, condition, situation) for condition in rules.conditions.values()])


def look_ahead(rules: Rules, condition: Condition, situation: Situation) -> Prospect:
    """Tell what a condition can still come to, and by what questions."""
    reach = frozenset(_reachable(rules, condition, situation))
    facts = list_askable(rules, condition, situation) if len(reach) > 1 else ()
    return Prospect(reach, tuple((fact, _decides(rules, condition, situation, fact)) for fact in facts))


def order(rules: Rules, prospects: Sequence[Prospect]) -> tuple[str, ...]:
    """List the facts to ask of those conditions that can still be graver than all others are at the least."""
    least = [min(prospect.reach) for prospect in prospects]
    found: dict[str, float] = {}
    for at, prospect in enumerate(prospects):
        if max(prospect.reach) > max(least[:at] + least[at + 1 :], default=0):
            found = {**dict(prospect.shares), **found}
    facts = list(rules.facts)
    return tuple(sorted(found, key=lambda fact: (-found[fact], facts.index(fact))))


def list_askable(rules: Rules, condition: Condition, situation: Situation) -> tuple[str, ...]:
    """List what is not known of a condition that counts, and is a question here: a day, of what is to come alone."""
    if not condition.counts(situation.values):
        return ()
    unsettled = (fact for fact in condition.facts if not _is_settled(rules, situation, fact))
    return tuple(fact for fact in unsettled if rules.facts[fact].follows(situation.values))


def _reachable(rules: Rules, condition: Condition, situation: Situation) -> set[int]:
    """Return the severities that a condition can still come to, by what is asked and answered, "I don't know" too."""
    if any(
        _is_settled(rules, situation, f) and situation.value(f) not in wanted for f, wanted in condition.only.items()
    ):
        return {SEVERITY[Outcome.MET]}
    choices = {fact: _choices(rules, situation, fact) for fact in condition.facts}
    cells = rules.completions(condition, situation.values, choices)
    met = set[int]() if condition.counts(situation.values) else {SEVERITY[Outcome.MET]}
    return met | {SEVERITY[_weigh(rules, condition, values)] for values in cells}


def _is_settled(rules: Rules, situation: Situation, fact: str) -> bool:
    """Tell whether a fact is known, or will not be: it was asked in vain, or is never asked."""
    return situation.value(fact) != UNKNOWN or fact in situation.unsure or not rules.facts[fact].asked


def _choices(rules: Rules, situation: Situation, fact: str) -> tuple[str, ...]:
    """Return what a fact can be once all is asked: what it is, or any answer that is offered, or unknown."""
    return (situation.value(fact),) if _is_settled(rules, situation, fact) else rules.facts[fact].answers


def _decides(rules: Rules, condition: Condition, situation: Situation, fact: str) -> float:
    """Return the share of a fact's answers that by themselves settle the verdict: it fails, or a person decides."""
    answers = rules.facts[fact].answers
    outcomes = [_weigh(rules, condition, {**situation.values, fact: value}) for value in answers]
    return sum(outcome in _SETTLING for outcome in outcomes) / len(answers)


def _weigh(rules: Rules, condition: Condition, values: Mapping[str, str]) -> Outcome:
    """Weigh a condition, which is met by whom it spares."""
    return Outcome.MET if condition.spares(values) else weigh(rules, condition, values)[0]
