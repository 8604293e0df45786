"""The facts of a thread's interview on who may apply: kept as they are said, corrected, taken back, forgotten."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...knowledge.call import Call
from ...knowledge.eligibility import extract_facts
from ...knowledge.ruling.rule import UNKNOWN, Rules
from ...knowledge.ruling.situation import Situation, read_situation, write_situation
from ...knowledge.verdict import Verdict
from ..records.models import (
    Authenticity,
    Author,
    Interview,
    Message,
    Question,
    QuestionState,
    Thread,
    TicketState,
)
from .forwarding import find_original_sender
from .office import Office


def rules_of(call: Call, office: Office) -> Rules | None:
    """Return a call's rules as the office has ruled them; None for a call that has none."""
    return call.rules.ruled(office.rulings) if call.rules else None


def find_interview(session: Session, thread: Thread) -> Interview | None:
    """Find the interview of a thread, if one was begun."""
    return session.scalars(select(Interview).where(Interview.thread_id == thread.id)).one_or_none()


def begin_interview(
    session: Session, call: Call, rules: Rules, thread: Thread, question: Question | None, now: datetime
) -> Interview:
    """Begin the interview of a thread with all that its person has said there, or go on with the one there is.

    What was said last is what counts; what they were told they do not know is asked again.
    """
    interview = find_interview(session, thread)
    known = recall(session, call, rules, thread, interview)
    interview = interview or open_interview(session, call, thread, now)
    interview.question = question or interview.question
    keep(interview, known, now)
    session.flush()
    return interview


def open_interview(session: Session, call: Call, thread: Thread, now: datetime) -> Interview:
    """Open the interview of a thread that has none, with nothing known yet."""
    interview = Interview(
        call=call.slug,
        thread_id=thread.id,
        situation=write_situation(Situation()),
        asked=[],
        trail=[],
        began_at=now,
        updated_at=now,
    )
    session.add(interview)
    return interview


def recall(session: Session, call: Call, rules: Rules, thread: Thread, interview: Interview | None) -> Situation:
    """Return what is known of a thread's person: its interview, if one was begun, and all they said since."""
    known = read_situation(rules, interview.situation) if interview else Situation()
    for words, at in _said(session, thread, interview.updated_at if interview else None):
        known = known.merge(rules, extract_facts(call, rules, words, at))
    return known


def _said(session: Session, thread: Thread, since: datetime | None) -> Iterable[tuple[str, datetime]]:
    """Go through what a thread's person wrote there; a forged mail is nobody's, a forwarded one somebody else's."""
    query = select(Message.words, Message.at, Message.subject, Message.text)
    query = query.where(Message.thread_id == thread.id, Message.author == Author.CANDIDATE)
    query = query.where(Message.authenticity.is_distinct_from(Authenticity.FAILED))
    if since is not None:
        query = query.where(Message.at >= since)
    found = session.execute(query.order_by(Message.id))
    return [(words, at) for words, at, subject, text in found if not find_original_sender(subject, text)]


def unanswered_question(session: Session, interview: Interview) -> Question | None:
    """Return the question of an interview, asked anew where a person has answered it; None where there is none."""
    row = interview.question
    if row is None or row.ticket is None or row.ticket.state is TicketState.OPEN:
        return row
    interview.question = Question(
        message=row.message,
        text=row.text,
        outcome=row.outcome,
        confidence=row.confidence,
        citations=row.citations,
        choices=[],
        state=QuestionState.TOLD,
    )
    session.flush()
    return interview.question


def keep(interview: Interview, situation: Situation, now: datetime) -> None:
    """Keep what is known now; what was answered anew goes to the end of the trail, what is gone leaves it."""
    before = interview.situation
    written = write_situation(situation)
    known = {**situation.values, **dict.fromkeys(situation.unsure, UNKNOWN)}
    were = {**before["values"], **dict.fromkeys(before["unsure"], UNKNOWN)}
    trail = [fact for fact in interview.trail if fact in known and known[fact] == were.get(fact)]
    interview.trail = [*trail, *(fact for fact in known if fact not in trail)]
    interview.situation, interview.updated_at = written, now


def settle(rules: Rules, interview: Interview, fact: str, value: str, now: datetime) -> bool:
    """Set a fact to a value it offers, or to unknown; False where that changes nothing.

    Raises `KeyError` for what the rules do not offer, and for what is no question beside the other facts.
    """
    if value != UNKNOWN and value not in {one.name for one in rules.facts[fact].offered}:
        raise KeyError(value)
    known = read_situation(rules, interview.situation)
    settled = known.settle(rules, fact, value)
    if fact not in {*settled.values, *settled.unsure}:
        raise KeyError(fact)
    keep(interview, settled, now)
    return settled != known


def step_back(rules: Rules, interview: Interview, now: datetime) -> str | None:
    """Take the last answer back, and name its fact; None where there is none."""
    if not interview.trail:
        return None
    fact = str(interview.trail[-1])
    forget(rules, interview, fact, now)
    return fact


def forget(rules: Rules, interview: Interview, fact: str, now: datetime) -> None:
    """Take one answer back, with what hung on it."""
    keep(interview, read_situation(rules, interview.situation).forget(rules, fact), now)


def start_again(interview: Interview, now: datetime) -> None:
    """Forget all that is known; which verdict was told, and on what facts, stays recorded."""
    keep(interview, Situation(), now)
    interview.asked, interview.trail = [], []


def note_verdict(interview: Interview, verdict: Verdict, now: datetime) -> None:
    """Record the verdict that is told: by which version of the rules, and on which facts."""
    interview.verdict, interview.version = verdict.kind.value, verdict.version
    interview.told, interview.told_at = dict(interview.situation), now


def situation_of(rules: Rules, interview: Interview, *, ask_again: bool = False) -> Situation:
    """Return what is known; `ask_again` leaves out what the person did not know when they were asked."""
    known = read_situation(rules, interview.situation)
    return replace(known, unsure=frozenset()) if ask_again else known
