"""What would be replied to an inquiry, with nothing written and no ticket opened."""

from collections.abc import Sequence

from ...knowledge.call import Call
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
    SmallTalk,
    StatusWanted,
)
from ...knowledge.eligibility import judge
from ...knowledge.ruling.rule import Rules
from ...knowledge.ruling.situation import Situation
from ...knowledge.verdict import VerdictKind
from . import wording
from .body import Body, text
from .phrases import say
from .verdict_wording import say_question, say_questions, say_verdict
from .wording import Manner, Part, Referral


def preview(call: Call, conclusions: Sequence[Conclusion], manner: Manner, service: str) -> Body:
    """Compose the reply that a person would get, naming departments but no ticket's number."""
    parts = [_part(call, conclusion, manner) for conclusion in conclusions]
    return wording.compose(parts, manner, service=service)


def department_of(call: Call, conclusion: Conclusion) -> str | None:
    """Return the key of the department that a conclusion hands the question to, if it does."""
    match conclusion:
        case Gap() | Contradiction() | PersonWanted():
            return conclusion.department
        case EligibilityWanted() | StatusWanted() | QuestionStateWanted(number=None):
            return call.first_department
        case _:
            return None


def _part(call: Call, conclusion: Conclusion, manner: Manner) -> Part:
    key = department_of(call, conclusion)
    referral = Referral(call.departments.get(key or "", key or ""))
    match conclusion:
        case Answer() | Decision():
            return _answer(call, conclusion, manner)
        case Gap() | Contradiction():
            return wording.say_undecided(call, conclusion, referral, manner)
        case Clarify():
            return wording.say_clarify(conclusion, manner)
        case EligibilityWanted():
            return _eligibility(call, conclusion, referral, manner)
        case StatusWanted():
            return wording.say_handed_over("status", conclusion.question, referral, manner)
        case PersonWanted():
            phrase = "person.asked_for" if conclusion.asked_for else "person.unsure"
            return wording.say_handed_over(phrase, conclusion.question, referral, manner)
        case QuestionStateWanted():
            return _progress(conclusion, referral, manner)
        case ReminderWanted():
            return _reminder(call, conclusion, manner)
        case SmallTalk():
            return wording.say_small_talk(conclusion, manner)


def _eligibility(call: Call, wanted: EligibilityWanted, referral: Referral, manner: Manner) -> Part:
    """Show how the interview would begin with what was said, or the verdict where nothing is left to ask."""
    if call.rules is None:
        return wording.say_eligibility(call, wanted, referral, manner)
    verdict = judge(call, call.rules, wanted.said)
    if verdict.questions and not manner.mail:
        lead = say("eligibility.begin", manner.language)
        return say_question(call, call.rules, verdict.questions[0], manner, lead=lead)
    return _so_far(call, call.rules, wanted.said, manner, referral)


def say_so_far(call: Call, rules: Rules, situation: Situation, manner: Manner) -> Body:
    """Compose the verdict on a situation as it stands, and all questions that are still open."""
    referral = Referral(call.departments[call.first_department])
    return wording.compose([_so_far(call, rules, situation, manner, referral)], manner, service=call.title)


def _so_far(call: Call, rules: Rules, situation: Situation, manner: Manner, referral: Referral) -> Part:
    verdict = judge(call, rules, situation)
    referral_shown = referral if verdict.kind is VerdictKind.PERSON else None
    told = say_verdict(call, rules, situation, verdict, manner, referral=referral_shown)
    if not verdict.questions:
        return told
    so_far = told.blocks if situation.values else (text(say("eligibility.begin_by_mail", manner.language)),)
    return Part((*so_far, *say_questions(call, rules, verdict.questions, manner)))


def _answer(call: Call, conclusion: Answer | Decision, manner: Manner) -> Part:
    if isinstance(conclusion, Answer):
        return wording.say_answer(call, conclusion, manner)
    department = conclusion.entry.signed.department
    return wording.say_decision(conclusion, call.departments.get(department, department), manner)


def _progress(wanted: QuestionStateWanted, referral: Referral, manner: Manner) -> Part:
    if wanted.number is None:
        return wording.say_handed_over("progress.none", wanted.question, referral, manner)
    return Part((text(say("progress.unknown", manner.language, number=wanted.number)),), (), wanted.question)


def _reminder(call: Call, wanted: ReminderWanted, manner: Manner) -> Part:
    if not wanted.on:
        return wording.say_reminders("reminder.off", call, (), manner, wanted.question)
    names = [name for name in wanted.milestones or call.milestones if name in call.milestones]
    ahead = [name for name in names if not call.milestones[name].has_begun(manner.now)]
    return wording.say_reminders("reminder.would", call, ahead, manner, wanted.question)
