"""What an answer and what others were told do not agree on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256


class ConflictKind(StrEnum):
    """What is different: a date, an amount, a duration, a number, yes or no, or the terms."""

    DATE = "date"
    AMOUNT = "amount"
    DURATION = "duration"
    COUNT = "count"
    YES_NO = "yes-no"
    CONDITION = "condition"


@dataclass(frozen=True)
class Whom:
    """Another person who was told something, unnamed: when, by which channel, and the number of their request.

    `at` is aware; `number` is none where no ticket asked it.
    """

    at: datetime
    channel: str
    number: int | None


@dataclass(frozen=True)
class Conflict:
    """A sentence of ours that cannot hold beside one of theirs; `whom` is none where it is the call's.

    `source` is who or what said theirs: `staff:3`, an entry, or the name of a passage of the call.
    """

    kind: ConflictKind
    ours: str
    theirs: str
    whom: Whom | None
    source: str


@dataclass(frozen=True)
class Justice:
    """Why an answer leaves in spite of conflicts, and the fingerprint of those that the reason was given for.

    With `correct`, the requests of those who were told otherwise open again once it has left.
    """

    reason: str = ""
    seen: str = ""
    correct: bool = False


AS_IT_IS = Justice()
"""Where no reason is given: any conflict stops what is to be said."""


def fingerprint(conflicts: Sequence[Conflict]) -> str:
    """Return 16 hex digits that change when any of the conflicts does: which ones a person has seen."""
    told = "\0".join(f"{one.kind}\0{one.ours}\0{one.theirs}\0{one.source}" for one in conflicts)
    return sha256(told.encode()).hexdigest()[:16]
