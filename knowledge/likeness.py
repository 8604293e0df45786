"""Do two questions ask the same? What one answer may be sent to both of."""

from collections.abc import Sequence

from rapidfuzz import fuzz

from .learning.tables import Tables
from .question import Question
from .understanding import understand
from .vocabulary import Vocabulary

ALIKE = 0.5
"""The likeness from which two questions ask the same."""

_OPEN = ("can_i", "other", "off_topic", "eligibility")
_OPEN_OBJECTS = frozenset(
    {"settling_in", "social_cover", "residency", "research_rules", "other_programme", "past_call", "people_data"}
)
"""What is asked of many different things under one label: there the things must be the same too."""
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


def is_open(label: str) -> bool:
    """Tell whether many different things are asked under a label."""
    return label.endswith(_OPEN) or label.partition(".")[0] in _OPEN_OBJECTS


def share_words(one: Sequence[str], other: Sequence[str]) -> float:
    """Return how much of the words that say something two texts share: of the shorter, each by its best match."""
    shorter, longer = sorted(([word for word in text if word not in _EMPTY] for text in (one, other)), key=len)
    if not shorter:
        return 1.0 if not longer else 0.0
    return sum(max(fuzz.ratio(word, match) for match in longer) >= _CLOSE for word in shorter) / len(shorter)


class Likeness:
    """Compares questions by what the tables make of them, and, where a label takes in many things, by their words."""

    def __init__(self, vocabulary: Vocabulary, tables: Tables, year: int) -> None:
        self._vocabulary, self._tables, self._year = vocabulary, tables, year

    def compare(self, one: str, other: str) -> float:
        """Return how surely two questions ask the same, 0 to 1; the order does not matter."""
        shares = [self._weigh(text) for text in (one, other)]
        words = share_words(*(self._vocabulary.read(text) for text in (one, other)))
        together = 0.0
        for label, mine, yours in zip(self._tables.labels, *shares, strict=True):
            opened = is_open(label)
            together += (mine * yours) ** 0.5 * (min(1.0, words / _WORDS_SHARE) ** 2 if opened else 1.0)
        return max(min(1.0, together), self._sameness(one, other))

    def alike(self, one: str, other: str) -> bool:
        """Tell whether two questions ask the same."""
        return self.compare(one, other) >= ALIKE

    def _weigh(self, text: str) -> list[float]:
        seen = understand(Question(text), self._vocabulary, self._year).seen
        return [float(share) for share in self._tables.weigh(seen)]

    def _sameness(self, one: str, other: str) -> float:
        """Return 1 for texts of the same words in any order, and next to nothing for any that are not nearly so."""
        first, second = (" ".join(self._vocabulary.read(text)) for text in (one, other))
        ratio = fuzz.token_sort_ratio(first, second) / 100
        return ratio if ratio > 0.95 else 0.0
