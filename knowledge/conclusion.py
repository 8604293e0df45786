"""What the assistant concludes of one question. Values alone: nothing here acts.

`outcome` is the word for each in the journal, in `guichet ask --jsonl` and in the database.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from .call import Citation, Pair
from .entry import ApprovedEntry
from .notice import Notice
from .ruling.situation import Situation


class Outcome(StrEnum):
    """The kinds of conclusion, as other programs read them."""

    ANSWER = "answer"
    DECISION = "decision"
    GAP = "gap"
    CONTRADICTION = "contradiction"
    CLARIFY = "clarify"
    ELIGIBILITY = "eligibility"
    STATUS = "status"
    REMINDER = "reminder"
    HUMAN = "human"
    SMALLTALK = "smalltalk"


class SmallTalkKind(StrEnum):
    """What a person says without asking anything."""

    GREETING = "greeting"
    THANKS = "thanks"
    ABUSE = "abuse"
    WHO_ARE_YOU = "who-are-you"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Concluded:
    """What every conclusion carries: the question in the person's words, and how sure the reading is (0 to 1)."""

    question: str
    confidence: float


@dataclass(frozen=True)
class Answer(Concluded):
    """The call says it: `citations` are the passages, in the order they are shown."""

    outcome: ClassVar = Outcome.ANSWER
    pair: Pair
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Decision(Concluded):
    """The office has decided it: `entry` is what it said, never shown as the call's words."""

    outcome: ClassVar = Outcome.DECISION
    pair: Pair
    entry: ApprovedEntry


@dataclass(frozen=True)
class Gap(Concluded):
    """The call does not say it: `department` (a key of the call's) answers; `nearest` is shown as nearest only."""

    outcome: ClassVar = Outcome.GAP
    pair: Pair
    department: str
    nearest: tuple[Citation, ...]


@dataclass(frozen=True)
class Contradiction(Concluded):
    """The call and another official page differ: both are shown, nothing is decided, `department` answers."""

    outcome: ClassVar = Outcome.CONTRADICTION
    pair: Pair
    citations: tuple[Citation, ...]
    notice: Notice
    department: str


@dataclass(frozen=True)
class Clarify(Concluded):
    """The question may be one of `choices` (two or three pairs that the call answers or is known to leave open)."""

    outcome: ClassVar = Outcome.CLARIFY
    choices: tuple[Pair, ...]


@dataclass(frozen=True)
class EligibilityWanted(Concluded):
    """The person asks whether they themselves may apply; `nearest` are the passages on who may.

    `said` is what the inquiry says of them.
    """

    outcome: ClassVar = Outcome.ELIGIBILITY
    nearest: tuple[Citation, ...]
    said: Situation = field(default_factory=Situation)


@dataclass(frozen=True)
class StatusWanted(Concluded):
    """The person asks where an application of theirs stands."""

    outcome: ClassVar = Outcome.STATUS


@dataclass(frozen=True)
class QuestionStateWanted(Concluded):
    """The person asks what became of an earlier question; `number` is the ticket they name, if they name one."""

    outcome: ClassVar = Outcome.STATUS
    number: int | None


@dataclass(frozen=True)
class ReminderWanted(Concluded):
    """The person wants reminders of `milestones` (names of the call's; empty: they name none) on, or off."""

    outcome: ClassVar = Outcome.REMINDER
    milestones: tuple[str, ...]
    on: bool = True


@dataclass(frozen=True)
class PersonWanted(Concluded):
    """A person is to answer: asked for, or because the assistant is not sure what is meant.

    `suggestion` is what it would have answered had it been sure, for staff alone.
    """

    outcome: ClassVar = Outcome.HUMAN
    department: str
    asked_for: bool
    suggestion: tuple[Pair, ...] = ()


@dataclass(frozen=True)
class SmallTalk(Concluded):
    """Nothing is asked."""

    outcome: ClassVar = Outcome.SMALLTALK
    kind: SmallTalkKind


Conclusion = (
    Answer
    | Decision
    | Gap
    | Contradiction
    | Clarify
    | EligibilityWanted
    | StatusWanted
    | QuestionStateWanted
    | ReminderWanted
    | PersonWanted
    | SmallTalk
)

Settled = Answer | Decision | Gap | Contradiction
"""What is concluded of a pair that is surely meant."""
