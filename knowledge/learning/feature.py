"""What of a question the linear model sees: its words, pairs of neighbours, letters, and the cues that were found."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, product

from ..cue import Kind, Match
from ..text import sound

_LETTERS = (3, 5)
_SOUNDS = (2, 4)
_STEM = 5
_BRIEF, _MIDDLING = 3, 20

Seen = tuple[frozenset[str], ...]
"""The features of a question, by kind: words, letters, sounds, cues. Each counts once; the kinds weigh the same."""


def see(read: Sequence[str], found: Iterable[Match]) -> Seen:
    """Name the features of a question, of its words as read and of the cues found in them."""
    sounds = (f"p {run}" for run in _runs(map(sound, read), *_SOUNDS))
    return frozenset(_words(read)), frozenset(_runs(read, *_LETTERS)), frozenset(sounds), frozenset(_cues(found))


def single_words(seen: Seen) -> Iterator[str]:
    """Yield the features that are one word each."""
    return (name for name in (seen[0] if seen else ()) if name.startswith("w ") and name.count(" ") == 1)


def _words(read: Sequence[str]) -> Iterator[str]:
    for word in read:
        yield f"w {word}"
    for one, other in pairwise(read):
        yield f"w {one} {other}"
        yield f"s {one[:_STEM]} {other[:_STEM]}"
    yield "brief" if len(read) <= _BRIEF else "middling" if len(read) <= _MIDDLING else "long"


def _runs(words: Iterable[str], shortest: int, longest: int) -> Iterator[str]:
    """Cut words, with their ends marked, into runs of letters: what survives slips and other endings."""
    for word in words:
        marked = f"<{word}>"
        for length in range(shortest, longest + 1):
            for at in range(len(marked) - length + 1):
                yield marked[at : at + length]


def _cues(found: Iterable[Match]) -> Iterator[str]:
    """Name the cues, and each object found together with each property."""
    named: dict[Kind, set[str]] = {kind: set() for kind in Kind}
    for match in found:
        named[match.cue.kind].add(match.cue.name)
        yield f"c {match.cue.kind} {match.cue.name} {match.cue.weight}"
    for about, what in product(named[Kind.OBJECT], named[Kind.PROPERTY]):
        yield f"c {about} {what}"
