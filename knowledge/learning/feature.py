"""What of a question the linear model sees: its words, pairs of neighbours, letters, and the cues that were found."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ..cue import Match

_SHORTEST, _LONGEST = 3, 5
_BRIEF, _MIDDLING = 3, 20

Seen = tuple[frozenset[str], ...]
"""The features of a question, by kind: words, letters, cues. Each counts once; each kind weighs the same as another."""


def see(read: Sequence[str], found: Iterable[Match]) -> Seen:
    """Name the features of a question, of its words as read and of the cues found in them."""
    return frozenset(_words(read)), frozenset(_letters(read)), frozenset(_cues(found))


def _words(read: Sequence[str]) -> Iterator[str]:
    for word in read:
        yield f"w {word}"
    for one, other in pairwise(read):
        yield f"w {one} {other}"
    yield "brief" if len(read) <= _BRIEF else "middling" if len(read) <= _MIDDLING else "long"


def _letters(read: Sequence[str]) -> Iterator[str]:
    """Cut words, with their ends marked, into runs of letters: what survives slips and other endings."""
    for word in read:
        marked = f"<{word}>"
        for length in range(_SHORTEST, _LONGEST + 1):
            for at in range(len(marked) - length + 1):
                yield marked[at : at + length]


def _cues(found: Iterable[Match]) -> Iterator[str]:
    for match in found:
        yield f"c {match.cue.kind} {match.cue.name} {match.cue.weight}"
