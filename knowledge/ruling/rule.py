"""The conditions of a call as values: facts about a person, and rows that say what becomes of them."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from ..cue import CueIndex

Words = Mapping[str, str]
"""What is said, by language ("fr", "en")."""
UNKNOWN = "unknown"
"""The value of a fact that is not known: neither yes nor no."""
NOT_YET = "not_yet"
"""The value of a fact that will come true."""
BEFORE, WINDOW, LATER = "before", "window", "later"
"""The values of a fact that is a date: before or at the first day of the start, by its last day, and after it."""


class Outcome(StrEnum):
    """What becomes of a condition: met, met if it comes true in time, left to a person by the call, or not met.

    `HANDED` is left to a person whatever becomes of the others: who is not surely among those that the call is for is
    told "no" by nobody but a person.
    """

    MET = "met"
    OPEN = "open"
    PERSON = "person"
    NOT_MET = "not_met"
    HANDED = "handed"


LEFT = (Outcome.PERSON, Outcome.HANDED)
"""What the call leaves to a person, and the office can rule."""


@dataclass(frozen=True)
class Value:
    """One value that a fact can have; one not `offered` as an answer is read in people's own words alone."""

    name: str
    label: Words
    offered: bool = True


@dataclass(frozen=True)
class Fact:
    """A thing about a person; one not `asked` counts only where it is said.

    `dated` names the fact that is the day of its "not yet". It is asked of those alone who have one of the values of
    `after`. `rising` are values from the worst to the best, of which a better one must never harm; where one is "not
    yet", this goes without saying. `named` finds it in people's words, `said` its values; what `said` finds without a
    name is none of them.
    """

    name: str
    ask: Words
    why: Words
    values: Mapping[str, Value]
    dated: str = ""
    asked: bool = True
    after: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    rising: tuple[str, ...] = ()
    named: CueIndex = field(default_factory=lambda: CueIndex(()), repr=False, compare=False)
    said: CueIndex = field(default_factory=lambda: CueIndex(()), repr=False, compare=False)

    @property
    def domain(self) -> tuple[str, ...]:
        """Return all its values, the unknown one last."""
        return (*self.values, UNKNOWN)

    @property
    def offered(self) -> tuple[Value, ...]:
        """Return the values that are offered as answers."""
        return tuple(value for value in self.values.values() if value.offered)

    @property
    def answers(self) -> tuple[str, ...]:
        """Return the values that the question on it can have for an answer, the unknown one last."""
        return (*(value.name for value in self.offered), UNKNOWN)

    def follows(self, values: Mapping[str, str]) -> bool:
        """Tell whether it is a question at all for somebody of these values."""
        return all(values.get(fact, UNKNOWN) in wanted for fact, wanted in self.after.items())


@dataclass(frozen=True)
class Row:
    """What becomes of a condition where all facts of `when` have one of their values.

    `passages` are quoted in place of the condition's own, `notice` is what another official page says. A row that the
    office has `ruled` is its decision, not the call's.
    """

    name: str
    when: Mapping[str, frozenset[str]]
    then: Outcome
    says: Words
    passages: tuple[str, ...] = ()
    notice: str = ""
    ruled: bool = False

    def takes(self, values: Mapping[str, str]) -> bool:
        """Tell whether these values, a missing one unknown, are the row's."""
        return all(values.get(fact, UNKNOWN) in wanted for fact, wanted in self.when.items())


@dataclass(frozen=True)
class Condition:
    """One condition of the call; it counts only where the facts of `only` are known to have one of their values."""

    name: str
    label: Words
    passages: tuple[str, ...]
    wants: Words
    rows: tuple[Row, ...]
    only: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Name the facts that its rows look at, each once."""
        return tuple(dict.fromkeys(fact for row in self.rows for fact in row.when))

    def counts(self, values: Mapping[str, str]) -> bool:
        """Tell whether it counts for somebody of these values."""
        return all(values.get(fact, UNKNOWN) in wanted for fact, wanted in self.only.items())

    def spares(self, values: Mapping[str, str]) -> bool:
        """Tell whether one of these values keeps it from counting, whatever the missing ones are."""
        return any(fact in values and values[fact] not in wanted for fact, wanted in self.only.items())


@dataclass(frozen=True)
class Rules:
    """The facts and conditions of a call; `milestone` names the period of the start, `version` the text they are in.

    `terms` are the passages that are told beside a verdict and not judged.
    """

    facts: Mapping[str, Fact]
    conditions: Mapping[str, Condition]
    milestone: str
    version: str
    terms: tuple[str, ...] = ()

    def rows(self) -> Iterator[tuple[Condition, Row]]:
        """Go through all rows with their conditions."""
        return ((condition, row) for condition in self.conditions.values() for row in condition.rows)

    @property
    def to_rule(self) -> tuple[str, ...]:
        """Name the rows that the office can rule: those the call leaves open."""
        return tuple(row.name for _, row in self.rows() if row.then in LEFT or row.ruled)

    def date_of(self, fact: str) -> str:
        """Name the fact whose day another one is; empty for one that is no day."""
        return next((name for name, one in self.facts.items() if one.dated == fact), "")

    def ruled(self, rulings: Mapping[str, Outcome]) -> "Rules":
        """Return these rules as the office has ruled them, row by row; a name that no row has changes nothing."""
        known = {name: outcome for name, outcome in sorted(rulings.items()) if name in self.to_rule}
        if not known:
            return self
        conditions = {name: replace(one, rows=_rule(one.rows, known)) for name, one in self.conditions.items()}
        told = ",".join(f"{name}={outcome}" for name, outcome in known.items())
        version = hashlib.sha256(f"{self.version},{told}".encode()).hexdigest()[:16]
        return replace(self, conditions=conditions, version=version)

    def completions(
        self, condition: Condition, values: Mapping[str, str], choices: Mapping[str, Sequence[str]] | None = None
    ) -> Iterator[dict[str, str]]:
        """Go through what the unknown facts of a condition may turn out to be: one of `choices`, or any value.

        A fact that is no question then, such as the day of what is there already, stays unknown.
        """
        found = [dict[str, str]()]
        for fact in condition.facts:
            known = values.get(fact, UNKNOWN)
            possible = (choices or {}).get(fact) or ((*self.facts[fact].values,) if known == UNKNOWN else (known,))
            found = [
                {**one, fact: value}
                for one in found
                for value in (
                    possible if known != UNKNOWN or self.facts[fact].follows({**values, **one}) else (UNKNOWN,)
                )
            ]
        yield from found


def _rule(rows: Iterable[Row], rulings: Mapping[str, Outcome]) -> tuple[Row, ...]:
    return tuple(replace(row, then=rulings[row.name], ruled=True) if row.name in rulings else row for row in rows)
