"""An answer of the office's own that staff approved: a quotation of the call, or a signed and dated decision."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from .call import Citation, Pair, Source


class EntryKind(StrEnum):
    """What an entry answers with: passages of the call, or a decision of the office, signed and dated."""

    QUOTE = "quote"
    DECISION = "decision"


@dataclass(frozen=True)
class Signature:
    """Who answers for a decision: name, capacity, and the key of their department."""

    who: str
    capacity: str
    department: str


@dataclass(frozen=True)
class ApprovedEntry:
    """An entry as it may be told; `version` rises with each change, `dated` is the day in Paris it was approved on.

    `citations` are those of the call, for a quotation; `phrasings` are the ways in which its question was asked.
    """

    id: int
    version: int
    pair: Pair
    kind: EntryKind
    words: str
    citations: tuple[Citation, ...]
    phrasings: tuple[str, ...]
    signed: Signature
    dated: date

    @cached_property
    def source(self) -> Source:
        """Return the entry as a text that may be quoted, under a name that no call has."""
        return Source(f"entry:{self.id}", self.words)

    @property
    def citation(self) -> Citation:
        """Quote the whole entry."""
        return Citation(self.source, 0, len(self.words), self.words)
