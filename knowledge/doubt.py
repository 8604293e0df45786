"""Between sure and silent: what to ask back, or what to suggest to the person who answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .call import Pair
from .conclusion import Clarify, Conclusion
from .settling import Settling
from .understanding import BRIEF, FULL, MARGIN, Reading, Understanding
from .weighing import Weighed

_UNKNOWN = 0.3
_UNKNOWN_VAGUE = 1.0
_VAGUE = frozenset({"what", "which", "who", "can_i", "is_there", "when", "where", "how"})
_NEARLY = 0.6
_LIKELY = 1.0
_MOST_CHOICES = 3
_SELECTING = frozenset({"when", "where", "how"})
_FAR = 0.8


@dataclass(frozen=True)
class Doubt:
    """Ranks what a question may be about by what one call knows."""

    settling: Settling

    def conclude(self, understood: Understanding, weighed: Weighed, question: str, *, chat: bool) -> Conclusion:
        """Ask back in a chat, where there is something to choose from; else hand over."""
        choices = self._choose(understood, weighed)
        confidence = min(0.5, weighed.backing(weighed.best))
        named = max(understood.objects, key=understood.objects.__getitem__, default="")
        about = understood.best.pair.object or named
        offered = self._offer(about) or self._offer_any(understood)
        brief = understood.length <= BRIEF and not understood.followed
        together = self.settling.distinct((*choices, *offered))[:_MOST_CHOICES]
        offers = (offered, choices) if brief else (choices, offered, together)
        if chat and (offer := next((offer for offer in offers if len(offer) > 1), ())):
            return Clarify(question, confidence, offer)
        return self.settling.hand_over(question, confidence, about, choices)

    def weigh_known(self, readings: Iterable[Reading]) -> list[Reading]:
        """Rank readings again, those below that the call's tables do not know."""
        weighed = [Reading(r.pair, r.score - self._penalty(r.pair)) for r in readings]
        return sorted(weighed, key=lambda r: (-r.score, str(r.pair)))

    def spared(self, ranked: Sequence[Reading]) -> Reading:
        """Prefer what the call leaves open of the very object that it else answers, even where it is named less."""
        best, call = ranked[0], self.settling.call
        if best.pair not in call.answers:
            return best
        near = (r for r in ranked if r.pair in call.gaps and r.score >= max(FULL - MARGIN, best.score - _NEARLY))
        return next((r for r in near if r.pair.object == best.pair.object), best)

    def _choose(self, understood: Understanding, weighed: Weighed) -> tuple[Pair, ...]:
        """Choose what may be meant: what the tables find likely, then what the cues do."""
        known = [r for r in self.weigh_known(understood.readings) if self.settling.knows(r.pair)]
        named = [r.pair for r in known if r.score >= max(_LIKELY, known[0].score - _FAR)]
        likely = [Pair.parse(label) for label in weighed.likely() if "." in label]
        pairs = [self.settling.nearest_known(pair) for pair in (*likely, *named) if self.settling.knows(pair)]
        return self.settling.distinct(pairs)[:_MOST_CHOICES]

    def _penalty(self, pair: Pair) -> float:
        if self.settling.knows(pair):
            return 0.0
        return _UNKNOWN_VAGUE if pair.property in _VAGUE else _UNKNOWN

    def _offer(self, about: str) -> tuple[Pair, ...]:
        """Offer what the call answers of an object, and, where that is one thing alone, what it leaves open of it."""
        call = self.settling.call
        answers, gaps = ([p for p in known if p.object == about] for known in (call.answers, call.gaps))
        known = self.settling.distinct(answers)
        known = known if len(known) > 1 else self.settling.distinct((*known, *gaps))
        return known[:_MOST_CHOICES] if len(known) > 1 else ()

    def _offer_any(self, understood: Understanding) -> tuple[Pair, ...]:
        """Offer what the call says when, where or how, to a question of hardly another word; the widest first."""
        bare = understood.length <= BRIEF and not understood.unknown
        what = next((what for what in sorted(_SELECTING) if what in understood.properties), None) if bare else None
        call = self.settling.call
        milestones = {milestone.passage for milestone in call.milestones.values()}
        answers = {pair: set(names) for pair, names in call.answers.items() if pair.property == what}
        dated = [pair for pair, names in answers.items() if what != "when" or names <= milestones]
        return self.settling.distinct(sorted(dated, key=lambda pair: -len(answers[pair])))[:_MOST_CHOICES]
