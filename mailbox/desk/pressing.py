"""What a person does to their interview by buttons and commands: answer, go back, correct, start again."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...knowledge.call import Pair
from ...knowledge.conclusion import EligibilityWanted
from ...knowledge.ruling.rule import Rules
from ..delivery.phrases import say
from ..delivery.wording import Part
from ..records.models import Interview, Thread
from .inquiry import Inquiry, Visitor
from .interview import find_interview, forget, rules_of, settle, start_again, step_back
from .interviewing import Interviewing
from .reception import Reception
from .thread import file_inquiry

_WHO = Pair("programme", "who")


def ask_whether_eligible(
    reception: Reception, session: Session, thread: Thread, visitor: Visitor, words: str, now: datetime
) -> None:
    """Begin the interview of a thread, or go on with it; `words` are the command that asked for it."""
    message = file_inquiry(session, thread, Inquiry(visitor, text=words, words=words), now)
    if message is None:
        return
    call = reception.call
    response = reception.respond(session, message, now)
    nearest = tuple(call.cite(name) for name in call.answers.get(_WHO, ()))
    response.add(EligibilityWanted(words, 1.0, nearest))
    reception.send(response)


def press(reception: Reception, session: Session, thread: Thread, rest: str, now: datetime) -> bool | str:
    """Do what a button of an interview stands for; a text is a short line to answer with, False an action that is none.

    What a button says is checked against the rules as they are now: anyone can send anything. The thread is held, so
    that a second press waits for the first and goes on from there; what it was to hear next is an answer again.
    """
    session.scalars(select(Thread.id).where(Thread.id == thread.id).with_for_update(key_share=True)).one()
    thread.expecting = None
    rules, interview = rules_of(reception.call, reception.desk.office), find_interview(session, thread)
    verb, _, argument = rest.partition(":")
    act = _ACTS.get(verb)
    if rules is None or interview is None or interview.question is None or act is None:
        return False
    response = reception.respond(session, interview.question.message, now)
    conducted = response.conduct(rules, interview)
    said = act(conducted, rules, interview, argument, now)
    if isinstance(said, Part):
        response.parts.append(response.absorb(conducted, said))
        reception.send(response)
        return True
    return said


def _set(
    conducted: Interviewing, rules: Rules, interview: Interview, argument: str, now: datetime
) -> Part | bool | str:
    fact, _, value = argument.partition(":")
    try:
        changed = settle(rules, interview, fact, value, now)
    except KeyError:
        return False
    if not changed:
        return say("eligibility.noted", conducted.language)  # pressed twice
    return conducted.proceed()


def _back(
    conducted: Interviewing, rules: Rules, interview: Interview, _argument: str, now: datetime
) -> Part | bool | str:
    fact = step_back(rules, interview, now)
    return conducted.ask(fact) if fact is not None and fact in rules.facts else conducted.proceed()


def _ask(
    conducted: Interviewing, rules: Rules, interview: Interview, argument: str, now: datetime
) -> Part | bool | str:
    if argument not in rules.facts:
        return False
    forget(rules, interview, argument, now)
    return conducted.ask(argument)


def _fix(
    conducted: Interviewing, _rules: Rules, interview: Interview, _argument: str, _now: datetime
) -> Part | bool | str:
    return conducted.ask_which() if interview.trail else conducted.proceed()


def _again(
    conducted: Interviewing, _rules: Rules, interview: Interview, _argument: str, now: datetime
) -> Part | bool | str:
    start_again(interview, now)
    return conducted.proceed(say("eligibility.begin", conducted.language))


_ACTS: Mapping[str, Callable[[Interviewing, Rules, Interview, str, datetime], Part | bool | str]] = {
    "set": _set,
    "back": _back,
    "ask": _ask,
    "fix": _fix,
    "again": _again,
}
"""What the buttons of an interview do, by the word after `elig:`."""
