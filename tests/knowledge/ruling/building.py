"""Small rules for tests, built of names alone; and the rules that a call has, with a situation to change."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from guichet.knowledge.call import Call
from guichet.knowledge.eligibility import period_of
from guichet.knowledge.ruling.rule import Condition, Fact, Outcome, Row, Rules, Value
from guichet.knowledge.ruling.situation import Days, Situation, read_facts
from guichet.tests.factories import make_call

NOTHING = Situation()
PERIOD = Days(date(2026, 11, 1), date(2026, 12, 15))
FINE = {"status": "cca", "m2": "yes", "thesis": "yes", "lab": "unit"}
"""Facts of somebody who is eligible by the real rules."""


def words(text: str = "so") -> dict[str, str]:
    return {"fr": text, "en": text}


def make_fact(name: str, *values: str, **more: object) -> Fact:
    made = Fact(name, words(f"{name} ?"), words(), {value: Value(value, words(value)) for value in values})
    return replace(made, **more)  # type: ignore[arg-type]


def make_row(name: str, then: str = "met", passages: tuple[str, ...] = (), **when: str) -> Row:
    """Make a row; `when` names a value, or several with commas between."""
    wanted = {fact: frozenset(values.split(",")) for fact, values in when.items()}
    return Row(name, wanted, Outcome(then), words(), passages)


def make_condition(name: str, *rows: Row, **only: str) -> Condition:
    wanted = {fact: frozenset(values.split(",")) for fact, values in only.items()}
    return Condition(name, words(name), ("audience",), words(), rows, wanted)


def make_rules(facts: list[Fact], conditions: list[Condition]) -> Rules:
    return Rules({one.name: one for one in facts}, {one.name: one for one in conditions}, "start", "v1")


def yes_or_no(name: str, **only: str) -> Condition:
    """Make a condition that a fact of its name meets by yes and fails by no."""
    rows = (make_row(f"{name}_yes", **{name: "yes"}), make_row(f"{name}_no", "not_met", **{name: "no"}))
    return make_condition(name, *rows, **only)


@cache
def real() -> tuple[Call, Rules]:
    """Return the call that is shipped, and its rules."""
    call = make_call()
    assert call.rules is not None
    return call, call.rules


def situate(facts: Mapping[str, object]) -> Situation:
    """Read facts by the real rules."""
    call, rules = real()
    return read_facts(rules, period_of(call, rules), facts)


def fine(**changed: str) -> Situation:
    """Make somebody eligible, but for what is changed; an empty value is not known."""
    return situate({fact: value for fact, value in {**FINE, **changed}.items() if value})
