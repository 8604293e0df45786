"""The fields in which staff say what they know of a person: a list for each fact, a day for what is to come."""

from collections.abc import Iterator
from dataclasses import dataclass

from ...knowledge.call import Call
from ...knowledge.ruling.rule import UNKNOWN, Fact, Rules
from ..delivery.verdict_wording import fill, say_days
from ..desk.examining import Examination, Known
from .translation import language
from .visit import Visit

SEEN = "vu"
"""The hidden field with the mark of what was known on the page."""
_VALUE, _DAY = "fait-", "jour-"


@dataclass(frozen=True)
class Field:
    """A fact as it is asked, with its values by name, and the one it has.

    `day_name` is the field for its day, empty where it has none; `day` is that day, `days` says days that are not one.
    """

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...]
    unsure: bool
    day_name: str = ""
    day: str = ""
    days: str = ""


@dataclass(frozen=True)
class FieldGroup:
    """Fields that count where something is so, which `when` says; empty for those that count always."""

    when: str
    fields: tuple[Field, ...]


def group_fields(call: Call, rules: Rules, known: Known) -> tuple[FieldGroup, ...]:
    """Group the fields of all facts by what they count for."""
    groups: dict[str, list[Field]] = {"": []}
    for name, fact in rules.facts.items():
        if _can_follow(rules, known, fact):
            groups.setdefault(_say_when(call, rules, name), []).append(_field(call, rules, known, fact))
    return tuple(FieldGroup(when, tuple(fields)) for when, fields in groups.items() if fields)


def read_examination(rules: Rules, visit: Visit) -> Examination:
    """Read what a form says of the facts that there are."""
    return Examination(
        values={fact: visit.sent(f"{_VALUE}{fact}") for fact in rules.facts if f"{_VALUE}{fact}" in visit.form},
        days={fact: visit.sent(f"{_DAY}{fact}") for fact in rules.facts if f"{_DAY}{fact}" in visit.form},
        seen=visit.sent(SEEN),
    )


def _field(call: Call, rules: Rules, known: Known, fact: Fact) -> Field:
    of = rules.date_of(fact.name)
    days = known.situation.days.get(of)
    labels = {name: fill(call, rules, value.label, language()) for name, value in fact.values.items()}
    return Field(
        name=f"{_VALUE}{fact.name}",
        label=fill(call, rules, fact.ask, language()),
        value=known.situation.value(fact.name),
        options=tuple((value, labels[value]) for value in _shown(known, fact)),
        unsure=fact.name in known.situation.unsure,
        day_name=f"{_DAY}{of}" if of else "",
        day=known.day(of),
        days=say_days(days, language()) if days and not days.day else "",
    )


def _shown(known: Known, fact: Fact) -> Iterator[str]:
    """Go through the values that can be chosen: those offered, and the one it has."""
    has = known.situation.value(fact.name)
    return (name for name, value in fact.values.items() if value.offered or name == has)


def _can_follow(rules: Rules, known: Known, fact: Fact) -> bool:
    """Tell whether a fact is a question for somebody of values that can be chosen."""
    return all(set(_shown(known, rules.facts[of])) & wanted for of, wanted in fact.after.items())


def _say_when(call: Call, rules: Rules, fact: str) -> str:
    """Say of which values of other facts alone any condition looks at a fact; nothing where it is looked at always."""
    conditions = [one for one in rules.conditions.values() if fact in one.facts]
    only = [{of: wanted for of, wanted in one.only.items() if of != fact} for one in conditions]
    if not only or not all(only):
        return ""
    labels = (
        fill(call, rules, rules.facts[of].values[value].label, language())
        for of, wanted in only[0].items()
        for value in rules.facts[of].values
        if value in wanted and value != UNKNOWN
    )
    return " / ".join(labels)
