"""A call's text, its passages by offsets, and citations that cannot be anything but verbatim."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from .errors import NotVerbatim, UnknownPassage
from .milestone import Milestone
from .notice import Notice
from .ruling.rule import Rules

DATES = frozenset({"when", "from_when", "until_when"})
"""The properties that are dates."""


@dataclass(frozen=True)
class Source:
    """A text that may be quoted: a call, or an entry that staff signed."""

    name: str
    text: str = field(repr=False)

    @cached_property
    def version(self) -> str:
        """Return the first 16 hex digits of the text's SHA-256, which changes when one byte does."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Citation:
    """A span of a source; building one that is not verbatim raises `NotVerbatim`.

    `start` and `end` count characters of the source's raw text, markup included.
    """

    source: Source
    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        found = self.source.text[self.start : self.end] if 0 <= self.start < self.end else ""
        if not self.text or found != self.text:
            raise NotVerbatim(self.source.name, self.start, self.end, self.text, found)


@dataclass(frozen=True)
class Passage:
    """A named span of the call, by character offsets into `call.md`."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class Pair:
    """What a question is about, and what of it."""

    object: str
    property: str

    @classmethod
    def parse(cls, key: str) -> "Pair":
        """Read `object.property`."""
        about, _, what = key.partition(".")
        return cls(about, what)

    def __str__(self) -> str:
        return f"{self.object}.{self.property}"


@dataclass(frozen=True)
class KnownGap:
    """A pair that the call does not settle: who answers it, and the nearest thing that the call says."""

    department: str
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True)
class Call:
    """One call: its text and the tables that say what of it answers which pair."""

    slug: str
    title: str
    url: str
    year: int
    source: Source
    passages: Mapping[str, Passage]
    answers: Mapping[Pair, tuple[str, ...]]
    gaps: Mapping[Pair, KnownGap]
    departments: Mapping[str, str]
    milestones: Mapping[str, Milestone]
    translations: Mapping[str, str]
    notices: tuple[Notice, ...] = ()
    language: str = "fr"
    """The language of its text, "fr" or "en"."""
    undecided: frozenset[Pair] = frozenset()
    """The pairs of a drafted folder that its text seems to speak of, and that nobody has looked over yet."""
    rules: Rules | None = None
    """Its conditions on who may apply; where there are none, a person answers who asks about themselves."""

    def is_over(self, now: datetime) -> bool:
        """Tell whether its last milestone is past at `now` (aware); a call that is not known to close is never over.

        Nor is one whose text seems to give another date, which nobody has looked over yet.
        """
        if any(pair.property in DATES for pair in self.undecided):
            return False
        return "deadline" in self.milestones and all(milestone.is_past(now) for milestone in self.milestones.values())

    @property
    def first_department(self) -> str:
        """Return the key of the department that answers where no other is named: for filing, selection and results."""
        return next(iter(self.departments))

    def cite(self, name: str) -> Citation:
        """Quote the passage of that name; raises `UnknownPassage`."""
        try:
            passage = self.passages[name]
        except KeyError:
            raise UnknownPassage(name, self.slug, sorted(self.passages)) from None
        text = self.source.text[passage.start : passage.end]
        return Citation(self.source, passage.start, passage.end, text)

    def milestone_of(self, citations: Sequence[Citation]) -> str | None:
        """Name the milestone whose passage is all that is quoted, if it is one's."""
        quoted = {self.passage_at(citation) for citation in citations}
        return next((name for name, milestone in self.milestones.items() if quoted == {milestone.passage}), None)

    def passage_at(self, citation: Citation) -> str | None:
        """Name the passage that a citation quotes whole, if it does."""
        spans = {(p.start, p.end): p.name for p in self.passages.values()}
        return spans.get((citation.start, citation.end)) if citation.source == self.source else None
