"""The verdict that a person was told last, and whether it holds still."""

from dataclasses import dataclass
from datetime import datetime

from ...knowledge.call import Call
from ...knowledge.ruling.rule import Rules
from ...knowledge.ruling.situation import Situation, read_situation
from ...knowledge.verdict import VerdictKind
from ..delivery.verdict_wording import name_kind
from ..desk.told_verdict import judge_told
from ..records.models import Interview
from .translation import language


@dataclass(frozen=True)
class ToldVerdict:
    """The name of what was told and when (aware); `now` names what the same facts come to by the rules of today.

    `rules_moved` tells whether the rules or the call are others since, `facts_moved` whether other facts are known.
    """

    name: str
    at: datetime
    now: str
    rules_moved: bool
    facts_moved: bool


def read_told_verdict(
    call: Call, rules: Rules, interview: Interview, situation: Situation, version: str
) -> ToldVerdict | None:
    """Read what the person of an interview was told last; `situation` and `version` are what holds at present."""
    anew = judge_told(call, rules, interview)
    if interview.verdict is None or interview.told_at is None or interview.told is None or anew is None:
        return None
    told = read_situation(rules, interview.told)
    return ToldVerdict(
        name=name_kind(VerdictKind(interview.verdict), language()),
        at=interview.told_at,
        now=name_kind(anew.kind, language()),
        rules_moved=interview.version != version,
        facts_moved=(told.values, told.days) != (situation.values, situation.days),
    )
