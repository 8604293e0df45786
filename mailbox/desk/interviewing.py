"""Conducting an interview: what is asked next, what is said of it, and the verdict at its end."""

from dataclasses import dataclass, field
from datetime import datetime

from ...knowledge.call import Call, Citation
from ...knowledge.eligibility import judge, read_answer
from ...knowledge.ruling.claiming import speaks_of_oneself
from ...knowledge.ruling.rule import Rules
from ...knowledge.ruling.situation import Situation
from ...knowledge.text import sentences
from ...knowledge.verdict import Verdict, VerdictKind
from ..delivery.body import Choice, text
from ..delivery.phrases import say
from ..delivery.verdict_wording import fill, label_answers, say_question, say_questions, say_verdict
from ..delivery.wording import Manner, Part
from ..records.models import Interview, TicketReason
from .handover import Handover
from .interview import keep, note_verdict, situation_of, unanswered_question

ACTION, STATUS = "elig", "status"


@dataclass
class Interviewing:
    """Conducts one thread's interview within the caller's transaction.

    `verdict` is the one that was given, if one was, and `cited` are the passages that it showed.
    """

    call: Call
    rules: Rules
    interview: Interview
    manner: Manner
    handover: Handover
    now: datetime
    verdict: Verdict | None = None
    cited: list[Citation] = field(default_factory=list[Citation])

    @property
    def language(self) -> str:
        """The language to speak."""
        return self.manner.language

    @property
    def situation(self) -> Situation:
        """What is known now."""
        return situation_of(self.rules, self.interview)

    def proceed(self, lead: str = "") -> Part:
        """Ask what still matters, or give the verdict; by mail all that is open, beside the verdict as things stand."""
        situation = self.situation
        verdict = judge(self.call, self.rules, situation)
        if not verdict.questions:
            self.interview.asked = []
            return self._tell(situation, verdict)
        if self.manner.mail:
            return self._ask_all(situation, verdict)
        self.interview.asked = [verdict.questions[0]]
        return self.ask(verdict.questions[0], lead)

    def ask(self, fact: str, lead: str = "") -> Part:
        """Ask one question, with a button for each answer."""
        call, language = self.call, self.language
        self.interview.asked = [fact]
        answers = label_answers(call, self.rules, self.rules.facts[fact], language)
        choices = [Choice(label, f"{ACTION}:set:{fact}:{value}") for value, label in answers]
        if self.interview.trail:
            choices.append(Choice(say("eligibility.back", language), f"{ACTION}:back"))
        return say_question(call, self.rules, fact, self.manner, choices, lead)

    def ask_which(self) -> Part:
        """Ask which answer is to be corrected."""
        facts = [str(fact) for fact in self.interview.trail if fact in self.rules.facts]
        call, language = self.call, self.language
        choices = [
            Choice(fill(call, self.rules, self.rules.facts[f].ask, language), f"{ACTION}:ask:{f}") for f in facts
        ]
        choices.append(Choice(say("eligibility.again", language), f"{ACTION}:again"))
        return Part((text(say("eligibility.which", language)),), tuple(choices))

    def hear(self, words: str, said: Situation, *, answers: bool = True) -> bool:
        """Take a message as answers to what was asked, and what it says in passing; tell whether it said anything.

        `said` are the facts that it plainly states. By mail a line begins with the number of what it answers.
        """
        before = self.situation
        known = before.merge(self.rules, self._own(words, said))
        for fact, line in self._lines(known, words) if answers else ():
            if fact not in said.values:
                known = self._read(known, fact, line) or known
        if known == before:
            return False
        keep(self.interview, known, self.now)
        return True

    def _own(self, words: str, said: Situation) -> Situation:
        """Leave out a status that is the supervisor's, who was asked about: "un PU-PH"."""
        of_others = any(str(fact).startswith("cic_") for fact in self.interview.asked)
        return said.forget(self.rules, STATUS) if of_others and not speaks_of_oneself(words) else said

    def _read(self, known: Situation, fact: str, line: str) -> Situation | None:
        """Read an answer; who says more than it begins with it: "Oui. Le site ne marche pas."."""
        whole, first = line, next(iter(sentences(line)), line)
        found = (
            read_answer(self.call, self.rules, known, fact, one, self.now) for one in dict.fromkeys((whole, first))
        )
        return next((one for one in found if one is not None), None)

    def _lines(self, known: Situation, words: str) -> list[tuple[str, str]]:
        """Pair what was asked with what answers it: all of it where one thing was, else lines by their numbers.

        Lines without numbers are answers in turn where there are as many as questions, and each can be one.
        """
        numbers = {number: str(fact) for number, fact in enumerate(self.interview.asked, 1) if fact in self.rules.facts}
        asked = list(numbers.values())
        if len(self.interview.asked) == 1:
            return [(fact, _unnumbered(words)) for fact in asked]
        lines = [line for line in words.splitlines() if line.strip()]
        numbered = [(int(number), rest) for number, rest in map(split_number, lines) if number and rest]
        if numbered:
            return [(numbers[number], rest) for number, rest in numbered if number in numbers]
        in_turn = list(zip(asked, lines, strict=False))
        fits = len(asked) == len(lines) and all(self._read(known, fact, line) for fact, line in in_turn)
        return in_turn if fits else []

    def _ask_all(self, situation: Situation, verdict: Verdict) -> Part:
        call, manner = self.call, self.manner
        self.interview.asked = list(verdict.questions)
        asked = say_questions(call, self.rules, verdict.questions, manner)
        if not situation.values:
            return Part((text(say("eligibility.begin_by_mail", self.language)), *asked))
        told = self._tell(situation, verdict)
        return Part((*told.blocks, *asked))

    def _tell(self, situation: Situation, verdict: Verdict) -> Part:
        """Give a verdict, which is recorded as told; a person is asked where the call leaves it to one."""
        row, referral = None, None
        if verdict.kind is VerdictKind.PERSON:
            row = unanswered_question(self.handover.session, self.interview)
        if row is not None:
            referral = self.handover.pass_on(self.call.first_department, TicketReason.ELIGIBILITY, row.text, row)
        note_verdict(self.interview, verdict, self.now)
        self.verdict = verdict
        self.cited += [citation for reason in verdict.reasons for citation in reason.citations]
        choices = [
            Choice(say("eligibility.correct", self.language), f"{ACTION}:fix"),
            Choice(say("eligibility.again", self.language), f"{ACTION}:again"),
            Choice(say("menu.person", self.language), "person"),
        ]
        return say_verdict(self.call, self.rules, situation, verdict, self.manner, choices=choices, referral=referral)


def split_number(line: str) -> tuple[str, str]:
    """Split the number that a line begins with from the rest of it; none where there is none, or a date."""
    bare = line.strip().lstrip("-•*# ").removeprefix("n°").strip()
    digits = bare[: len(bare) - len(bare.lstrip("0123456789"))]
    rest = bare[len(digits) :].lstrip()
    told = rest[1:].strip()
    marked = rest[:1] in (".", ")", ":") or rest[:2] in ("- ", "– ")
    is_number = bool(digits) and len(digits) < 3 and marked and not rest[1:2].isdigit()
    return (digits, told) if is_number else ("", "")


def _unnumbered(words: str) -> str:
    number, rest = split_number(words)
    return rest if number == "1" and rest else words
