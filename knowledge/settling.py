"""What a call says of a pair: its passages, or that it leaves it open and who answers."""

from collections.abc import Iterable
from dataclasses import dataclass

from .call import Call, Citation, KnownGap, Pair
from .conclusion import Answer, Contradiction, Gap, PersonWanted, Settled
from .notice import Notice
from .vocabulary import Vocabulary


@dataclass(frozen=True)
class Settling:
    """Looks pairs up in one call's tables."""

    call: Call
    vocabulary: Vocabulary

    def settle(self, pair: Pair, question: str, confidence: float) -> Settled:
        """Answer a pair from the call, or say that the call leaves it open and who answers it.

        Where another official page says something else to those who are asked of, both are shown instead.
        """
        if notice := self._notice(pair, question):
            citations = self.cite(self.call.answers.get(pair, self._nearest(pair)))
            return Contradiction(question, confidence, pair, citations, notice, self.department(pair.object))
        if pair in self.call.answers:
            return Answer(question, confidence, pair, self.cite(self.call.answers[pair]))
        pair = self.nearest_known(pair)
        gap = self.call.gaps.get(pair) or KnownGap(self.department(pair.object))
        return Gap(question, confidence, pair, gap.department, self.cite(gap.nearest))

    def conclude(self, pair: Pair, question: str, confidence: float) -> Settled | PersonWanted:
        """Settle a pair; what nobody has decided yet whether the call says it, a person answers."""
        if pair in self.call.undecided or self.nearest_known(pair) in self.call.undecided:
            return self.hand_over(question, confidence, pair.object)
        return self.settle(pair, question, confidence)

    def hand_over(
        self, question: str, confidence: float, about: str, suggestion: tuple[Pair, ...] = ()
    ) -> PersonWanted:
        """Let a person answer: of the service that answers for that object, with what the assistant would have said."""
        return PersonWanted(question, confidence, self.department(about), asked_for=False, suggestion=suggestion)

    def knows(self, pair: Pair) -> bool:
        """Tell whether the call answers that pair or is known to leave it open."""
        return pair in self.call.answers or self.nearest_known(pair) in self.call.gaps

    def nearest_known(self, pair: Pair) -> Pair:
        """Find the known gap that a pair not in the tables comes down to, if there is one."""
        if pair in self.call.gaps:
            return pair
        implied = Pair(self.vocabulary.properties.get(pair.property) or pair.object, pair.property)
        return implied if implied in self.call.gaps else pair

    def agree(self, first: Pair, second: Pair) -> bool:
        """Tell whether both lead to the same: passages of which one's are among the other's, or no answer at all."""
        one, other = set(self.call.answers.get(first, ())), set(self.call.answers.get(second, ()))
        return (one <= other or other <= one) if one and other else not one and not other

    def distinct(self, pairs: Iterable[Pair]) -> tuple[Pair, ...]:
        """Leave out pairs that lead to the same passages as one before."""
        kept: dict[object, Pair] = {}
        for pair in pairs:
            kept.setdefault(self.call.answers.get(pair) or pair, pair)
        return tuple(kept.values())

    def department(self, about: str) -> str:
        """Return the service that answers for that object where the call is silent."""
        thing = self.vocabulary.objects.get(about)
        known = thing.department if thing else ""
        return known if known in self.call.departments else self.call.first_department

    def cite(self, names: Iterable[str]) -> tuple[Citation, ...]:
        """Quote the passages of these names; those that the call has not are left out."""
        return tuple(self.call.cite(name) for name in names if name in self.call.passages)

    def _notice(self, pair: Pair, question: str) -> Notice | None:
        if not self.call.notices:
            return None
        read = self.vocabulary.read(question)
        return next((notice for notice in self.call.notices if notice.concerns(str(pair), read)), None)

    def _nearest(self, pair: Pair) -> tuple[str, ...]:
        gap = self.call.gaps.get(self.nearest_known(pair))
        return gap.nearest if gap else ()
