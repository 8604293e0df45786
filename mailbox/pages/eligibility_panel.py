"""What is known of whether a thread's person may apply, as the ticket's page shows it beside the answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from ...knowledge.call import Call, Citation
from ...knowledge.eligibility import judge, what_would_change
from ...knowledge.markup import plain, render
from ...knowledge.notice import Notice
from ...knowledge.ruling.rule import Outcome, Rules
from ...knowledge.ruling.situation import Days, Situation
from ...knowledge.verdict import Change, Verdict, VerdictKind
from ..delivery.dates import write_date
from ..delivery.phrases import say
from ..delivery.verdict_wording import fill, name_verdict, say_known, say_why
from ..delivery.wording import Manner
from ..desk.examining import look_up, spell_verdict_out
from ..desk.interview import rules_of
from ..desk.office import Office
from ..desk.thread import MAIL
from ..records.models import Thread
from .advice import Passage
from .correspondence import Correspondence
from .eligibility_fields import FieldGroup, group_fields
from .told_verdict import ToldVerdict, read_told_verdict
from .translation import language


@dataclass(frozen=True)
class Beside:
    """What another official page says, summed up in our words."""

    lead: str
    words: str
    url: str


@dataclass(frozen=True)
class Judged:
    """What becomes of a condition; `said` is what is known of its facts, `passages` those that it rests on.

    A passage that stands under an earlier condition has no words here. `known` is false while a fact is missing.
    """

    label: str
    outcome: Outcome
    known: bool
    why: str
    said: str
    passages: tuple[Passage, ...]
    beside: Beside | None


@dataclass(frozen=True)
class Turn:
    """What would turn one condition, each of its ways by itself, with the outcome it would come to."""

    label: str
    ways: tuple[tuple[str, Outcome], ...]


@dataclass(frozen=True)
class Panel:
    """The verdict on a person and all that it rests on; `verdict` is its name, empty where nothing is known of them.

    `start` are the first and last day of a start, `words` what they would be told, `mark` what was known here.
    """

    verdict: str
    begun: bool
    judged: tuple[Judged, ...]
    turns: tuple[Turn, ...]
    questions: tuple[str, ...]
    start: tuple[str, str] | None
    told: ToldVerdict | None
    groups: tuple[FieldGroup, ...]
    mark: str
    words: str


def read_panel(
    session: Session, call: Call, office: Office, correspondence: Correspondence | None, now: datetime
) -> Panel | None:
    """Read the panel of a thread; none where there is no thread, or its call has no rules. Never writes."""
    rules = rules_of(call, office)
    thread = session.get(Thread, correspondence.number) if correspondence else None
    if rules is None or correspondence is None or thread is None:
        return None
    known = look_up(session, call, rules, thread)
    situation = known.situation
    verdict = judge(call, rules, situation)
    manner = Manner(correspondence.language, now, mail=correspondence.channel == MAIL)
    return Panel(
        verdict=name_verdict(verdict, language()) if situation.values else "",
        begun=known.interview is not None,
        judged=tuple(_judge(call, rules, situation, verdict)),
        turns=tuple(_turn(call, rules, situation, verdict)),
        questions=tuple(fill(call, rules, rules.facts[fact].ask, language()) for fact in verdict.questions),
        start=_start(verdict),
        told=read_told_verdict(call, rules, known.interview, situation, verdict.version) if known.interview else None,
        groups=group_fields(call, rules, known),
        mark=known.mark,
        words=spell_verdict_out(call, rules, situation, manner) if situation.values else "",
    )


def _judge(call: Call, rules: Rules, situation: Situation, verdict: Verdict) -> Iterator[Judged]:
    shown = set[Citation]()
    for reason in verdict.reasons:
        yield Judged(
            label=fill(call, rules, reason.condition.label, language()),
            outcome=reason.outcome,
            known=reason.row is not None,
            why=say_why(call, rules, reason, language()),
            said=say_known(call, rules, situation, reason, language()),
            passages=tuple(_passage(call, citation, anew=citation not in shown) for citation in reason.citations),
            beside=_beside(reason.notice) if reason.notice else None,
        )
        shown |= set(reason.citations)


def _passage(call: Call, citation: Citation, *, anew: bool) -> Passage:
    spans = render(citation.text) if anew else ()
    return Passage(spans, plain(citation.text), call.passage_at(citation) or "")


def _beside(notice: Notice) -> Beside:
    lead = say("contradiction.notice", language(), title=notice.title, seen=notice.seen)
    return Beside(lead, notice.words.get(language(), notice.words["fr"]), notice.url)


def _turn(call: Call, rules: Rules, situation: Situation, verdict: Verdict) -> Iterator[Turn]:
    """Say what would turn each condition that decides; of one that is not known yet, its question says enough."""
    changes = what_would_change(rules, situation)
    for reason in (one for one in verdict.reasons if one.row):
        found = [change for change in changes if change.condition == reason.condition.name]
        ways = tuple((_say_change(call, rules, change), change.outcome) for change in found)
        if ways:
            yield Turn(fill(call, rules, reason.condition.label, language()), ways)


def _say_change(call: Call, rules: Rules, change: Change) -> str:
    values = (rules.facts[fact].values[value] for fact, value in change.facts.items())
    return " + ".join(fill(call, rules, value.label, language()) for value in values)


def _start(verdict: Verdict) -> tuple[str, str] | None:
    if verdict.kind is VerdictKind.NOT_ELIGIBLE:
        return None
    days = verdict.start or Days(verdict.first, verdict.last)
    return write_date(days.first, language()), write_date(days.last, language())
