"""Who may apply: a situation and the rules of a call, judged; what is not known is neither yes nor no.

`judge`, `next_question` and `what_would_change` are pure: the same facts and rules give the same, at any time.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from .call import Call
from .date_expression import PARIS
from .question import LONGEST
from .ruling.answering import answer
from .ruling.asking import open_questions
from .ruling.extracting import extract
from .ruling.rule import Condition, Outcome, Rules
from .ruling.situation import Days, Situation
from .ruling.weighing import SEVERITY, weigh
from .verdict import Change, Reason, Verdict, VerdictKind

KINDS = {
    Outcome.MET: VerdictKind.ELIGIBLE,
    Outcome.OPEN: VerdictKind.ELIGIBLE_IF,
    Outcome.PERSON: VerdictKind.PERSON,
    Outcome.NOT_MET: VerdictKind.NOT_ELIGIBLE,
    Outcome.HANDED: VerdictKind.PERSON,
}
"""The verdict by the gravest outcome of all conditions that count."""


def period_of(call: Call, rules: Rules) -> Days:
    """Return the first and the last day on which one can start, as the call names them."""
    milestone = call.milestones[rules.milestone]
    return Days(milestone.start.date(), milestone.last_day)


def judge(call: Call, rules: Rules, situation: Situation) -> Verdict:
    """Judge a situation by all conditions that count for it; the gravest outcome decides, and every reason is given.

    `rules` are the call's, as the office has ruled what they leave open.
    """
    period = period_of(call, rules)
    counting = [one for one in rules.conditions.values() if one.counts(situation.values)]
    reasons = tuple(_reason(call, rules, condition, situation) for condition in counting)
    gravest = max((reason.outcome for reason in reasons), key=SEVERITY.__getitem__, default=Outcome.MET)
    return Verdict(
        KINDS[gravest],
        reasons,
        open_questions(rules, situation),
        period.first,
        period.last,
        f"{rules.version}/{call.source.version}",
        _start(reasons, period),
    )


def extract_facts(call: Call, rules: Rules, text: str, now: datetime) -> Situation:
    """Take the facts that the beginning of a text plainly says of its writer, as of `now` (aware)."""
    return extract(rules, text[:LONGEST], now.astimezone(PARIS).date(), period_of(call, rules))


def read_answer(
    call: Call, rules: Rules, situation: Situation, fact: str, text: str, now: datetime
) -> Situation | None:
    """Take a text as the answer to the question on a fact, as of `now` (aware); None where it is none."""
    return answer(rules, situation, fact, text[:LONGEST], now.astimezone(PARIS).date(), period_of(call, rules))


def next_question(rules: Rules, situation: Situation) -> str | None:
    """Name the fact to ask next: of those that can still change the verdict, the likeliest to settle it."""
    return next(iter(open_questions(rules, situation)), None)


def what_would_change(rules: Rules, situation: Situation) -> tuple[Change, ...]:
    """List the smallest changes of facts that would make each condition that decides the verdict less grave.

    All conditions named must change for the verdict to turn; of one condition, any one of its changes does it.
    """
    outcomes = {
        name: weigh(rules, condition, situation.values)[0]
        for name, condition in rules.conditions.items()
        if condition.counts(situation.values)
    }
    gravest = max(outcomes.values(), key=SEVERITY.__getitem__, default=Outcome.MET)
    if gravest is Outcome.MET:
        return ()
    deciding = [rules.conditions[name] for name, outcome in outcomes.items() if outcome is gravest]
    return tuple(change for condition in deciding for change in _smallest(rules, condition, situation, gravest))


def _reason(call: Call, rules: Rules, condition: Condition, situation: Situation) -> Reason:
    outcome, row = weigh(rules, condition, situation.values)
    names = (row.passages if row else ()) or condition.passages
    notice = next((one for one in call.notices if row and one.name == row.notice), None)
    return Reason(
        condition, outcome, row, tuple(call.cite(name) for name in names), notice, _days(rules, condition, situation)
    )


def _days(rules: Rules, condition: Condition, situation: Situation) -> Days | None:
    named = (fact for fact in condition.facts if rules.facts[fact].dated)
    return next((situation.days[fact] for fact in named if fact in situation.days), None)


def _start(reasons: tuple[Reason, ...], period: Days) -> Days | None:
    """Narrow the days of the start to those after the last day that is named for what is still to come."""
    late = [reason.days.day for reason in reasons if reason.outcome is Outcome.OPEN and reason.days]
    named = [day for day in late if day and period.first < day <= period.last]
    return Days(max(named), period.last) if named else None


def _smallest(rules: Rules, condition: Condition, situation: Situation, gravest: Outcome) -> Iterator[Change]:
    """Find the changes of a condition's facts, as few as will do, with a less grave outcome."""
    found: dict[tuple[tuple[str, str], ...], Outcome] = {}
    for values in rules.completions(condition, {}):
        outcome = Outcome.MET if condition.spares(values) else weigh(rules, condition, values)[0]
        if SEVERITY[outcome] < SEVERITY[gravest]:
            found[tuple(_changed(rules, values, situation))] = outcome
    least = min((len(changed) for changed in found), default=0)
    yield from (Change(condition.name, dict(c), outcome) for c, outcome in found.items() if len(c) == least)


def _changed(rules: Rules, values: Mapping[str, str], situation: Situation) -> Iterator[tuple[str, str]]:
    """Go through the values that differ from a situation's, of facts that are a question then."""
    for fact, value in values.items():
        if value != situation.value(fact) and rules.facts[fact].follows(values):
            yield fact, value
