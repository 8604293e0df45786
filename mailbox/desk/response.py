"""One message's conclusions, turned into questions, tickets and what is said of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from ...knowledge.call import Call, Citation, Pair
from ...knowledge.conclusion import (
    Answer,
    Clarify,
    Conclusion,
    Contradiction,
    Decision,
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
from ...knowledge.ruling.rule import Rules
from ...knowledge.verdict import Verdict
from ..delivery import wording
from ..delivery.body import Choice
from ..delivery.phrases import say
from ..delivery.wording import Manner, Part
from ..records.models import Interview, Message, Question, QuestionState, TicketReason
from .handover import Handover
from .interview import begin_interview, find_interview, keep, rules_of, situation_of
from .interviewing import ACTION, Interviewing
from .progress import say_progress
from .reminder import remindable
from .reminder_wish import settle_reminder_wish
from .ticket import Desk

_ABOUT_WHO = frozenset({"programme", "status", "degrees", "host_lab", "cic", "supervisor"})
_WHO = frozenset({"who", "which", "can_i", "when"})
"""The pairs on who may apply, under whose answers one can have one's own case looked at."""


@dataclass
class Response:
    """Gathers what is said of a message, within the caller's transaction.

    `told` are the passages that are shown, `decided` the office's decisions, `verdict` is the one on who may apply.
    """

    session: Session
    call: Call
    desk: Desk
    message: Message
    manner: Manner
    now: datetime
    parts: list[Part] = field(default_factory=list[Part])
    concluded: list[Conclusion] = field(default_factory=list[Conclusion])
    told: list[tuple[Pair | None, Citation]] = field(default_factory=list[tuple[Pair | None, Citation]])
    decided: list[Decision] = field(default_factory=list[Decision])
    verdict: Verdict | None = None

    def __post_init__(self) -> None:
        self.handover = Handover(self.session, self.desk, self.message, self.now)

    @property
    def is_courtesy(self) -> bool:
        """Tell whether all that was concluded is that thanks were said."""
        thanks = [isinstance(one, SmallTalk) and one.kind is SmallTalkKind.THANKS for one in self.concluded]
        return bool(thanks) and all(thanks)

    def add(self, conclusion: Conclusion, question: Question | None = None) -> None:
        """Act on one conclusion; `question` is the row it concludes, where there is one already."""
        row = self.file(conclusion, question)
        self.concluded.append(conclusion)
        self.parts.append(self._settle(conclusion, row))

    def _settle(self, conclusion: Conclusion, row: Question) -> Part:
        match conclusion:
            case Answer() | Decision():
                return self._answer(conclusion, row)
            case Gap() | Contradiction():
                return self._leave_open(conclusion, row)
            case Clarify():
                choices = [
                    Choice(wording.label_choice(pair, self.manner.language), f"pick:{row.id}:{n}")
                    for n, pair in enumerate(conclusion.choices)
                ]
                other = Choice(say("clarify.other", self.manner.language), f"person:{row.id}")
                return wording.say_clarify(conclusion, self.manner, [*choices, other])
            case EligibilityWanted():
                return self._eligibility(conclusion, row)
            case StatusWanted():
                referral = self._pass_on(TicketReason.STATUS, row)
                return wording.say_handed_over("status", conclusion.question, referral, self.manner)
            case PersonWanted():
                return self._person(conclusion, row)
            case QuestionStateWanted():
                office, address = self.desk.office, self.message.thread.address
                said = say_progress(self.session, self.call.slug, office, address, conclusion.number, self.manner)
                return said or self._look_for(row)
            case ReminderWanted():
                return settle_reminder_wish(
                    self.session, self.call, self.message.thread.address, conclusion, self.manner
                )
            case SmallTalk():
                return wording.say_small_talk(conclusion, self.manner)

    def _pass_on(self, reason: TicketReason, row: Question) -> wording.Referral:
        return self.handover.pass_on(self.call.first_department, reason, row.text, row)

    def _answer(self, answer: Answer | Decision, row: Question) -> Part:
        if isinstance(answer, Decision):
            return self._decide(answer, row)
        self._tell(answer.pair, answer.citations)
        return wording.say_answer(self.call, answer, self.manner, self._answer_choices(answer, row))

    def _decide(self, decision: Decision, row: Question) -> Part:
        """Tell what the office decided; the row cites nothing, since nothing of it is the call's."""
        self.decided.append(decision)
        department = self.desk.office.department(decision.entry.signed.department).name
        person = Choice(say("answer.not_mine", self.manner.language), f"person:{row.id}")
        return wording.say_decision(decision, department, self.manner, [person])

    def _answer_choices(self, answer: Answer, row: Question) -> list[Choice]:
        """Offer a person, and a reminder where the passage names a date that is still to come."""
        quoted = {self.call.passage_at(citation) for citation in answer.citations}
        ahead = [n for n in remindable(self.call, self.now) if self.call.milestones[n].passage in quoted]
        remind = (
            [Choice(say("answer.remind_me", self.manner.language), f"remind:{ahead[0]}")] if len(ahead) == 1 else []
        )
        personal = self.call.rules is not None and answer.pair.property in _WHO and answer.pair.object in _ABOUT_WHO
        check = [Choice(say("eligibility.check", self.manner.language), f"{ACTION}:go")] if personal else []
        return [*remind, *check, Choice(say("answer.not_mine", self.manner.language), f"person:{row.id}")]

    def _leave_open(self, found: Gap | Contradiction, row: Question) -> Part:
        reason = TicketReason.GAP if isinstance(found, Gap) else TicketReason.CONTRADICTION
        referral = self.handover.pass_on(found.department, reason, found.question, row)
        self._tell(found.pair, found.nearest if isinstance(found, Gap) else found.citations)
        return wording.say_undecided(self.call, found, referral, self.manner)

    def _eligibility(self, wanted: EligibilityWanted, row: Question) -> Part:
        """Begin or go on with the interview; where the call has no rules, a person answers."""
        rules = rules_of(self.call, self.desk.office)
        if rules is None:
            self._tell(None, wanted.nearest)
            referral = self._pass_on(TicketReason.ELIGIBILITY, row)
            return wording.say_eligibility(self.call, wanted, referral, self.manner)
        thread = self.message.thread
        known = find_interview(self.session, thread)
        lead = "eligibility.resume" if known and known.asked else ""
        if known is None or known.question is None:  # new, or new to them: staff began it
            lead = "eligibility.begin"
        interview = begin_interview(self.session, self.call, rules, thread, row, self.now)
        keep(interview, situation_of(rules, interview, ask_again=True), self.now)
        conducted = self.conduct(rules, interview)
        return self.absorb(conducted, conducted.proceed(say(lead, self.manner.language) if lead else ""))

    def conduct(self, rules: Rules, interview: Interview) -> Interviewing:
        """Conduct an interview of this thread within this response."""
        return Interviewing(self.call, rules, interview, self.manner, self.handover, self.now)

    def absorb(self, conducted: Interviewing, part: Part) -> Part:
        """Take over what an interview came to: the verdict to record, and what was quoted."""
        self.verdict = conducted.verdict or self.verdict
        self._tell(None, conducted.cited)
        conducted.cited = []
        return part

    def _person(self, wanted: PersonWanted, row: Question) -> Part:
        reason = TicketReason.ASKED_FOR if wanted.asked_for else TicketReason.UNSURE
        referral = self.handover.pass_on(wanted.department, reason, wanted.question, row)
        if referral.known and reason is TicketReason.UNSURE:
            return Part((wording.say_added(referral, self.manner),), (), wanted.question)
        phrase = "person.asked_for" if wanted.asked_for else "person.unsure"
        return wording.say_handed_over(phrase, wanted.question, referral, self.manner)

    def _look_for(self, row: Question) -> Part:
        """Let a person look for a request that is not known to have come from here."""
        referral = self._pass_on(TicketReason.ASKED_FOR, row)
        return wording.say_handed_over("progress.none", row.text, referral, self.manner)

    def _tell(self, pair: Pair | None, citations: Sequence[Citation]) -> None:
        self.told += [(pair, citation) for citation in citations]

    def file(self, conclusion: Conclusion, row: Question | None = None) -> Question:
        """Write down what was concluded, into a new row unless there is one, and act on nothing."""
        if row is None:
            row = Question(message=self.message, text=conclusion.question)
            self.session.add(row)
        row.outcome, row.confidence = conclusion.outcome.value, conclusion.confidence
        row.state = QuestionState.ASKED_BACK if isinstance(conclusion, Clarify) else QuestionState.TOLD
        row.pair, row.citations, row.choices = _pair(conclusion), _citations(conclusion), _choices(conclusion)
        self.session.flush()
        return row


def _pair(conclusion: Conclusion) -> str | None:
    return str(conclusion.pair) if isinstance(conclusion, Settled) else None


def _choices(conclusion: Conclusion) -> list[str]:
    match conclusion:
        case Clarify():
            return [str(pair) for pair in conclusion.choices]
        case PersonWanted():
            return [str(pair) for pair in conclusion.suggestion]
        case _:
            return []


def _citations(conclusion: Conclusion) -> list[dict[str, object]]:
    match conclusion:
        case Answer() | Contradiction():
            cited = conclusion.citations
        case Gap() | EligibilityWanted():
            cited = conclusion.nearest
        case _:
            cited = ()
    return [
        {"source": c.source.name, "version": c.source.version, "start": c.start, "end": c.end, "text": c.text}
        for c in cited
    ]
