"""One condition and the values of facts: what becomes of it, whatever is not known turning out either way."""

from collections.abc import Mapping

from .rule import Condition, Outcome, Row, Rules

SEVERITY = {Outcome.MET: 0, Outcome.OPEN: 1, Outcome.PERSON: 2, Outcome.NOT_MET: 3, Outcome.HANDED: 4}
"""The gravest outcome of all conditions is the verdict."""


class Undefined(LookupError):
    """No row of a condition takes some values; `guichet rules prove` finds such before anybody is told anything."""

    def __init__(self, condition: str, values: Mapping[str, str]) -> None:
        told = ", ".join(f"{fact} = {value}" for fact, value in values.items())
        super().__init__(f"condition {condition}: no row for {told}")
        self.condition, self.values = condition, values


def find_row(condition: Condition, values: Mapping[str, str]) -> Row:
    """Find the first row that takes these values, all known; raises `Undefined`."""
    for row in condition.rows:
        if row.takes(values):
            return row
    raise Undefined(condition.name, values)


def weigh(rules: Rules, condition: Condition, values: Mapping[str, str]) -> tuple[Outcome, Row | None]:
    """Tell what becomes of a condition, and by which row.

    Where facts are not known, all that they can be is looked at: if it always comes to the same, that is it; it is open
    else, and no row says why.
    """
    rows = list(dict.fromkeys(find_row(condition, known).name for known in rules.completions(condition, values)))
    found = [row for row in condition.rows if row.name in rows]
    outcomes = {row.then for row in found}
    outcome = outcomes.pop() if len(outcomes) == 1 else Outcome.OPEN
    return outcome, found[0] if len(found) == 1 else None
