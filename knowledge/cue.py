"""Cues: short expressions that speak for a label, found in a text's words.

A cue is written as people write. `a|b` is either word (`two_words` where one of them is two), `word*` any word that
begins so, `..` up to four words between.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from .text import words

_GAP = ".."
_REACH = 4
WISHES = frozenset({"reminder_on", "reminder_off", "tell_when"})
"""The acts that may name, in one expression with themselves, what they are about."""


class Kind(StrEnum):
    """What a cue speaks for."""

    OBJECT = "object"
    PROPERTY = "property"
    PAIR = "pair"
    ACT = "act"


@dataclass(frozen=True)
class Part:
    """One place of a cue: words that may stand there, whole or by their beginnings, `reach` words further at most."""

    whole: frozenset[str]
    stems: tuple[str, ...]
    reach: int = 0

    def takes(self, word: str) -> bool:
        """Tell whether that word may stand here."""
        return word in self.whole or (bool(self.stems) and word.startswith(self.stems))


@dataclass(frozen=True, eq=False)
class Cue:
    """An expression, and how strongly it speaks for the label `name` of its kind; equal to itself alone."""

    kind: Kind
    name: str
    weight: float
    parts: tuple[Part, ...]

    def implies(self, other: "Cue") -> bool:
        """Tell whether it is a pair's and the other its object's or its property's, or a wish and the other what of."""
        if self.kind is Kind.ACT:
            return self.name in WISHES and other.kind is not Kind.ACT
        about, _, what = self.name.partition(".")
        return self.kind is Kind.PAIR and other.name == {Kind.OBJECT: about, Kind.PROPERTY: what}.get(other.kind)


@dataclass(frozen=True)
class Match:
    """A cue found, at these places among the words."""

    cue: Cue
    places: frozenset[int]


def read_cues(kind: Kind, name: str, weight: float, written: str) -> Iterator[Cue]:
    """Read a written cue, which its alternatives of several words make several; none where no word is compared."""
    for choice in product(*(_alternatives(token) for token in written.split())):
        parts: list[Part] = []
        reach = 0
        for step in choice:
            if step is None:
                reach = _REACH
                continue
            for whole, stems in step:
                parts.append(Part(whole, stems, reach if parts else 0))
                reach = 0
        if parts:
            yield Cue(kind, name, weight, tuple(parts))


_Step = tuple[tuple[frozenset[str], tuple[str, ...]], ...]


def _alternatives(token: str) -> list[_Step | None]:
    """Read `a|b*|two_words`: the single words as one place, each of several words as as many places; `..` as None."""
    if token == _GAP:
        return [None]
    whole: set[str] = set()
    stems: list[str] = []
    longer: list[_Step | None] = []
    for alternative in token.split("|"):
        read = words(alternative.replace("_", " ").removesuffix("*"))
        endings = (*read[:-1], read[-1] + "*" if alternative.endswith("*") else read[-1]) if read else ()
        if len(endings) > 1:
            longer.append(tuple(_place(word) for word in endings))
        for word in endings if len(endings) == 1 else ():
            _, added = _place(word)
            stems.extend(added)
            whole.update(() if added else (word,))
    single: list[_Step | None] = [((frozenset(whole), tuple(stems)),)] if whole or stems else []
    return single + longer or [()]


def _place(word: str) -> tuple[frozenset[str], tuple[str, ...]]:
    return (frozenset(), (word[:-1],)) if word.endswith("*") else (frozenset((word,)), ())


class CueIndex:
    """All cues, arranged so that a text is read once whatever their number."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        self._by_word: dict[str, list[Cue]] = {}
        self._by_stem: dict[str, list[Cue]] = {}
        for cue in cues:
            for word in cue.parts[0].whole:
                self._by_word.setdefault(word, []).append(cue)
            for stem in cue.parts[0].stems:
                self._by_stem.setdefault(stem, []).append(cue)

    def find(self, text: Sequence[str]) -> tuple[Match, ...]:
        """Find the cues in a text's words; one that stands wholly inside a longer one of another label is left out."""
        found = {match: None for at in range(len(text)) for match in self._at(text, at)}
        kept: list[Match] = []
        standing: dict[int, list[Match]] = {}  # those kept, by each place they hold
        for match in sorted(found, key=lambda match: -len(match.places)):
            around = standing.get(min(match.places), ())
            if not any(match.places < longer.places and not longer.cue.implies(match.cue) for longer in around):
                kept.append(match)
                for place in match.places:
                    standing.setdefault(place, []).append(match)
        return tuple(kept)

    def _at(self, text: Sequence[str], at: int) -> Iterator[Match]:
        word = text[at]
        stems = (self._by_stem.get(word[:n], ()) for n in range(2, min(len(word), 24) + 1))
        for cues in (self._by_word.get(word, ()), *stems):
            for cue in cues:
                if places := _follow(cue.parts, text, at):
                    yield Match(cue, frozenset(places))


def _follow(parts: Sequence[Part], text: Sequence[str], at: int) -> tuple[int, ...]:
    """Match parts from a place on, the nearest places first; empty where they do not match."""
    part, rest = parts[0], parts[1:]
    for place in range(at, min(at + part.reach, len(text) - 1) + 1):
        if part.takes(text[place]):
            following = _follow(rest, text, place + 1) if rest else ()
            if following or not rest:
                return (place, *following)
    return ()
