"""What a person does to their interview by buttons and commands: answer, go back, correct, start again."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...knowledge.call import Pair
from ...knowledge.conclusion import EligibilityWanted
from ..delivery.wording import Part
from ..records.models import Thread
from .inquiry import Inquiry, Visitor
from .interview import find_interview, rules_of
from .interview_acts import ACTS
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
    act = ACTS.get(verb)
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
