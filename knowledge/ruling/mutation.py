"""Rules changed in one place at a time: what the proof and the cases are worth is how many such changes they notice."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from ..call import Call
from .case import CaseFile, check_cases
from .proof import check_interview, check_rules
from .rule import Condition, Fact, Outcome, Row, Rules
from .weighing import Undefined


@dataclass(frozen=True)
class Mutant:
    """Rules with one change, and what it is."""

    told: str
    rules: Rules


@dataclass(frozen=True)
class Trial:
    """A mutant, and by what it was noticed: a fault, a case, or nothing, which is to say that it survived."""

    told: str
    by_proof: str
    by_case: str

    @property
    def survived(self) -> bool:
        """Tell whether neither the proof nor a case noticed it."""
        return not self.by_proof and not self.by_case


def try_mutants(call: Call, rules: Rules, file: CaseFile) -> Iterator[Trial]:
    """Hold every mutant against the proof and against the cases, each by itself."""
    for mutant in mutate(call, rules):
        fault, case = next(check_rules(call, mutant.rules), None), _first_case(call, mutant.rules, file)
        if not fault and not case:
            fault = next(check_interview(mutant.rules), None)
        yield Trial(mutant.told, fault.told if fault else "", case)


def mutate(call: Call, rules: Rules) -> Iterator[Mutant]:
    """Make the mutants of a call's rules: each row, condition and fact with one thing taken off, turned or replaced."""
    for condition in rules.conditions.values():
        yield Mutant(f"condition {condition.name} taken out", _without(rules, condition))
        for told, changed in chain(_mutate_condition(call, rules, condition), _mutate_rows(call, rules, condition)):
            yield Mutant(
                f"{condition.name}: {told}",
                replace(rules, conditions={**rules.conditions, condition.name: changed}),
            )
    for fact in rules.facts.values():
        for told, changed in _mutate_fact(fact):
            yield Mutant(f"fact {fact.name}: {told}", replace(rules, facts={**rules.facts, fact.name: changed}))
    for name in call.milestones:
        if name != rules.milestone:
            yield Mutant(f"period of the start: {name}", replace(rules, milestone=name))


def _first_case(call: Call, rules: Rules, file: CaseFile) -> str:
    try:
        return next(check_cases(call, rules, file), "")
    except Undefined as error:
        return str(error)


def _without(rules: Rules, condition: Condition) -> Rules:
    return replace(rules, conditions={name: one for name, one in rules.conditions.items() if one is not condition})


def _mutate_condition(call: Call, rules: Rules, condition: Condition) -> Iterator[tuple[str, Condition]]:
    if condition.only:
        yield "counts for everybody", replace(condition, only={})
    for fact, wanted in condition.only.items():
        for value in (value for value in rules.facts[fact].values if value not in wanted):
            for told, values in (("too", wanted | {value}), ("instead", frozenset({value}))):
                yield f"counts for {fact} = {value} {told}", replace(condition, only={**condition.only, fact: values})
    if any(not row.passages for row in condition.rows):
        for told, passages in _mutate_passages(call, condition.passages):
            yield told, replace(condition, passages=passages)


def _mutate_rows(call: Call, rules: Rules, condition: Condition) -> Iterator[tuple[str, Condition]]:
    for at, row in enumerate(condition.rows):
        before, after = condition.rows[:at], condition.rows[at + 1 :]
        yield f"row {row.name} taken out", replace(condition, rows=before + after)
        for told, changed in _mutate_row(call, rules, row):
            yield f"row {row.name} {told}", replace(condition, rows=(*before, changed, *after))


def _mutate_row(call: Call, rules: Rules, row: Row) -> Iterator[tuple[str, Row]]:
    yield from ((f"{then} instead of {row.then}", replace(row, then=then)) for then in Outcome if then is not row.then)
    yield from ((told, replace(row, when={**row.when, **when})) for told, when in _mutate_when(rules, row))
    if row.passages:
        yield from ((told, replace(row, passages=passages)) for told, passages in _mutate_passages(call, row.passages))
    if row.notice:
        yield "without its notice", replace(row, notice="")
    for notice in call.notices:
        if notice.name != row.notice:
            yield f"with the notice {notice.name}", replace(row, notice=notice.name)


def _mutate_when(rules: Rules, row: Row) -> Iterator[tuple[str, dict[str, frozenset[str]]]]:
    for fact, wanted in row.when.items():
        yield f"whatever {fact} is", {fact: frozenset(rules.facts[fact].values)}
        for value in rules.facts[fact].values:
            turned = wanted - {value} if value in wanted else wanted | {value}
            yield f"{'no longer' if value in wanted else 'also'} for {fact} = {value}", {fact: turned}


def _mutate_passages(call: Call, passages: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for at, name in enumerate(passages):
        yield f"without passage {name}", passages[:at] + passages[at + 1 :]
        other = next(one for one in call.passages if one not in passages)
        yield f"quotes {other} instead of {name}", (*passages[:at], other, *passages[at + 1 :])


def _mutate_fact(fact: Fact) -> Iterator[tuple[str, Fact]]:
    yield "never asked" if fact.asked else "asked", replace(fact, asked=not fact.asked)
    if fact.dated:
        yield "without a date", replace(fact, dated="")
    if fact.after:
        yield "a question to everybody", replace(fact, after={})
    for name in fact.values if len(fact.values) > 1 else ():
        values = {other: one for other, one in fact.values.items() if other != name}
        yield f"without its value {name}", replace(fact, values=values)
