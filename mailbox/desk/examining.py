"""Examining a person's case: what is known of them, as staff see and correct it. Nobody is told anything."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from ...knowledge.call import Call
from ...knowledge.date_expression import PARIS
from ...knowledge.eligibility import judge, period_of
from ...knowledge.ruling.rule import UNKNOWN, Rules
from ...knowledge.ruling.situation import Days, Situation, read_days, write_situation
from ..delivery.verdict_wording import say_verdict
from ..delivery.wording import Manner
from ..records.models import Interview, Staff, Thread, TicketState
from .eligibility_errors import BadDay, FactsMoved, NoSuchAnswer
from .errors import TicketClosed, Unreachable
from .interview import find_interview, keep, open_interview, recall, situation_of
from .journal import record
from .spelled_out import spell_out
from .ticket import find_ticket

EXAMINED = "eligibility"
"""The kind of the journal's line for what staff said of a person's case."""


@dataclass(frozen=True)
class Known:
    """What is known of a thread's person, and the interview that holds it, if one was begun."""

    interview: Interview | None
    situation: Situation

    @property
    def mark(self) -> str:
        """Return 16 hex digits that change when what is known, or its interview, does."""
        at = self.interview.updated_at.isoformat() if self.interview else ""
        told = json.dumps([at, write_situation(self.situation)], sort_keys=True)
        return sha256(told.encode()).hexdigest()[:16]

    def day(self, fact: str) -> str:
        """Return the one day on which a fact is to come true, as in ISO 8601; empty where there is none."""
        days = self.situation.days.get(fact)
        return days.day.isoformat() if days and days.day else ""


@dataclass(frozen=True)
class Examination:
    """What staff say of a person: values by a fact's name, days by the name of the fact to come, empty for none.

    What is left out stays as it is. `seen` is the mark of what was known on the page where they said it.
    """

    values: Mapping[str, str]
    days: Mapping[str, str]
    seen: str

    def changes(self, known: Known) -> bool:
        """Tell whether anything is said that is not known so."""
        values = any(value != known.situation.value(fact) for fact, value in self.values.items())
        return values or any(day != known.day(fact) for fact, day in self.days.items())


def look_up(session: Session, call: Call, rules: Rules, thread: Thread) -> Known:
    """Look up what is known of a thread's person: by their interview, or by what they have said. Never writes."""
    interview = find_interview(session, thread)
    known = situation_of(rules, interview) if interview else recall(session, call, rules, thread, None)
    return Known(interview, known)


def spell_verdict_out(call: Call, rules: Rules, situation: Situation, manner: Manner) -> str:
    """Write the verdict on a situation in the words that the person would be told, for staff to put into an answer."""
    verdict = judge(call, rules, situation)
    return "\n\n".join(spell_out(say_verdict(call, rules, situation, verdict, manner).blocks))


def examine(
    session: Session, call: Call, rules: Rules, number: int, staff: Staff, said: Examination, now: datetime
) -> None:
    """Keep what staff say of the person of an open ticket in its thread's interview, which is begun if there is none.

    Raises `UnknownTicket`, `TicketClosed`, `Unreachable`, `FactsMoved`, `NoSuchAnswer`, `BadDay`; nothing is kept then.
    """
    ticket = find_ticket(session, number)
    if ticket.state is TicketState.CLOSED:
        raise TicketClosed(number)
    if ticket.thread is None:
        raise Unreachable(number)
    known = look_up(session, call, rules, ticket.thread)
    if not said.changes(known) and known.interview:
        return  # a second click
    if said.seen != known.mark:
        raise FactsMoved(number)
    situation = _correct(rules, period_of(call, rules), known, said, now.astimezone(PARIS).date())
    keep(known.interview or open_interview(session, call, ticket.thread, now), situation, now)
    record(session, ticket.call, staff.id, EXAMINED, now, ticket.id)


def _correct(rules: Rules, period: Days, known: Known, said: Examination, today: date) -> Situation:
    """Change what is said otherwise than it is known, and nothing else; a day that is given anew wins."""
    situation = known.situation
    for fact in (name for name in rules.facts if name in said.values):
        value, was = said.values[fact], known.situation.value(fact)
        if value not in (was, UNKNOWN) and value not in {one.name for one in rules.facts[fact].offered}:
            raise NoSuchAnswer(value)
        if value != was:
            situation = _settle(rules, situation, fact, value)
    for fact in (name for name, one in rules.facts.items() if one.dated and name in said.days):
        if said.days[fact] != known.day(fact):
            situation = _date(rules, period, situation, fact, said.days[fact], today)
    return situation


def _settle(rules: Rules, situation: Situation, fact: str, value: str) -> Situation:
    """Set a fact; what staff do not know can still be asked of the person."""
    return situation.forget(rules, fact) if value == UNKNOWN else situation.settle(rules, fact, value)


def _date(rules: Rules, period: Days, situation: Situation, fact: str, day: str, today: date) -> Situation:
    """Set the day on which a fact is to come true, or take it back; the part of the year that it is in stays."""
    if not day:
        dated = rules.facts[fact].dated
        where = situation.value(dated)
        gone = situation.forget(rules, dated) if fact in situation.days else situation
        return gone if where == UNKNOWN or gone is situation else gone.settle(rules, dated, where)
    days = read_days(day) if len(day) == len("2026-12-10") else None
    if days is None or days.first < today:
        raise BadDay(day)
    return situation.expect(rules, fact, days, period)
