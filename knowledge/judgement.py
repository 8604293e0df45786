"""What an understanding leads to: the one conclusion that is safe to draw from it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .call import Call, Citation, KnownGap, Pair
from .conclusion import (
    Answer,
    Clarify,
    Conclusion,
    Contradiction,
    EligibilityWanted,
    Gap,
    PersonWanted,
    QuestionStateWanted,
    ReminderWanted,
    Settled,
    SmallTalk,
    SmallTalkKind,
    StatusWanted,
)
from .notice import Notice
from .text import fold
from .understanding import Reading, Understanding
from .vocabulary import STRONG, Vocabulary

SURE = 1.6
"""The score from which a reading may be acted on."""
MARGIN = 0.25
"""By how much it must lead those that say something else."""
FULL = 2.5
"""The score from which a reading counts as certain."""

_UNKNOWN = 0.3
_UNKNOWN_VAGUE = 1.0
_VAGUE = frozenset({"what", "which", "who", "can_i", "is_there", "when", "where", "how"})
_NEARLY = 0.6
_LIKELY = 1.0
_CHATTY = 6
_BRIEF = 2
_MOST_CHOICES = 3
_PERSONAL = frozenset({"programme", "status", "degrees"})
_DATED = frozenset({"results", "preselection", "audition"})
_SELECTING = frozenset({"when", "where", "how"})
_FAR = 0.8
_NODS = frozenset({"thanks", "greeting"})
_SAID = {
    "abuse": SmallTalkKind.ABUSE,
    "who_are_you": SmallTalkKind.WHO_ARE_YOU,
    "thanks": SmallTalkKind.THANKS,
    "greeting": SmallTalkKind.GREETING,
}


@dataclass(frozen=True)
class Judgement:
    """Draws conclusions about one call."""

    call: Call
    vocabulary: Vocabulary

    def settle(self, pair: Pair, question: str, confidence: float) -> Settled:
        """Answer a pair from the call, or say that the call leaves it open and who answers it.

        Where another official page says something else to those who are asked of, both are shown instead.
        """
        if notice := self._notice(pair, question):
            citations = self._cite(self.call.answers.get(pair, self._nearest(pair)))
            return Contradiction(question, confidence, pair, citations, notice, self._department(pair.object))
        if pair in self.call.answers:
            return Answer(question, confidence, pair, self._cite(self.call.answers[pair]))
        pair = self._nearest_known(pair)
        gap = self.call.gaps.get(pair) or KnownGap(self._department(pair.object))
        return Gap(question, confidence, pair, gap.department, self._cite(gap.nearest))

    def judge(self, understood: Understanding, question: str, *, asked: bool, chat: bool) -> Conclusion:
        """Conclude; `asked` tells whether anything was asked at all, `chat` whether the person can be asked back."""
        return (
            self._nod(understood, question, asked=asked)
            or self._act(understood, question)
            or self._elsewhere(understood, question)
            or self._read(understood, question)
            or self._small_talk(understood, question, asked=asked)
            or self._doubt(understood, question, chat=chat)
        )

    def withhold(self, question: str, *, chat: bool) -> Conclusion:
        """Answer nothing of what tries to make the assistant say something else, or asks for others' data."""
        if chat:
            return SmallTalk(question, 1.0, SmallTalkKind.WHO_ARE_YOU)
        return self._hand_over(question, 1.0, "")

    def _notice(self, pair: Pair, question: str) -> Notice | None:
        if not self.call.notices:
            return None
        read = self.vocabulary.read(question)
        return next((notice for notice in self.call.notices if notice.concerns(str(pair), read)), None)

    def _nearest(self, pair: Pair) -> tuple[str, ...]:
        gap = self.call.gaps.get(self._nearest_known(pair))
        return gap.nearest if gap else ()

    def _act(self, understood: Understanding, question: str) -> Conclusion | None:
        """Conclude from what the person wants done, where that is something else than an answer."""
        act, best = understood.act, _best(understood)
        brief = understood.length <= _BRIEF
        if act("reminder_off") >= STRONG or (act("reminder_off") and brief):
            return ReminderWanted(question, 0.9, self.milestones(understood), on=False)
        if self._wants_reminder(understood, question):
            return ReminderWanted(question, 0.9, self.milestones(understood))
        if act("question_state") >= STRONG:
            return QuestionStateWanted(question, 0.9, understood.number)
        if (act("person") >= STRONG or (act("person") and brief)) and best.pair.object != "contact":
            return PersonWanted(question, 0.9, self._department(best.pair.object), asked_for=True)
        if act("status") >= STRONG and not self._asks_for_date(understood):
            return StatusWanted(question, 0.9)
        if self._is_personal(understood):
            return EligibilityWanted(question, 0.9, self._cite(("audience", "degrees")))
        return None

    def _wants_reminder(self, understood: Understanding, question: str) -> bool:
        """Tell a wish to be reminded, or told when something happens, from the question when it will."""
        act = understood.act
        if act("recall") >= STRONG or act("reminder_on") >= STRONG:
            return act("recall") < STRONG
        told = act("tell_when") >= STRONG or (act("reminder_on") > 0 and bool(self.milestones(understood)))
        return told and not question.rstrip(" \"'»)").endswith("?")

    def _asks_for_date(self, understood: Understanding) -> bool:
        """Tell "when shall I know whether I am selected" from "am I selected"."""
        best = _best(understood)
        dated = best.pair.object in _DATED and best.pair.property in _SELECTING
        return dated and understood.properties.get("when", 0.0) >= STRONG and best.score >= SURE

    def _is_personal(self, understood: Understanding) -> bool:
        """Tell whether the person asks about themselves, and about nothing else than who may apply."""
        best = _best(understood)
        about_them = best.score < FULL - MARGIN or best.pair.object in _PERSONAL
        if not understood.properties and best.pair.object == "application":
            about_them = True
        if understood.act("eligibility") >= STRONG:
            return about_them
        vague = best.pair.property in {"can_i", "who", "foreign"} and best.pair.object in _PERSONAL
        return bool(understood.act("personal")) and understood.act("eligibility") > 0 and vague

    def _elsewhere(self, understood: Understanding, question: str) -> Conclusion | None:
        if understood.elsewhere is None or understood.act("this_year"):
            return None
        return self.settle(Pair(understood.elsewhere, "any"), question, 0.9)

    def _read(self, understood: Understanding, question: str) -> Conclusion | None:
        ranked = self._weigh_known(understood.readings)
        if not ranked or ranked[0].score < SURE:
            return None
        best = self._spared(ranked)
        if understood.unknown and best.pair.object not in understood.objects and best.pair in self.call.answers:
            return None
        if best == ranked[0] and any(
            r.score > best.score - MARGIN and not self._agree(best.pair, r.pair) for r in ranked[1:]
        ):
            return None
        if self._may_follow(understood, best.pair):
            return None
        return self.settle(best.pair, question, min(1.0, best.score / FULL))

    def _may_follow(self, understood: Understanding, pair: Pair) -> bool:
        """Tell whether the same may be asked of what was spoken of before, of which the call says something else."""
        other = Pair(understood.followed, pair.property) if understood.followed else pair
        return other != pair and self._knows(other) and not self._agree(pair, other)

    def _spared(self, ranked: Sequence[Reading]) -> Reading:
        """Prefer what the call leaves open of the very object that it else answers, even where it is named less."""
        best = ranked[0]
        if best.pair not in self.call.answers:
            return best
        near = (r for r in ranked if r.pair in self.call.gaps and r.score >= max(FULL - MARGIN, best.score - _NEARLY))
        return next((r for r in near if r.pair.object == best.pair.object), best)

    def _weigh_known(self, readings: Iterable[Reading]) -> list[Reading]:
        """Rank readings again, those below that the call's tables do not know."""
        weighed = [Reading(r.pair, r.score - self._penalty(r.pair)) for r in readings]
        return sorted(weighed, key=lambda r: (-r.score, str(r.pair)))

    def _penalty(self, pair: Pair) -> float:
        if self._knows(pair):
            return 0.0
        return _UNKNOWN_VAGUE if pair.property in _VAGUE else _UNKNOWN

    def _agree(self, first: Pair, second: Pair) -> bool:
        """Tell whether both lead to the same: passages of which one's are among the other's, or no answer at all."""
        one, other = set(self.call.answers.get(first, ())), set(self.call.answers.get(second, ()))
        return (one <= other or other <= one) if one and other else not one and not other

    def _nod(self, understood: Understanding, question: str, *, asked: bool) -> Conclusion | None:
        """Take "ok" and its like for thanks, whatever was spoken of before."""
        named = understood.objects or set(understood.acts) - _NODS or set(understood.properties) - {"can_i"}
        if named or asked or understood.length > _BRIEF or not understood.act("thanks"):
            return None
        return SmallTalk(question, 0.9, SmallTalkKind.THANKS)

    def _small_talk(self, understood: Understanding, question: str, *, asked: bool) -> Conclusion | None:
        for name, kind in _SAID.items():
            insists = name in {"abuse", "who_are_you"}
            if understood.act(name) and (insists or not asked or understood.length <= 2):
                brief = understood.length <= _CHATTY or not any(weight >= 1.0 for weight in understood.objects.values())
                if brief or insists:
                    return SmallTalk(question, 0.9, kind)
        if understood.length:
            return None
        foreign = any(c.isalpha() and not c.isascii() for c in fold(question))
        return self._hand_over(question, 0.0, "") if foreign else SmallTalk(question, 1.0, SmallTalkKind.NOTHING)

    def _doubt(self, understood: Understanding, question: str, *, chat: bool) -> Conclusion:
        """Ask back in a chat, where there is something to choose from; else hand over."""
        known = [r for r in self._weigh_known(understood.readings) if self._knows(r.pair)]
        likely = [r for r in known if r.score >= max(_LIKELY, known[0].score - _FAR)]
        choices = self._distinct(self._nearest_known(r.pair) for r in likely)[:_MOST_CHOICES]
        confidence = min(0.5, likely[0].score / FULL / 2) if likely else 0.0
        if chat and len(choices) > 1:
            return Clarify(question, confidence, choices)
        about = _best(understood).pair.object or max(understood.objects, key=understood.objects.__getitem__, default="")
        if chat and (offered := self._offer(about) or self._offer_any(understood)):
            return Clarify(question, confidence, offered)
        return self._hand_over(question, confidence, about, choices)

    def _offer(self, about: str) -> tuple[Pair, ...]:
        """Offer what the call answers of an object, and, where that is one thing alone, what it leaves open of it."""
        answers, gaps = ([p for p in known if p.object == about] for known in (self.call.answers, self.call.gaps))
        known = self._distinct(answers)
        known = known if len(known) > 1 else self._distinct((*known, *gaps))
        return known[:_MOST_CHOICES] if len(known) > 1 else ()

    def _offer_any(self, understood: Understanding) -> tuple[Pair, ...]:
        """Offer what the call says when, where or how, to a question of hardly another word; the widest first."""
        bare = understood.length <= _BRIEF and not understood.unknown
        what = next((what for what in sorted(_SELECTING) if what in understood.properties), None) if bare else None
        milestones = {milestone.passage for milestone in self.call.milestones.values()}
        answers = {pair: set(names) for pair, names in self.call.answers.items() if pair.property == what}
        dated = [pair for pair, names in answers.items() if what != "when" or names <= milestones]
        return self._distinct(sorted(dated, key=lambda pair: -len(answers[pair])))[:_MOST_CHOICES]

    def _distinct(self, pairs: Iterable[Pair]) -> tuple[Pair, ...]:
        """Leave out pairs that lead to the same passages as one before."""
        kept: dict[object, Pair] = {}
        for pair in pairs:
            kept.setdefault(self.call.answers.get(pair) or pair, pair)
        return tuple(kept.values())

    def _hand_over(
        self, question: str, confidence: float, about: str, suggestion: tuple[Pair, ...] = ()
    ) -> PersonWanted:
        return PersonWanted(question, confidence, self._department(about), asked_for=False, suggestion=suggestion)

    def milestones(self, understood: Understanding) -> tuple[str, ...]:
        """Name the milestones that a wish for reminders, or what stands around it, names; all of them are as none."""
        named = [
            Pair(of, what) for what, of in self.vocabulary.properties.items() if of and what in understood.properties
        ]
        objects = [name for name, weight in understood.objects.items() if weight >= 1.0]
        dated = [pair for pair in named if pair in self.call.answers]
        dated += [Pair(about, "when") for about in objects if about not in {pair.object for pair in dated}]
        likely = [r.pair for r in understood.readings if r.pair.property == "when" and r.score >= FULL - MARGIN]
        dated += [pair for pair in likely if len(self.call.answers.get(pair, ())) == 1]
        passages = {name for pair in dated for name in self.call.answers.get(pair, ())}
        found = tuple(name for name, milestone in self.call.milestones.items() if milestone.passage in passages)
        return found if len(found) < len(self.call.milestones) else ()

    def _nearest_known(self, pair: Pair) -> Pair:
        """Find the known gap that a pair not in the tables comes down to, if there is one."""
        if pair in self.call.gaps:
            return pair
        implied = Pair(self.vocabulary.properties.get(pair.property) or pair.object, pair.property)
        return implied if implied in self.call.gaps else pair

    def _knows(self, pair: Pair) -> bool:
        return pair in self.call.answers or self._nearest_known(pair) in self.call.gaps

    def _department(self, about: str) -> str:
        thing = self.vocabulary.objects.get(about)
        known = thing.department if thing else ""
        return known if known in self.call.departments else self.call.first_department

    def _cite(self, names: Iterable[str]) -> tuple[Citation, ...]:
        return tuple(self.call.cite(name) for name in names if name in self.call.passages)


def _best(understood: Understanding) -> Reading:
    return understood.readings[0] if understood.readings else Reading(Pair("", ""), 0.0)
