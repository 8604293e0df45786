"""What the trained tables make of a question, in terms of one call: which label is surely meant, which are likely."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .call import Pair
from .learning.feature import Seen, single_words
from .learning.tables import Tables
from .question import Question
from .settling import Settling
from .understanding import understand
from .vocabulary import Vocabulary

SURE = 0.72
"""The share from which a label may be acted on: fitted on phrasings of registers that were left out in turn."""
GENTLE = 0.45
"""The same for a wish and small talk, which quote nothing."""
BACKED = 0.5
"""The share that what the cues say must have at least."""
BARELY = 0.2
"""The same where the cues are certain and the tables are not."""
VAGUE = 0.5
"""The share that nothing reaches of what the tables are at a loss for."""
REFUTED = 0.05
"""The share below which the cues are not believed where something else is likely."""
OBVIOUS = 0.95
"""Above it, a wish that changes something is granted though no word of it is known."""
CERTAIN = 0.97
"""The share from which what names another programme is not believed."""
UNANSWERED = 0.2
"""The share that what the call answers may have at most where it is said that the call leaves a question open."""
CONTESTS = 0.15
"""The share from which what the cues are sure of stands against another thing that the tables are sure of."""
LIKELY = 0.05
KNOWN = 0.5
"""The share of a question's words that must be known, or it is in no language that the tables have learnt."""
_FEW = 3
TOUCHED = 0.2
"""The share from which a piece of a call's text may speak of a pair."""
HINTED = 0.05
PERSONAL = frozenset({"programme", "status", "degrees"})
"""What somebody may ask of themselves: whether they may apply."""
UNCONTESTED = 0.7
"""The share from which a label may be acted on where the cues are sure of something else."""
PLAINLY = 0.9
"""The share from which a question is believed that has words of who wants to be told what is not the call's."""
BRIEFLY = 0.85
"""The share from which a label may be acted on where the question has no more than a word or two."""


Rerank = Callable[[str, Mapping[str, float]], Mapping[str, float]]
"""Weighs the labels of a question anew, as an embedding or a language model might; it can write no answer.

It gets the question's text and the labels' shares, and returns shares of the same labels, which add up to 1.
"""


@dataclass(frozen=True)
class Weighed:
    """The shares of a question's labels; `support` is the sum of those that lead to the same as each.

    Where a question is not `legible` (noise, code, another language), nothing is likely.
    """

    labels: tuple[str, ...]
    shares: NDArray[np.float32]
    support: NDArray[np.float32]
    answered: float
    """The share of all that the call answers."""
    legible: bool = True

    @cached_property
    def ranked(self) -> tuple[str, ...]:
        """The labels, the likeliest first."""
        order: list[int] = np.argsort(-self.shares, kind="stable").tolist()
        return tuple(self.labels[n] for n in order)

    @property
    def best(self) -> str:
        """The likeliest label."""
        return self.ranked[0]

    def share(self, label: str) -> float:
        """Return a label's own share; 0 where the tables have not got it."""
        return float(self.shares[self.labels.index(label)]) if label in self.labels else 0.0

    def backing(self, label: str) -> float:
        """Return the share of all that leads to the same as that label."""
        return float(self.support[self.labels.index(label)]) if label in self.labels else 0.0

    def likely(self) -> Iterator[str]:
        """Yield the labels that may well be meant, the likeliest first."""
        return (label for label in self.ranked if self.share(label) >= LIKELY)


class Weighing:
    """Weighs questions by the tables, and adds up what leads to the same in one call."""

    def __init__(self, settling: Settling, tables: Tables, rerank: Rerank | None = None) -> None:
        self._tables, self._rerank = tables, rerank
        answers = settling.call.answers
        pairs = [Pair.parse(label) for label in tables.labels]
        self._answered = np.array([pair in answers for pair in pairs], dtype=np.float32)
        same = [[one == other or _serves(settling, one, other) for other in pairs] for one in pairs]
        self._same = np.array(same, dtype=np.float32)

    def weigh(self, seen: Seen, question: str = "") -> Weighed:
        """Weigh what was seen of a question."""
        if not self._is_legible(seen):
            nothing = np.zeros(len(self._tables.labels), dtype=np.float32)
            return Weighed(self._tables.labels, nothing, nothing, 0.0, legible=False)
        shares = self._tables.weigh(seen)
        if self._rerank:
            again = self._rerank(question, dict(zip(self._tables.labels, shares.tolist(), strict=True)))
            shares = np.array([again.get(label, 0.0) for label in self._tables.labels], dtype=np.float32)
        return Weighed(self._tables.labels, shares, self._same @ shares, float(shares @ self._answered))

    def _is_legible(self, seen: Seen) -> bool:
        """Tell whether enough words are known; of very few, one is enough."""
        words = list(single_words(seen))
        known = sum(word in self._tables.features for word in words)
        return known > 0 and (len(words) <= _FEW or known >= KNOWN * len(words))


def _serves(settling: Settling, one: Pair, other: Pair) -> bool:
    """Tell whether an answer to one is for the better half one to the other too; who may apply serves who asks it."""
    if other.object == "eligibility":
        return one in settling.call.answers and one.object in PERSONAL
    given, wanted = (set(settling.call.answers.get(pair, ())) for pair in (one, other))
    return bool(given) and 2 * len(given & wanted) >= len(given)


def name_touched(text: str, vocabulary: Vocabulary, tables: Tables, *, loosely: bool) -> Iterator[str]:
    """Name the pairs that a piece of a call's text may speak of; `loosely`, also what is hardly likely."""
    least = HINTED if loosely else TOUCHED
    shares = tables.weigh(understand(Question(text), vocabulary, 0).seen)
    return (label for label, share in zip(tables.labels, shares.tolist(), strict=True) if share >= least)
