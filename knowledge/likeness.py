"""Do two questions ask the same? What one answer may be sent to both of."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from .learning.tables import Tables, load_tables
from .question import Question
from .understanding import understand
from .vocabulary import Vocabulary, load_vocabulary

ALIKE = 0.5
"""The likeness from which two questions ask the same."""

_OPEN = ("can_i", "other", "off_topic", "eligibility")
_OPEN_OBJECTS = frozenset(
    {"settling_in", "social_cover", "residency", "research_rules", "other_programme", "past_call", "people_data"}
)
"""What is asked of many different things under one label: there the things must be the same too."""
_REMEMBERED = 4096
"""How many texts are kept as read: those that new ones are held against again and again."""
_WORDS_SHARE = 0.35
_CLOSE = 75
_EMPTY = frozenset(
    "oui non comme yes no not pas est il ils elle elles sont je on peut pouvez peuvent puis pourrait vous les "
    "des un une pour sur dans et ou du au "
    "aux en avoir faire faut droit possible accepte acceptes acceptee accepter admis admise admises autorise ouvert "
    "candidater candidat candidats postuler concourir etre cest ces postes poste laboratoire lab labo unite accueil "
    "is are the of to in for can may do does be we you any there it my our if with at by or on take accept accepted "
    "accepting apply eligible open unit laboratory host".split()
)
_ASKING = frozenset(
    "ya quel quelle quels quelles lequel combien comment quand qui que quoi si je suis moi mon mes ma nous nos me ai "
    "avez aurai avoir aura sera seront elles what which how when who where many much there have has get "
    "am an was will would should what".split()
)
"""What asks, and names nothing that is asked of."""


def is_open(label: str) -> bool:
    """Tell whether many different things are asked under a label."""
    return label.endswith(_OPEN) or label.partition(".")[0] in _OPEN_OBJECTS


def share_words(one: Sequence[str], other: Sequence[str]) -> float:
    """Return how much of the words that say something two texts share: of the shorter, each by its best match."""
    shorter, longer = sorted(([word for word in text if word not in _EMPTY] for text in (one, other)), key=len)
    if not shorter:
        return 1.0 if not longer else 0.0
    return sum(max(fuzz.ratio(word, match) for match in longer) >= _CLOSE for word in shorter) / len(shorter)


@dataclass(frozen=True)
class _Read:
    """A text as it is compared: how likely each label is, and its words."""

    shares: NDArray[np.float32]
    words: tuple[str, ...]


class Likeness:
    """Compares questions by what the tables make of them, and, where a label takes in many things, by their words."""

    def __init__(self, vocabulary: Vocabulary, tables: Tables, year: int) -> None:
        self._vocabulary, self._tables, self._year = vocabulary, tables, year
        self._open = np.array([is_open(label) for label in tables.labels])
        self._read = lru_cache(_REMEMBERED)(self._take_in)

    def compare(self, one: str, other: str) -> float:
        """Return how surely two questions ask the same, 0 to 1; the order does not matter."""
        mine, yours = self._read(one), self._read(other)
        shared = min(1.0, share_words(mine.words, yours.words) / _WORDS_SHARE) ** 2
        together = float((np.sqrt(mine.shares * yours.shares) * np.where(self._open, shared, 1.0)).sum())
        return max(min(1.0, together), _sameness(mine.words, yours.words))

    def alike(self, one: str, other: str) -> bool:
        """Tell whether two questions ask the same."""
        return self.compare(one, other) >= ALIKE

    def share_names(self, one: str, other: str) -> float:
        """Return how much of what two questions name is the same, 0 to 1: of the shorter, each word by its best match.

        Two that name nothing share it where they are the same words.
        """
        mine, yours = self._read(one).words, self._read(other).words
        named = [[word for word in words if word not in _EMPTY | _ASKING] for words in (mine, yours)]
        return share_words(*named) if all(named) else float(mine == yours)

    def _take_in(self, text: str) -> _Read:
        seen = understand(Question(text), self._vocabulary, self._year).seen
        return _Read(self._tables.weigh(seen), tuple(self._vocabulary.read(text)))


@cache
def load_likeness(year: int) -> Likeness:
    """Compare by the shipped tables: one a process and year, which remembers what it read."""
    return Likeness(load_vocabulary(), load_tables(), year)


def _sameness(one: Sequence[str], other: Sequence[str]) -> float:
    """Return 1 for texts of the same words in any order, and next to nothing for any that are not nearly so."""
    ratio = fuzz.token_sort_ratio(" ".join(one), " ".join(other)) / 100
    return ratio if ratio > 0.95 else 0.0
