"""The one door of knowledge: an inquiry's text in, conclusions out. Concludes, never acts."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from .call import Call, Pair
from .conclusion import (
    Answer,
    Clarify,
    Conclusion,
    Contradiction,
    Decision,
    EligibilityWanted,
    Gap,
    PersonWanted,
    ReminderWanted,
    Settled,
    SmallTalk,
    StatusWanted,
)
from .eligibility import extract_facts
from .entry import ApprovedEntry
from .judgement import Judgement
from .learning.tables import Tables, load_tables
from .likeness import Likeness
from .question import Question, split_questions
from .serving import Serving
from .text import fold
from .understanding import BRIEF, NAMED, TIMES, Understanding, understand
from .vocabulary import load_vocabulary
from .weighing import Rerank


class Channel(StrEnum):
    """How an inquiry came: in a chat a person can be asked back at once, by mail hardly."""

    CHAT = "chat"
    MAIL = "email"


@dataclass(frozen=True)
class Context:
    """What the assistant may know besides the text.

    `now` is aware. `language` is the person's ("fr" or "en") if it is known. `last_object` is what the thread was last
    about (an object, or `object.property`), for follow-ups. `entries` are the office's own answers that are valid now.
    """

    now: datetime
    channel: Channel
    language: str | None = None
    last_object: str | None = None
    entries: tuple[ApprovedEntry, ...] = ()


_POINTS_BACK = re.compile(r"\b(?:qui|quand|comment|combien|où)\s+(?:en|y(?!\s*-?\s*a\b))\s|-t-elles?\b", re.IGNORECASE)
"""Goes on from what was named before, unless it names something itself: "et qui en décide ?"."""
_SPEAKS_OF_IT = re.compile(r"(?:et )?elles? ", re.IGNORECASE)
"""Is about what was named before, whatever else it names: "elle est renouvelable ?"."""

_MAY_I = re.compile(
    r"\b(?:suis[- ]je|serais[- ]je|puis[- ]je|peux[- ]je|pourrais[- ]je|je (?:peux|suis|pourrais|serais)"
    r"|can i|could i|am i|may i)\b"
    r".{0,30}\b(?:eligib|candidat|postul|concouri|pretendre|apply|qualif)"
)
_TELLING = 2
"""How many facts somebody tells who wants their own case looked at."""


class Assistant:
    """Reads inquiries about one call. Pure: the same text in the same context has the same conclusions."""

    def __init__(self, call: Call, tables: Tables | None = None, rerank: Rerank | None = None) -> None:
        """Read by the shipped tables unless others are given; `rerank` may weigh their labels anew, none does else."""
        self._call = call
        self._vocabulary = load_vocabulary()
        tables = tables or load_tables()
        self._judgement = Judgement(call, self._vocabulary, tables, rerank)
        self._serving = Serving(call, self._vocabulary, Likeness(self._vocabulary, tables, call.year))

    def consider(self, text: str, context: Context, subject: str = "") -> tuple[Conclusion, ...]:
        """Conclude on each thing that an inquiry asks, in its order; never empty, never raises on any text."""
        questions = split_questions(text, subject, self._vocabulary)
        concluded = _merge(self._date_wishes(self._conclude_all(questions, context)))
        return tuple(self._with_facts(one, text, context.now) for one in concluded)

    def conclude(self, pair: Pair, question: str, entries: Iterable[ApprovedEntry] = ()) -> Conclusion:
        """Conclude on a pair that the person chose themselves; one that the call does not know is a gap."""
        return self._serving.serve(self._judgement.settle(pair, question, 1.0), entries)

    def _with_facts(self, conclusion: Conclusion, text: str, now: datetime) -> Conclusion:
        """Add what an inquiry says of its writer to the wish to know whether they may apply.

        Who tells two things of themselves and asks whether they may apply wants a verdict, not one condition's passage.
        """
        rules = self._call.rules
        about_them = isinstance(conclusion, Answer) and conclusion.pair.property == "can_i"
        if rules is None or not (about_them or isinstance(conclusion, EligibilityWanted)):
            return conclusion
        said = extract_facts(self._call, rules, text, now)
        if isinstance(conclusion, EligibilityWanted):
            return replace(conclusion, said=said)
        if len(said.values) < _TELLING or not _MAY_I.search(fold(conclusion.question)):
            return conclusion
        return replace(self._judgement.wishes.want_verdict(conclusion.question, conclusion.confidence), said=said)

    def _conclude_all(self, questions: Iterable[Question], context: Context) -> Iterator[Conclusion]:
        chat = context.channel is Channel.CHAT
        carried = Pair.parse(context.last_object) if context.last_object else None
        conclusion: Conclusion | None = None
        for question in questions:
            understood = understand(question, self._vocabulary, self._call.year, carried)
            if self._judgement.is_suspect(understood, question.text):
                yield self._judgement.withhold(question.text, chat=chat)
                continue
            hangs = (question.joined and understood.length <= BRIEF) or _points_back(question, understood)
            if hangs and question.joined and isinstance(conclusion, Clarify | PersonWanted):
                continue  # "and the latest?" asks nothing that can be told before what it goes on from is
            found = self._judgement.judge(understood, question.text, asked=question.asked, chat=chat)
            if hangs and carried and isinstance(found, Settled) and found.pair.object != carried.object:
                found = self._judgement.of(carried.object, found, question.text)
            conclusion = self._serving.serve(found, context.entries)
            if isinstance(conclusion, Settled):
                carried = conclusion.pair
            if isinstance(conclusion, ReminderWanted) and conclusion.on and not conclusion.milestones:
                around = understand(Question(question.context), self._vocabulary, self._call.year)
                conclusion = replace(conclusion, milestones=self._judgement.wishes.milestones(around))
            yield conclusion

    def _date_wishes(self, conclusions: Iterable[Conclusion]) -> list[Conclusion]:
        """Let a wish for reminders that names no date take the one date that is answered beside it, in its place."""
        found = list(conclusions)
        wishes = [c for c in found if isinstance(c, ReminderWanted) and c.on and not c.milestones]
        dated = [c for c in found if isinstance(c, Answer) and c.pair.property in TIMES]
        named = {milestone for c in dated if (milestone := self._call.milestone_of(c.citations))}
        if not wishes or len(named) != 1:
            return found
        dating = [c for c in dated if self._call.milestone_of(c.citations)]
        taken = [
            replace(c, milestones=tuple(named)) if isinstance(c, ReminderWanted) and c in wishes else c for c in found
        ]
        return [c for c in taken if c not in dating]


def _points_back(question: Question, understood: Understanding) -> bool:
    """Tell whether a question goes on from what was named before it."""
    names = max(understood.objects.values(), default=0.0) >= NAMED
    return bool(_SPEAKS_OF_IT.match(question.text) or (not names and _POINTS_BACK.search(question.text)))


def _merge(conclusions: Iterable[Conclusion]) -> Iterator[Conclusion]:
    """Say each thing once; what is only said in passing is left out beside what is asked."""
    found = list(conclusions)
    asking = [conclusion for conclusion in found if not isinstance(conclusion, SmallTalk)] or found[:1]
    seen: set[object] = set()
    for conclusion in asking:
        key = _key(conclusion)
        if key not in seen:
            seen.add(key)
            yield conclusion


def _key(conclusion: Conclusion) -> object:
    match conclusion:
        case Answer() | Gap() | Contradiction():
            return conclusion.pair
        case Decision():
            return conclusion.entry.id
        case StatusWanted() | EligibilityWanted():
            return conclusion.outcome
        case PersonWanted(asked_for=True):
            return conclusion.outcome
        case _:
            return conclusion
