"""Whether the rows of a call's rules are sound by themselves: each cell has one row, each row a cell and its words.

Whether what they say is right is for the cases to tell.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ..call import Call
from .reading import LANGUAGES
from .rule import Condition, Outcome, Row, Rules, Words


class Check(StrEnum):
    """What rules are held against."""

    DEFINED = "a row for every cell"
    SINGLE = "one row for every cell"
    REACHED = "a cell for every value of a row"
    WORDED = "words in every language"
    CITED = "passages of the call"
    USED = "a use for every fact that is asked"
    ASKED = "every fact is asked that can be"
    MONOTONE = "a better fact harms nobody"
    NEUTRAL = "unknown is neither yes nor no"
    AGREED = "judged as weighed"


@dataclass(frozen=True)
class Fault:
    """A place where rules are not as they must be."""

    check: Check
    told: str


def check_rows(call: Call, rules: Rules) -> Iterator[Fault]:
    """Find what is not sound; where a cell has no row, nothing else of these rules can be relied on."""
    for condition in rules.conditions.values():
        yield from _check_cells(rules, condition)
        yield from _check_citations(call, condition)
    yield from _check_words(rules)
    yield from _check_use(rules)


def describe(values: Mapping[str, str]) -> str:
    """Write values as `thesis = not_yet, thesis_when = before`."""
    return ", ".join(f"{fact} = {value}" for fact, value in values.items()) or "nothing known"


def _check_cells(rules: Rules, condition: Condition) -> Iterator[Fault]:
    reached: set[tuple[str, str, str]] = set()
    for values in rules.completions(condition, {}):
        asked = {**{fact: next(iter(wanted), "") for fact, wanted in condition.only.items()}, **values}
        if not condition.counts(asked):
            continue
        taking = [row for row in condition.rows if row.takes(values)]
        reached |= {(row.name, *fact) for row in taking[:1] for fact in values.items()}
        if not taking:
            yield Fault(Check.DEFINED, f"condition {condition.name}: no row for {describe(values)}")
        if len(taking) > 1:
            names = " and ".join(row.name for row in taking)
            yield Fault(Check.SINGLE, f"condition {condition.name}: {names} take {describe(values)}")
    for row in condition.rows:
        for fact, value in ((fact, value) for fact, wanted in row.when.items() for value in sorted(wanted)):
            if (row.name, fact, value) not in reached:
                yield Fault(Check.REACHED, f"row {row.name}: nothing comes to it with {fact} = {value}")


def _check_citations(call: Call, condition: Condition) -> Iterator[Fault]:
    for row in condition.rows:
        names = row.passages or condition.passages
        if not names:
            yield Fault(Check.CITED, f"row {row.name}: no passage, neither its own nor its condition's")
        if strange := [name for name in names if name not in call.passages]:
            yield Fault(Check.CITED, f"row {row.name}: the call has no passage {', '.join(strange)}")


def _check_words(rules: Rules) -> Iterator[Fault]:
    for where, words in _all_words(rules):
        if missing := [language for language in LANGUAGES if not words.get(language, "").strip()]:
            yield Fault(Check.WORDED, f"{where}: nothing in {' and '.join(missing)}")


def _all_words(rules: Rules) -> Iterator[tuple[str, Words]]:
    for fact in rules.facts.values():
        yield f"facts.{fact.name}.ask", fact.ask
        yield f"facts.{fact.name}.why", fact.why
        yield from ((f"facts.{fact.name}.values.{one.name}", one.label) for one in fact.values.values())
    for condition in rules.conditions.values():
        yield f"conditions.{condition.name}.name", condition.label
        yield from ((f"row {row.name}", row.says) for row in condition.rows)
        if any(_is_wanting(row) for row in condition.rows):
            yield f"conditions.{condition.name}.wants", condition.wants


def _is_wanting(row: Row) -> bool:
    """Tell whether there is a thing left to wish for, which the condition then names."""
    return row.then in (Outcome.OPEN, Outcome.NOT_MET) and not row.ruled


def _check_use(rules: Rules) -> Iterator[Fault]:
    used = {fact for one in rules.conditions.values() for fact in (*one.facts, *one.only)}
    for fact in rules.facts.values():
        if fact.name not in used:
            yield Fault(Check.USED, f"no condition looks at fact {fact.name}")
        elif not fact.asked and _stays_open(rules, fact.name):
            yield Fault(Check.ASKED, f"fact {fact.name} is never asked, and a condition stays open without it")
        for of, values in _beside(rules, fact.name).items():
            if fact.after.get(of) != values:
                told = f"{of} = {' or '.join(sorted(values))}"
                yield Fault(
                    Check.USED, f"fact {fact.name} is looked at beside {told} alone, and is no question after it"
                )


def _stays_open(rules: Rules, fact: str) -> bool:
    """Tell whether a condition counts although nothing is known of a fact that it looks at."""
    return any(fact in one.facts and fact not in one.only for one in rules.conditions.values())


def _beside(rules: Rules, fact: str) -> dict[str, frozenset[str]]:
    """Map the facts beside which alone any row looks at a fact to the values that they have there."""
    looking = [row.when for _, row in rules.rows() if fact in row.when]
    others = [of for of in looking[0] if of != fact and all(of in when for when in looking)] if looking else []
    values = {of: frozenset[str]().union(*(when[of] for when in looking)) for of in others}
    return {of: one for of, one in values.items() if one != frozenset(rules.facts[of].values)}
