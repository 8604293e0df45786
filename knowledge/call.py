"""A call's text, its passages by offsets, and citations that cannot be anything but verbatim."""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from .errors import BadFolder, NotVerbatim, UnknownCall, UnknownPassage
from .milestone import Milestone, read_milestone
from .notice import Notice, read_notices

PACKAGED = Path(__file__).parent / "calls"


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

    def is_over(self, now: datetime) -> bool:
        """Tell whether its last milestone is past at `now` (aware); a call without any is never over.

        Nor is one whose text seems to give another date, which nobody has looked over yet.
        """
        if any(pair.property == "when" for pair in self.undecided):
            return False
        return bool(self.milestones) and all(milestone.is_past(now) for milestone in self.milestones.values())

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


def find_folder(slug: str, *, own: Path | None = None) -> Path:
    """Find a call's folder, in the office's own calls first and then in the package; raises `UnknownCall`."""
    places = [place for place in (own, PACKAGED) if place and place.is_dir()]
    known = {folder.name: folder for place in reversed(places) for folder in sorted(place.iterdir()) if folder.is_dir()}
    try:
        return known[slug]
    except KeyError:
        raise UnknownCall(slug, sorted(known)) from None


_NEEDED = "[call] with title, url and year (a number), [passages], [answers], [gaps], [departments] and [milestones]"


def load_call(folder: Path) -> Call:
    """Read a call's folder; raises `BadFolder` naming the file and what is wrong in it."""
    text = _read(folder / "call.md")
    file = folder / "pairs.toml"
    table = _read_toml(file)
    try:
        call = _build(folder, text, table)
    except (KeyError, TypeError, AttributeError) as error:
        raise BadFolder(file, f"expected {_NEEDED}; found another thing at {error}") from None
    _check(folder, call)
    return call


def _build(folder: Path, text: str, table: Mapping[str, Any]) -> Call:
    source = Source(folder.name, text)
    passages = _locate_all(folder, text, table["passages"])
    return Call(
        slug=folder.name,
        title=table["call"]["title"],
        url=table["call"]["url"],
        year=table["call"]["year"],
        language=table["call"].get("language", "fr"),
        source=source,
        passages=passages,
        answers={Pair.parse(key): tuple(names) for key, names in table["answers"].items()},
        gaps={Pair.parse(key): _gap(row) for key, row in table["gaps"].items()},
        departments=table["departments"],
        milestones={
            name: read_milestone(
                name, passage, text[passages[passage].start : passages[passage].end], table["call"]["year"]
            )
            for name, passage in table["milestones"].items()
        },
        translations=_read_toml(folder / "passages.en.toml") if (folder / "passages.en.toml").exists() else {},
        notices=_read_notices(folder / "notices.toml"),
        undecided=frozenset(Pair.parse(key) for key in table.get("undecided", {}).get("pairs", ())),
    )


def _read_notices(path: Path) -> tuple[Notice, ...]:
    try:
        return read_notices(_read_toml(path)) if path.exists() else ()
    except (KeyError, TypeError) as error:
        needed = "title, url, seen, pairs, about and words"
        raise BadFolder(path, f"expected each notice to have {needed}, found one without {error}") from None


def _gap(row: Mapping[str, Any]) -> KnownGap:
    return KnownGap(row["department"], tuple(row.get("nearest", ())))


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise BadFolder(path, f"cannot be read as UTF-8 text: {error}") from None


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_read(path))
    except tomllib.TOMLDecodeError as error:
        raise BadFolder(path, f"is not TOML: {error}") from None


def _locate_all(folder: Path, text: str, table: Mapping[str, Mapping[str, str]]) -> dict[str, Passage]:
    return {name: _locate(folder, text, name, row["from"], row["to"]) for name, row in table.items()}


def _locate(folder: Path, text: str, name: str, first: str, last: str) -> Passage:
    """Find a passage by its first and last words, of which the first must stand once in the call."""
    if text.count(first) != 1:
        trouble = f"passage '{name}' begins with '{first}', expected once in call.md, found {text.count(first)} times"
        raise BadFolder(folder / "pairs.toml", trouble)
    start = text.index(first)
    end = text.find(last, start)
    if end < 0:
        raise BadFolder(folder / "pairs.toml", f"passage '{name}' ends with '{last}', not found after its beginning")
    return Passage(name, start, end + len(last))


def _check(folder: Path, call: Call) -> None:
    """Refuse a table that names passages or departments which are not there, or a pair twice."""
    named = {name for names in call.answers.values() for name in names}
    named |= {name for gap in call.gaps.values() for name in gap.nearest} | set(call.translations)
    if unknown := sorted(named - set(call.passages)):
        raise BadFolder(folder / "pairs.toml", f"names unknown passages {unknown} (there are: {sorted(call.passages)})")
    if unknown := sorted({gap.department for gap in call.gaps.values()} - set(call.departments)):
        raise BadFolder(
            folder / "pairs.toml", f"names unknown departments {unknown} (there are: {sorted(call.departments)})"
        )
    if twice := sorted(str(pair) for pair in set(call.answers) & set(call.gaps)):
        raise BadFolder(folder / "pairs.toml", f"lists pairs both as answered and as gaps: {twice}")
    if twice := sorted(str(pair) for pair in call.undecided & {*call.answers, *call.gaps}):
        raise BadFolder(folder / "pairs.toml", f"lists pairs as undecided that it answers or leaves open: {twice}")
