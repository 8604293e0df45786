"""Which approved entry serves a question: one that the call leaves open, or that was not understood."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .call import Call, Pair
from .conclusion import Answer, Clarify, Conclusion, Contradiction, Decision, Gap, PersonWanted
from .entry import ApprovedEntry, EntryKind
from .likeness import ALIKE, Likeness, is_open, load_likeness
from .vocabulary import Vocabulary, load_vocabulary

NAMED = 0.7
"""How much of what two questions name must be the same for one to be told the other's answer, unread by anybody."""
CERTAIN = 1.0
"""How surely an entry of the very pair serves, where that pair is one thing only."""


@dataclass(frozen=True)
class Serving:
    """Matches questions with entries: by their pair, and by how they were asked where the pair says too little."""

    call: Call
    vocabulary: Vocabulary
    likeness: Likeness

    def serve(self, found: Conclusion, entries: Iterable[ApprovedEntry]) -> Conclusion:
        """Return what an entry answers in place of a conclusion, or that conclusion where none serves it.

        What the call answers stays the call's to answer.
        """
        match found:
            case Gap() | Contradiction():
                fit = self._rank(entries, lambda entry: self._fits(entry, found))
            case PersonWanted(asked_for=False) | Clarify():
                fit = self._rank(entries, lambda entry: self.resemble(found.question, entry.phrasings, NAMED))
            case _:
                return found
        if fit is None:
            return found
        share, entry = fit
        sure = found.confidence if isinstance(found, Gap | Contradiction) else share
        if entry.kind is EntryKind.QUOTE:
            return Answer(found.question, sure, entry.pair, entry.citations)
        return Decision(found.question, sure, entry.pair, entry)

    def find(self, question: str, pair: Pair | None, entries: Iterable[ApprovedEntry]) -> ApprovedEntry | None:
        """Return the entry that would be told to a question of a pair, or to one that was not understood."""

        def fit(entry: ApprovedEntry) -> float:
            if pair is not None and pair != entry.pair:
                return 0.0
            return CERTAIN if pair and not is_broad(pair) else self.resemble(question, entry.phrasings, NAMED)

        fitting = self._rank(entries, fit)
        return fitting[1] if fitting else None

    def asks_same(self, question: str, pair: Pair | None, about: Pair, phrasings: Iterable[str]) -> float:
        """Return how surely a question (of `pair`, if it was understood) asks what an entry about a pair answers.

        One that was understood as something else does not, however alike its words are.
        """
        if pair is not None and pair != about:
            return 0.0
        if pair is None or is_broad(pair):
            return self.resemble(question, phrasings)
        return CERTAIN

    def resemble(self, question: str, phrasings: Iterable[str], named: float = 0.0) -> float:
        """Return how surely a question asks the same as one of the phrasings, 0 where it is not likely enough.

        `named` is how much of what it names must be in that phrasing too.
        """
        shares = (
            self.likeness.compare(question, phrasing)
            for phrasing in phrasings
            if not named or self.likeness.share_names(question, phrasing) >= named
        )
        share = max(shares, default=0.0)
        return share if share >= ALIKE else 0.0

    def is_answered(self, pair: Pair, phrasings: Iterable[str]) -> bool:
        """Tell whether the call answers a pair by itself, so that no decision may be told of it.

        It does not to those whom another official page names, where one of the phrasings asks of them.
        """
        return pair in self.call.answers and not any(
            notice.concerns(str(pair), self.vocabulary.read(phrasing))
            for notice in self.call.notices
            for phrasing in phrasings
        )

    def _fits(self, entry: ApprovedEntry, found: Gap | Contradiction) -> float:
        if isinstance(found, Gap):
            if entry.pair == found.pair and is_broad(found.pair):
                return self.resemble(found.question, entry.phrasings, NAMED)
            return CERTAIN if entry.pair == found.pair else 0.0
        read = map(self.vocabulary.read, entry.phrasings)
        same = entry.pair == found.pair and any(found.notice.concerns(str(found.pair), words) for words in read)
        return CERTAIN if same else 0.0

    def _rank(
        self, entries: Iterable[ApprovedEntry], fit: Callable[[ApprovedEntry], float]
    ) -> tuple[float, ApprovedEntry] | None:
        """Choose the entry that fits best, of several the last approved; none that says what the call answers."""
        fitting = [(share, entry) for entry in entries if (share := fit(entry)) and self._may_tell(entry)]
        return max(fitting, key=lambda one: (one[0], one[1].dated, one[1].id), default=None)

    def _may_tell(self, entry: ApprovedEntry) -> bool:
        return entry.kind is EntryKind.QUOTE or not self.is_answered(entry.pair, entry.phrasings)


def is_broad(pair: Pair) -> bool:
    """Tell whether many different things are asked under a pair, so that it alone does not say what is asked."""
    return is_open(str(pair)) or pair.property == "any"


def load_serving(call: Call) -> Serving:
    """Match entries of a call by the shipped tables."""
    return Serving(call, load_vocabulary(), load_likeness(call.year))
