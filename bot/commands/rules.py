"""`guichet rules prove`, `check` and `mutate`: whether a call's rules on who may apply can be relied on."""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import TextIO

from ...knowledge.call import Call
from ...knowledge.eligibility import KINDS
from ...knowledge.errors import BadFolder
from ...knowledge.folder import find_folder, load_call
from ...knowledge.ruling.case import Extract, check_cases
from ...knowledge.ruling.case_reading import FILE, read_cases
from ...knowledge.ruling.extracting import extract
from ...knowledge.ruling.mutation import try_mutants
from ...knowledge.ruling.proof import Proof, prove
from ...knowledge.ruling.rule import Outcome, Rules
from ...knowledge.ruling.soundness import Check
from ...knowledge.ruling.tree import Interviews, hangs
from ...knowledge.ruling.weighing import SEVERITY
from ..settings import Settings

_MOST_ABOVE_BEST = 1
"""How many questions more than the best there can be an interview may take, at the worst and on average."""
_GOOD = {SEVERITY[Outcome.MET], SEVERITY[Outcome.OPEN]}


def prove_rules(settings: Settings, slug: str | None, out: TextIO) -> int:
    """Go through every situation and every interview; print the counts and each fault."""
    began = perf_counter()
    path, call, rules = _load(settings, slug)
    proof = prove(call, rules)
    out.write(f"{path}\n\n" + "\n".join(_describe(proof)) + "\n")
    out.write(f"  what the office can rule: {', '.join(rules.to_rule)}\n")
    interviews = None if proof.count(Check.DEFINED) else Interviews(rules)
    if interviews:
        out.write("\n" + "\n".join(_describe_interviews(interviews, rules)) + "\n")
    holds = not proof.faults and interviews is not None and _is_short(interviews)
    out.write(f"\n{'It holds' if holds else 'It does not hold'} ({perf_counter() - began:.1f} s).\n")
    return 0 if holds else 1


def check_rules(settings: Settings, slug: str | None, out: TextIO, read: Extract = extract) -> int:
    """Hold the cases against the rules; print each that comes to something else, and in what."""
    path, call, rules = _load(settings, slug)
    file = read_cases(path.with_name(FILE), call, rules)
    differing = list(check_cases(call, rules, file, read))
    out.write("".join(f"{line}\n" for line in differing))
    told = f"{len(file.cases)} cases and {len(file.said)} that begin with what people write"
    out.write(f"{told}: {len(differing)} come to something else.\n" if differing else f"{told}: all hold.\n")
    return 1 if differing else 0


def mutate_rules(settings: Settings, slug: str | None, out: TextIO) -> int:
    """Change the rules in one place at a time; print what neither the proof nor a case notices."""
    path, call, rules = _load(settings, slug)
    file = read_cases(path.with_name(FILE), call, rules)
    if prove(call, rules).faults or any(check_cases(call, rules, file)):
        out.write("The rules do not hold as they are: see `guichet rules prove` and `guichet rules check` first.\n")
        return 1
    trials = list(try_mutants(call, rules, file))
    survivors = [trial for trial in trials if trial.survived]
    proved, noticed = sum(bool(one.by_proof) for one in trials), sum(bool(one.by_case) for one in trials)
    out.write("".join(f"not noticed: {trial.told}\n" for trial in survivors))
    share = (len(trials) - len(survivors)) / max(len(trials), 1)
    out.write(f"{len(trials)} changes, {share:.1%} noticed: {proved} by the proof, {noticed} by a case.\n")
    return 1 if survivors else 0


def _load(settings: Settings, slug: str | None) -> tuple[Path, Call, Rules]:
    """Load a call by its slug or its folder, the one that is served where none is named."""
    name = slug or settings.call
    is_path = slug is not None and ("/" in slug or Path(slug).is_dir())
    folder = Path(name) if is_path else find_folder(name, own=settings.data / "calls")
    call = load_call(folder)
    if call.rules is None:
        raise BadFolder(folder / "rules.toml", "expected the rules of this call, found no such file")
    return folder / "rules.toml", call, call.rules


def _describe(proof: Proof) -> Iterator[str]:
    yield f"{proof.situations:,} situations, {proof.rows} rows, {proof.rises:,} times one fact better"
    yield f"{proof.rulings} ways to rule what is left open, {proof.sample} situations judged and asked in full"
    verdicts = proof.verdicts or {}
    yield "  " + ", ".join(f"{kind} {verdicts.get(kind, 0):,}" for kind in dict.fromkeys(KINDS.values()))
    for check in Check:
        count = proof.count(check)
        yield f"  {check + ':':38} {f'{count} faults' if count else 'holds'}"
    yield from (f"  - {fault.told}" for fault in proof.faults)


def _describe_interviews(interviews: Interviews, rules: Rules) -> Iterator[str]:
    yield f"{'questions':38} {'most':>5} {'mean':>6}"
    for name, length in (
        ("as they are asked", interviews.measure(interviews.held)),
        ("the best there can be", interviews.best()),
        ("in the file's order, while they matter", interviews.measure(interviews.in_order)),
        ("in the file's order, all of them", interviews.measure(interviews.all_in_order)),
    ):
        yield f"{name:38} {length.worst:5} {length.mean:6.2f}"
    for fact in hangs(rules):
        ends = interviews.ends(interviews.held, fact)
        good = {
            answer: max((n for (a, s), n in ends.items() if a == answer and s in _GOOD), default=0)
            for answer, _ in ends
        }
        told = ", ".join(f"{answer} {most}" for answer, most in good.items() if answer and most)
        yield f"most questions to who is eligible, or eligible if, by {fact}: {told}; to anybody: {max(ends.values())}"


def _is_short(interviews: Interviews) -> bool:
    held, best = interviews.measure(interviews.held), interviews.best()
    return max(held.worst - best.worst, held.mean - best.mean) <= _MOST_ABOVE_BEST
