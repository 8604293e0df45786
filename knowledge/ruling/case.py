"""A case: what somebody tells, and what must come of it, condition by condition; held against a call's rules."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..call import Call
from ..eligibility import judge, next_question, period_of
from ..errors import BadFact
from ..verdict import Reason, Verdict, VerdictKind
from .rule import Outcome, Rules
from .situation import Days, Situation, read_facts

Extract = Callable[[Rules, str, date, Days], Situation]
"""Reads what somebody wrote: the rules, the words, the day, and the period of the start."""

_KINDS = {
    VerdictKind.ELIGIBLE: "éligible",
    VerdictKind.ELIGIBLE_IF: "éligible si",
    VerdictKind.PERSON: "une personne décide",
    VerdictKind.NOT_ELIGIBLE: "non éligible en l'état",
}


@dataclass(frozen=True)
class Case:
    """Facts or words, and the verdict that must come of them.

    `because` names the row of each condition that is not met, and may name that of one that is; `open` are the
    conditions of which something is not known. All others must be met. `start` are the days that the start is
    narrowed to, `quotes` the passages that a condition's reason quotes, and `asks` the fact that is asked next.
    """

    name: str
    facts: Mapping[str, Any]
    verdict: VerdictKind
    because: Mapping[str, str] = field(default_factory=dict[str, str])
    open: tuple[str, ...] = ()
    start: Days | None = None
    rulings: Mapping[str, Outcome] = field(default_factory=dict[str, Outcome])
    quotes: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    notice: str = ""
    asks: str = ""
    words: str = ""


@dataclass(frozen=True)
class CaseFile:
    """The cases of a call, those that begin with what people write apart; `today` is the day they write on."""

    cases: tuple[Case, ...]
    said: tuple[Case, ...]
    today: date


def check_case(
    call: Call, rules: Rules, case: Case, extract: Extract | None = None, today: date | None = None
) -> tuple[str, ...]:
    """Tell in words where rules come to something else than a case; nothing where they do not.

    Its words are read too where there is something that reads them, `extract`, and a day to read them on.
    """
    period = period_of(call, rules)
    try:
        situation = read_facts(rules, period, case.facts)
    except BadFact as error:
        return (f"faits : {error}",)
    ruled = rules.ruled(case.rulings)
    differing = list(_compare(call, ruled, case, judge(call, ruled, situation)))
    if case.asks and (asked := next_question(ruled, situation)) != case.asks:
        differing.append(f"question suivante : attendu {case.asks}, trouvé {asked or 'aucune'}")
    if case.words and extract and today:
        differing += _compare_facts(situation, extract(rules, case.words, today, period))
    return tuple(differing)


def check_cases(call: Call, rules: Rules, file: CaseFile, extract: Extract | None = None) -> Iterator[str]:
    """Go through a call's cases and tell of each one that differs, and in what."""
    for case in (*file.cases, *file.said):
        if differing := check_case(call, rules, case, extract, file.today):
            yield f"« {case.name} » : {' ; '.join(differing)}"


def _compare(call: Call, rules: Rules, case: Case, verdict: Verdict) -> Iterator[str]:
    if verdict.kind is not case.verdict:
        yield f"attendu {_KINDS[case.verdict]}, trouvé {_KINDS[verdict.kind]}"
    reasons = {reason.condition.name: reason for reason in verdict.reasons}
    for name, condition in rules.conditions.items():
        expected, found = _expected(case, name), _found(case, reasons.get(name))
        if found != expected:
            yield f"{condition.label['fr']} : attendu {expected}, trouvé {found}"
    if verdict.start != case.start:
        yield f"prise de fonction : attendu {_days(case.start)}, trouvé {_days(verdict.start)}"
    notices = [reason.notice.name for reason in verdict.reasons if reason.notice]
    if notices != ([case.notice] if case.notice else []):
        yield f"avis : attendu {case.notice or 'aucun'}, trouvé {', '.join(notices) or 'aucun'}"
    for name, quoted in case.quotes.items():
        cited = tuple(call.passage_at(one) or "?" for one in reasons[name].citations) if name in reasons else ()
        if cited != quoted:
            label = rules.conditions[name].label["fr"] if name in rules.conditions else name
            yield f"{label}, passages cités : attendu {', '.join(quoted)}, trouvé {', '.join(cited) or 'aucun'}"


def _expected(case: Case, name: str) -> str:
    return case.because.get(name, "rien de connu" if name in case.open else "remplie")


def _found(case: Case, reason: Reason | None) -> str:
    """Say what became of a condition, by its row where it is not met or where the case names one."""
    if reason is None:
        return "remplie"
    if reason.row is None:
        return "remplie" if reason.outcome is Outcome.MET else "rien de connu"
    is_named = reason.condition.name in case.because
    return reason.row.name if is_named or reason.outcome is not Outcome.MET else "remplie"


def _compare_facts(expected: Situation, found: Situation) -> Iterator[str]:
    for fact in dict.fromkeys((*expected.values, *found.values)):
        if expected.value(fact) != found.value(fact):
            yield f"fait {fact} : attendu {expected.value(fact)}, lu {found.value(fact)}"
    for fact in dict.fromkeys((*expected.days, *found.days)):
        if expected.days.get(fact) != found.days.get(fact):
            yield f"jour de {fact} : attendu {_days(expected.days.get(fact))}, lu {_days(found.days.get(fact))}"


def _days(days: Days | None) -> str:
    if days is None:
        return "sans précision"
    return f"{days.first}" if days.day else f"{days.first} – {days.last}"
