"""What becomes of every cell of a group of conditions, weighed once, and what a better or a known value makes of it."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import pairwise

from .grouping import Cell, Group, complete, list_cells
from .rule import BEFORE, LATER, NOT_YET, UNKNOWN, WINDOW, Fact, Outcome, Rules
from .soundness import Check, Fault, describe
from .weighing import SEVERITY, weigh

_MET, _NOT_MET = SEVERITY[Outcome.MET], SEVERITY[Outcome.NOT_MET]
_TO_COME = ("no", NOT_YET, "yes")
_DATES = (LATER, UNKNOWN, WINDOW, BEFORE)


class Scales:
    """The cells of one group, by number, and the outcomes of each; raises `Undefined` where one has no row."""

    def __init__(self, rules: Rules, group: Group) -> None:
        self._rules, self._group = rules, group
        self.cells = list_cells(rules, group)
        self._numbers = {_key(cell): number for number, cell in enumerate(self.cells)}
        weighed: dict[tuple[str, ...], Outcome] = {}
        self.outcomes = tuple(dict(self._weigh(cell, weighed)) for cell in self.cells)
        self.severities = tuple(max(map(SEVERITY.__getitem__, one.values()), default=_MET) for one in self.outcomes)

    @cached_property
    def rises(self) -> tuple[tuple[int, int], ...]:
        """List the cells in which one fact becomes better by one step, as (worse, better)."""
        return tuple(rise for number in range(len(self.cells)) for rise in self._rise(number))

    @cached_property
    def reach(self) -> tuple[frozenset[int], ...]:
        """Return for each cell the severities it can come to by answers to what is asked."""
        found: dict[int, frozenset[int]] = {}
        return tuple(self._reach(number, found) for number in range(len(self.cells)))

    def find(self, values: Cell) -> int:
        """Return the number of the cell of some values."""
        return self._numbers[_key(complete(self._rules, self._group, values))]

    def check(self) -> Iterator[Fault]:
        """Find better facts that harm, and unknown ones taken for a yes or a no."""
        for worse, better in self.rises:
            if self.severities[better] > self.severities[worse]:
                told = f"{describe(self.cells[better])} is graver than {describe(self.cells[worse])}"
                yield Fault(Check.MONOTONE, told)
        for number, cell in enumerate(self.cells):
            for fact in (fact for fact, value in cell.items() if value == UNKNOWN):
                yield from self._check_unknown(number, fact)

    def _check_unknown(self, number: int, fact: str) -> Iterator[Fault]:
        """Hold what is concluded of an unknown fact against what each of its values gives."""
        known = self._filled(number, fact)
        for name, outcome in self.outcomes[number].items():
            answers = {self.outcomes[one].get(name, Outcome.MET) for one in known}
            if outcome in (Outcome.MET, Outcome.NOT_MET) and answers != {outcome}:
                told = f"condition {name} is {outcome} where {fact} is unknown, which depends on it"
                yield Fault(Check.NEUTRAL, f"{told}: {describe(self.cells[number])}")
        severity, answers = self.severities[number], {self.severities[one] for one in known}
        yes = severity == _MET and self._rules.facts[fact].asked
        if (yes or severity == _NOT_MET) and answers != {severity}:
            yield Fault(Check.NEUTRAL, f"{fact} unknown counts as known: {describe(self.cells[number])}")

    def _filled(self, number: int, fact: str) -> tuple[int, ...]:
        cell = self.cells[number]
        return tuple(self.find({**cell, fact: value}) for value in self._rules.facts[fact].values)

    def _reach(self, number: int, found: dict[int, frozenset[int]]) -> frozenset[int]:
        if number not in found:
            unknown = (fact for fact, value in self.cells[number].items() if value == UNKNOWN)
            asked = [fact for fact in unknown if self._rules.facts[fact].asked]
            known = {self.find({**self.cells[number], f: v}) for f in asked for v in self._rules.facts[f].answers}
            known -= {number}
            found[number] = frozenset({self.severities[number]}).union(*(self._reach(one, found) for one in known))
        return found[number]

    def _weigh(self, cell: Cell, weighed: dict[tuple[str, ...], Outcome]) -> Iterator[tuple[str, Outcome]]:
        for condition in self._group.conditions:
            if condition.counts(cell):
                key = (condition.name, *(cell.get(fact, UNKNOWN) for fact in condition.facts))
                if key not in weighed:
                    weighed[key] = weigh(self._rules, condition, cell)[0]
                yield condition.name, weighed[key]

    def _rise(self, number: int) -> Iterator[tuple[int, int]]:
        cell = self.cells[number]
        for fact in self._group.facts:
            steps = list_steps(self._rules, self._rules.facts[fact])
            others = {name: value for name, value in cell.items() if name not in (fact, self._rules.facts[fact].dated)}
            for worse, better in pairwise(steps):
                if worse.items() <= cell.items():
                    yield number, self.find({**others, **better})


def list_steps(rules: Rules, fact: Fact) -> tuple[Mapping[str, str], ...]:
    """List what can be known of a fact from the worst to the best, where its values have such an order by themselves.

    What will come true is better than what will not, and the better the earlier; a day not known is between those that
    are in time and those that are not.
    """
    rising = fact.rising or (_TO_COME if NOT_YET in fact.values else ())
    steps: list[Mapping[str, str]] = []
    for value in (value for value in rising if value in fact.values):
        if value == NOT_YET and fact.dated:
            days = rules.facts[fact.dated].domain
            steps += [{fact.name: value, fact.dated: when} for when in _DATES if when in days]
        else:
            steps.append({fact.name: value})
    return tuple(steps)


def _key(cell: Cell) -> frozenset[tuple[str, str]]:
    return frozenset(cell.items())
