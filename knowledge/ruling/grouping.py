"""The conditions of a call in groups that share facts, and the cells of each: all that can be known of its facts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .rule import UNKNOWN, Condition, Rules

Cell = Mapping[str, str]
"""The values of those facts of a group that count beside each other, `UNKNOWN` being one of them."""


@dataclass(frozen=True)
class Group:
    """Facts that hang together, and the conditions on them: what becomes of these hangs on no other fact."""

    facts: tuple[str, ...]
    conditions: tuple[Condition, ...]


def group(rules: Rules) -> tuple[Group, ...]:
    """Part the facts and conditions into groups: by rows, by `only`, and by what is asked after what."""
    parts = [{fact} for fact in rules.facts]
    together = [{*condition.facts, *condition.only} for condition in rules.conditions.values()]
    together += [{fact.name, *fact.after} for fact in rules.facts.values()]
    for linked in together:
        touched = [part for part in parts if part & linked]
        parts = [part for part in parts if not part & linked] + [set[str]().union(*touched)]
    order = list(rules.facts)
    named = sorted((tuple(sorted(part, key=order.index)) for part in parts if part), key=lambda p: order.index(p[0]))
    return tuple(
        Group(facts, tuple(c for c in rules.conditions.values() if {*c.facts, *c.only} & set(facts))) for facts in named
    )


def matters(rules: Rules, group: Group, fact: str, values: Cell) -> bool:
    """Tell whether a fact can change anything beside these values.

    The day of what is not to come cannot, for one, nor what only conditions look at that do not count.
    """
    return rules.facts[fact].follows(values) and any(
        fact in one.only or (fact in one.facts and one.counts(values)) for one in group.conditions
    )


def complete(rules: Rules, group: Group, values: Cell) -> dict[str, str]:
    """Make a cell of some values: what cannot change anything goes, what is missing is unknown."""
    cell: dict[str, str] = {}
    while missing := _next(rules, group, cell):
        cell[missing] = values.get(missing, UNKNOWN)
    return cell


def list_cells(rules: Rules, group: Group) -> tuple[dict[str, str], ...]:
    """List every cell of a group once."""
    return tuple(_grow(rules, group, {}))


def _grow(rules: Rules, group: Group, cell: dict[str, str]) -> Iterator[dict[str, str]]:
    fact = _next(rules, group, cell)
    if fact is None:
        yield cell
        return
    for value in rules.facts[fact].domain:
        yield from _grow(rules, group, {**cell, fact: value})


def _next(rules: Rules, group: Group, cell: Cell) -> str | None:
    """Name the first fact that matters and is not in a cell; one that matters never ceases to as more is known."""
    return next((fact for fact in group.facts if fact not in cell and matters(rules, group, fact, cell)), None)
