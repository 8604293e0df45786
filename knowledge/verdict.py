"""A verdict on who may apply: what becomes of each condition, and why, with the passage it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .call import Citation
from .notice import Notice
from .ruling.rule import Condition, Outcome, Row
from .ruling.situation import Days


class VerdictKind(StrEnum):
    """Eligible; not, as things stand; eligible if what is open comes true; or a person of the office decides."""

    ELIGIBLE = "eligible"
    ELIGIBLE_IF = "eligible-if"
    PERSON = "person"
    NOT_ELIGIBLE = "not-eligible"


@dataclass(frozen=True)
class Reason:
    """What becomes of one condition; `row` says why, and is None while something about it is not known.

    `days` are those on which it is said to come true.
    """

    condition: Condition
    outcome: Outcome
    row: Row | None
    citations: tuple[Citation, ...]
    notice: Notice | None = None
    days: Days | None = None


@dataclass(frozen=True)
class Change:
    """What would turn the verdict by itself, in one condition: facts and the values they would have to have."""

    condition: str
    facts: Mapping[str, str]
    outcome: Outcome


@dataclass(frozen=True)
class Verdict:
    """The verdict on a situation: all its reasons, in the order of the rules, and the questions that still matter.

    `start` are the days on which one could start, where what is still to come leaves fewer than the call. `last` is the
    last day of the period of the start. `version` names the rules, as the office has ruled them, and the call's text.
    """

    kind: VerdictKind
    reasons: tuple[Reason, ...]
    questions: tuple[str, ...]
    first: date
    last: date
    version: str
    start: Days | None = None

    @property
    def is_handed(self) -> bool:
        """Tell whether a person decides whatever becomes of the other conditions."""
        return bool(self.of(Outcome.HANDED))

    @property
    def told(self) -> tuple[Reason, ...]:
        """List the reasons to tell: all of them, but for what nothing is known of where it does not matter."""
        return tuple(reason for reason in self.reasons if reason.row) if self.is_handed else self.reasons

    def of(self, *outcomes: Outcome) -> tuple[Reason, ...]:
        """List the reasons with one of these outcomes."""
        return tuple(reason for reason in self.reasons if reason.outcome in outcomes)
