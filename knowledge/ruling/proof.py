"""The proof of a call's rules: every situation that there can be, as the call stands and as the office may rule it."""

import random
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from ..call import Call
from ..eligibility import KINDS, judge, next_question
from ..verdict import VerdictKind
from .grouping import group
from .rule import UNKNOWN, Outcome, Rules
from .scales import Scales
from .situation import Situation
from .soundness import Check, Fault, check_rows, describe
from .tree import Interviews
from .weighing import SEVERITY

SEED, SAMPLE = 2026, 500
_KIND_OF = {SEVERITY[outcome]: kind for outcome, kind in KINDS.items()}


@dataclass(frozen=True)
class Proof:
    """What was gone through, and the faults that were found; it holds where there is none.

    `rises` counts the pairs of situations of which one is better by one step; `rulings` the ways in which the office
    may rule; `sample` the situations that were judged in full besides.
    """

    faults: tuple[Fault, ...]
    rows: int
    situations: int = 0
    rises: int = 0
    verdicts: Mapping[VerdictKind, int] | None = None
    rulings: int = 0
    sample: int = 0

    def count(self, check: Check) -> int:
        """Count the faults of one kind."""
        return sum(fault.check is check for fault in self.faults)


def prove(call: Call, rules: Rules, seed: int = SEED) -> Proof:
    """Go through every situation, and hold some that `seed` draws against `judge` and `next_question` themselves."""
    rows = sum(1 for _ in rules.rows())
    faults = list(check_rules(call, rules))
    if any(fault.check is Check.DEFINED for fault in faults):
        return Proof(tuple(faults), rows)
    rulings = list_rulings(rules)
    scales = [Scales(rules, one) for one in group(rules)]
    faults += [*_check_rulings(call, rules, rulings, faults), *check_interview(rules)]
    faults += _check_sample(call, rules, scales, seed)
    counted = Counter(map(max, product(*(one.severities for one in scales))))
    return Proof(
        tuple(faults),
        rows,
        situations=counted.total(),
        rises=sum(len(one.rises) * prod(len(other.cells) for other in _others(scales, one)) for one in scales),
        verdicts={kind: sum(counted[n] for n in counted if _KIND_OF[n] is kind) for kind in VerdictKind},
        rulings=len(rulings),
        sample=SAMPLE,
    )


def check_rules(call: Call, rules: Rules) -> Iterator[Fault]:
    """Find what is wrong in the cells of each group, whatever the others come to.

    The verdict being the gravest outcome of all, what makes no group graver makes no verdict graver.
    """
    faults = list(check_rows(call, rules))
    yield from faults
    if not any(fault.check is Check.DEFINED for fault in faults):
        for one in group(rules):
            yield from Scales(rules, one).check()


def check_interview(rules: Rules) -> Iterator[Fault]:
    """Find facts that can be asked and that no interview ever comes to."""
    interviews = Interviews(rules)
    asked = interviews.asked(interviews.held)
    for fact in rules.facts.values():
        if fact.asked and fact.name not in asked:
            yield Fault(Check.ASKED, f"fact {fact.name} can be asked, and no interview comes to it")


def list_rulings(rules: Rules) -> tuple[dict[str, Outcome], ...]:
    """List how the office may rule: each row that it can, alone and all together, met and not met."""
    alone = [{name: outcome} for name in rules.to_rule for outcome in (Outcome.MET, Outcome.NOT_MET)]
    together = [dict.fromkeys(rules.to_rule, outcome) for outcome in (Outcome.MET, Outcome.NOT_MET)]
    return tuple(alone + together) if rules.to_rule else ()


def _check_rulings(
    call: Call, rules: Rules, rulings: Sequence[Mapping[str, Outcome]], known: Collection[Fault]
) -> Iterator[Fault]:
    """Find what a ruling makes wrong that is not `known` to be wrong without it."""
    for ruling in rulings:
        for fault in check_rules(call, rules.ruled(ruling)):
            if fault not in known:
                yield Fault(fault.check, f"ruled {describe(ruling)}: {fault.told}")


def _check_sample(call: Call, rules: Rules, scales: Sequence[Scales], seed: int) -> Iterator[Fault]:
    draw = random.Random(seed)  # noqa: S311 (a sample, the same each time)
    for _ in range(SAMPLE):
        numbers = [draw.randrange(len(one.cells)) for one in scales]
        yield from _check_one(call, rules, scales, numbers)


def _check_one(call: Call, rules: Rules, scales: Sequence[Scales], numbers: Sequence[int]) -> Iterator[Fault]:
    values = {fact: value for one, at in zip(scales, numbers, strict=True) for fact, value in one.cells[at].items()}
    situation = Situation({fact: value for fact, value in values.items() if value != UNKNOWN})
    verdict = judge(call, rules, situation)
    outcomes = {reason.condition.name: reason.outcome for reason in verdict.reasons}
    weighed = {name: out for one, at in zip(scales, numbers, strict=True) for name, out in one.outcomes[at].items()}
    kind = _KIND_OF[max((one.severities[at] for one, at in zip(scales, numbers, strict=True)), default=0)]
    if verdict.kind is not kind or outcomes != weighed:
        yield Fault(Check.AGREED, f"judged {verdict.kind}, weighed {kind}: {describe(situation.values)}")
    reach = [one.reach[at] for one, at in zip(scales, numbers, strict=True)]
    settled = max(map(max, reach), default=0) == max(map(min, reach), default=0)
    asked = next_question(rules, situation)
    if settled is not (asked is None) or (asked and values.get(asked) != UNKNOWN):
        told = "nothing can change the verdict" if settled else "answers can change the verdict"
        yield Fault(Check.AGREED, f"{told}, and {asked or 'nothing'} is asked: {describe(situation.values)}")


def _others(scales: Sequence[Scales], one: Scales) -> list[Scales]:
    return [other for other in scales if other is not one]
