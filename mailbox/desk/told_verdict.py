"""Verdicts that were told by other rules, or of another call's text, and that would be another one now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...knowledge.call import Call
from ...knowledge.eligibility import judge
from ...knowledge.ruling.rule import Rules
from ...knowledge.ruling.situation import read_situation
from ...knowledge.verdict import Verdict, VerdictKind
from ..records.models import Interview


@dataclass(frozen=True)
class ToldOtherwise:
    """A verdict that a thread's person was told last, when (aware), and the one that its facts have now."""

    thread: int
    told_at: datetime
    was: VerdictKind
    now: VerdictKind


def judge_told(call: Call, rules: Rules, interview: Interview) -> Verdict | None:
    """Judge by these rules the facts on which a person was told a verdict; None where they were told none."""
    return judge(call, rules, read_situation(rules, interview.told)) if interview.told is not None else None


def find_told_otherwise(session: Session, call: Call, rules: Rules) -> Iterator[ToldOtherwise]:
    """Find the threads whose person was told another verdict than these rules give, the first told first.

    What they were told is judged on the facts that it was told on; what they said since is in the interview.
    """
    query = select(Interview).where(Interview.call == call.slug, Interview.verdict.is_not(None))
    for interview in session.scalars(query.order_by(Interview.told_at, Interview.id)):
        verdict = judge_told(call, rules, interview)
        if verdict is None or interview.told_at is None:
            continue
        if interview.version != verdict.version and interview.verdict != verdict.kind.value:
            was = VerdictKind(str(interview.verdict))
            yield ToldOtherwise(interview.thread_id, interview.told_at, was, verdict.kind)
