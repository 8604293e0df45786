"""What to ask next: only what can still change the verdict, the likeliest to settle it first."""

from collections.abc import Iterator, Mapping

from .rule import UNKNOWN, Condition, Outcome, Rules
from .situation import Situation
from .weighing import SEVERITY, weigh


def open_questions(rules: Rules, situation: Situation) -> tuple[str, ...]:
    """List the facts that matter and can be asked now, in the order in which to ask them.

    A fact matters where the verdict differs by its answer, whatever else is answered: an eligible person is asked
    about each condition, one who cannot be eligible about none.
    """
    reach = {name: reachable(rules, one, situation) for name, one in rules.conditions.items()}
    least = {name: min(found) for name, found in reach.items()}
    found: dict[str, float] = {}
    for name, condition in rules.conditions.items():
        others = max((low for other, low in least.items() if other != name), default=0)
        if len(reach[name]) > 1 and max(reach[name]) > others and condition.counts(situation.values):
            for fact in _askable(rules, condition, situation):
                found.setdefault(fact, _decides(rules, condition, situation, fact))
    order = list(rules.facts)
    return tuple(sorted(found, key=lambda fact: (-found[fact], order.index(fact))))


def reachable(rules: Rules, condition: Condition, situation: Situation) -> set[int]:
    """Return the severities that a condition can still come to, by what is asked and answered, "I don't know" too."""
    if any(
        _is_settled(rules, situation, f) and situation.value(f) not in wanted for f, wanted in condition.only.items()
    ):
        return {SEVERITY[Outcome.MET]}
    choices = {fact: _choices(rules, situation, fact) for fact in condition.facts}
    cells = rules.completions(condition, situation.values, choices)
    met = set[int]() if condition.counts(situation.values) else {SEVERITY[Outcome.MET]}
    return met | {SEVERITY[weigh(rules, condition, values)[0]] for values in cells}


def _is_settled(rules: Rules, situation: Situation, fact: str) -> bool:
    """Tell whether a fact is known, or will not be: it was asked in vain, or is never asked."""
    return situation.value(fact) != UNKNOWN or fact in situation.unsure or not rules.facts[fact].asked


def _choices(rules: Rules, situation: Situation, fact: str) -> tuple[str, ...]:
    """Return what a fact can be once all is asked: what it is, or any answer that is offered, or unknown."""
    if _is_settled(rules, situation, fact):
        return (situation.value(fact),)
    return (*(value.name for value in rules.facts[fact].offered), UNKNOWN)


def _askable(rules: Rules, condition: Condition, situation: Situation) -> Iterator[str]:
    """Go through what is not known of a condition and is a question here: a day, of what is to come alone."""
    for fact in condition.facts:
        if not _is_settled(rules, situation, fact) and rules.facts[fact].follows(situation.values):
            yield fact


def _decides(rules: Rules, condition: Condition, situation: Situation, fact: str) -> float:
    """Return the share of a fact's answers that by themselves make the condition fail, and so settle the verdict."""
    answers = (*(value.name for value in rules.facts[fact].offered), UNKNOWN)
    failing = [value for value in answers if _fails(rules, condition, {**situation.values, fact: value})]
    return len(failing) / len(answers)


def _fails(rules: Rules, condition: Condition, values: Mapping[str, str]) -> bool:
    return weigh(rules, condition, values)[0] is Outcome.NOT_MET
