"""What a person wants done, where that is something else than an answer from the call."""

import re
from dataclasses import dataclass

from .call import Pair
from .conclusion import Conclusion, EligibilityWanted, PersonWanted, QuestionStateWanted, ReminderWanted, StatusWanted
from .settling import Settling
from .text import fold
from .understanding import BRIEF, FULL, MARGIN, SURE, Understanding
from .vocabulary import STRONG
from .weighing import PERSONAL

WISHES = frozenset({"reminder_on", "reminder_off", "question_state", "person", "status", "eligibility"})
"""The acts that this is about."""
CLEAR = 0.9
"""The confidence of a wish that is named in so many words."""

_REMINDING = ("reminder_on", "reminder_off", "recall", "tell_when")
_NAMED_BY = {"reminder_on": _REMINDING, "reminder_off": _REMINDING, "question_state": ("question_state",)}
"""The acts of which one must be named, if ever so weakly, for a wish to be granted: likely is not enough."""
_CHASES = re.compile(
    r"\bje (?:vous|te) rappelle\b|\b(?:petit|un) rappel (?:de|sur|concernant) (?:ma|mon|mes)\b"
    r"|^\W*rappel (?:de|sur|concernant) (?:ma|mon|mes)\b"
)
"""A reminder to us: a request is being chased."""
_THANKS_FOR_ONE = re.compile(
    r"\b(?:merci|remercie) (?:beaucoup |bien )?(?:pour|de) (?:ce|cet|le|votre|vos|ces|les) rappels?\b"
    r"|\bthanks?(?: you)?(?: very much| so much)? for (?:the|your|this) reminder"
)
_DATED = frozenset({"results", "preselection", "audition"})
_SELECTING = frozenset({"when", "where", "how"})


@dataclass(frozen=True)
class Wishes:
    """Reads wishes by their cues; `grant` concludes on one that is known by other means."""

    settling: Settling

    def grant(self, wish: str, understood: Understanding, question: str, confidence: float) -> Conclusion:
        """Conclude on one of `WISHES`."""
        match wish:
            case "reminder_on" | "reminder_off":
                on = wish == "reminder_on"
                return ReminderWanted(question, confidence, self.milestones(understood), on=on)
            case "question_state":
                return QuestionStateWanted(question, confidence, understood.number)
            case "person":
                department = self.settling.department(understood.best.pair.object)
                return PersonWanted(question, confidence, department, asked_for=True)
            case "status":
                return StatusWanted(question, confidence)
            case _:
                return self.want_verdict(question, confidence)

    def want_verdict(self, question: str, confidence: float) -> EligibilityWanted:
        """Conclude that somebody asks whether they themselves may apply."""
        nearest = self.settling.call.answers.get(Pair("programme", "who"), ())
        return EligibilityWanted(question, confidence, self.settling.cite(nearest))

    def milestones(self, understood: Understanding) -> tuple[str, ...]:
        """Name the milestones that a wish for reminders, or what stands around it, names; all of them are as none."""
        call, vocabulary = self.settling.call, self.settling.vocabulary
        named = [Pair(of, what) for what, of in vocabulary.properties.items() if of and what in understood.properties]
        objects = [name for name, weight in understood.objects.items() if weight >= 1.0]
        dated = [pair for pair in named if pair in call.answers]
        dated += [Pair(about, "when") for about in objects if about not in {pair.object for pair in dated}]
        likely = [r.pair for r in understood.readings if r.pair.property == "when" and r.score >= FULL - MARGIN]
        dated += [pair for pair in likely if len(call.answers.get(pair, ())) == 1]
        passages = {name for pair in dated for name in call.answers.get(pair, ())}
        found = tuple(name for name, milestone in call.milestones.items() if milestone.passage in passages)
        return found if len(found) < len(call.milestones) else ()

    def is_named(self, wish: str, understood: Understanding, question: str, *, obvious: bool) -> bool:
        """Tell whether a word names a wish that changes something, or tells of something, by itself."""
        if wish in ("reminder_on", "reminder_off") and _THANKS_FOR_ONE.search(fold(question)):
            return False
        return obvious or wish not in _NAMED_BY or any(understood.act(name) for name in _NAMED_BY[wish])

    def read(self, understood: Understanding, question: str) -> str | None:
        """Name the one of `WISHES` that the words name, if they name one."""
        act, best = understood.act, understood.best
        brief = understood.length <= BRIEF
        if act("contest") >= STRONG or (act("inform") >= STRONG and not _is_question(question)):
            return "person"
        if _CHASES.search(fold(question)):
            return "question_state"
        if act("reminder_off") >= STRONG or (act("reminder_off") and brief):
            return "reminder_off"
        if self._wants_reminder(understood, question):
            return "reminder_on"
        if act("question_state") >= STRONG:
            return "question_state"
        if (act("person") >= STRONG or (act("person") and brief)) and best.pair.object != "contact":
            return "person"
        if act("status") >= STRONG and not _asks_for_date(understood):
            return "status"
        return "eligibility" if _is_personal(understood) else None

    def _wants_reminder(self, understood: Understanding, question: str) -> bool:
        """Tell a wish to be reminded, or told when something happens, from the question when it will."""
        act = understood.act
        if act("status") >= STRONG and not self.milestones(understood):
            return False  # "keep me posted on my application"
        if _THANKS_FOR_ONE.search(fold(question)):
            return False
        if act("recall") >= STRONG or act("reminder_on") >= STRONG:
            return act("recall") < STRONG
        told = act("tell_when") >= STRONG or (act("reminder_on") > 0 and bool(self.milestones(understood)))
        return told and not _is_question(question)


def _is_question(question: str) -> bool:
    return question.rstrip(" \"'»)").endswith("?")


def _asks_for_date(understood: Understanding) -> bool:
    """Tell "when shall I know whether I am selected" from "am I selected"."""
    best = understood.best
    dated = best.pair.object in _DATED and best.pair.property in _SELECTING
    return dated and understood.properties.get("when", 0.0) >= STRONG and best.score >= SURE


def _is_personal(understood: Understanding) -> bool:
    """Tell whether the person asks about themselves, and about nothing else than who may apply."""
    best = understood.best
    about_them = best.score < FULL - MARGIN or best.pair.object in PERSONAL
    if not understood.properties and best.pair.object == "application":
        about_them = True
    if understood.act("eligibility") >= STRONG:
        return about_them
    vague = best.pair.property in {"can_i", "who", "foreign"} and best.pair.object in PERSONAL
    return bool(understood.act("personal")) and understood.act("eligibility") > 0 and vague
