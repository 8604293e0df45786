"""`guichet eval`: what the assistant is worth on labelled questions, as figures and as a page."""

import sys
from collections.abc import Iterator, Sequence, Set
from html import escape
from pathlib import Path
from typing import Any, TextIO

from ...knowledge.assistant import Assistant, Channel, Context
from ...knowledge.call import Call
from ...knowledge.folder import find_folder, load_call
from ...knowledge.learning.phrasing import load_phrasings
from ...knowledge.learning.scoring import (
    ANSWERABLE,
    KINDS,
    Labelled,
    Scored,
    confusions,
    figures,
    reliability,
    score,
    share,
    wanted_of,
)
from ..settings import Settings
from .ask import AS_OF, BadLine, read_channel, read_line, read_text

_GROUPS = ("language", "channel", "register", "intent")
_MOST_CONFUSED = 15
_FAMILIES = {
    "committee": "selection",
    "criteria": "selection",
    "preselection": "selection",
    "recommendation": "application",
    "motivation_letter": "application",
    "misdirected": "application",
    "cic": "host_lab",
    "supervisor": "host_lab",
    "team_rules": "host_lab",
    "calendar": "start",
    "reminder_off": "wishes",
    "reminder_on": "wishes",
    "question_state": "wishes",
    "thanks": "talk",
    "greeting": "talk",
    "who_are_you": "talk",
    "abuse": "talk",
    "person": "talk",
    "injection": "talk",
    "off_topic": "talk",
    "eligibility": "programme",
    "next_call": "programme",
    "past_call": "programme",
    "other_programme": "programme",
    "residency": "person's own",
    "social_cover": "person's own",
    "settling_in": "person's own",
    "disability": "person's own",
    "own_data": "person's own",
    "people_data": "person's own",
    "research_rules": "doctorate",
}
"""The intents that figures are told apart by, where an object or act has too few phrasings to tell anything."""


def evaluate(settings: Settings, file: Path | None, *, aside: bool, page: Path | None, out: TextIO) -> int:
    """Score a file of labelled questions, or the phrasings kept aside; write the page if one is asked for."""
    if (file is None) != aside:
        print("guichet: expected a file of labelled questions or --aside, one of them", file=sys.stderr)
        return 2
    call = load_call(find_folder(settings.call, own=settings.data / "calls"))
    try:
        questions = list(kept_aside(call) if file is None else _read(file, call))
    except (OSError, UnicodeDecodeError, BadLine) as error:
        told = f"cannot read {file}: {error.strerror}" if isinstance(error, OSError) else error
        print(f"guichet: {told}", file=sys.stderr)
        return 2
    if not questions:
        print(f"guichet: expected labelled questions, one a line; found none in {file}", file=sys.stderr)
        return 2
    assistant = Assistant(call)
    scored = [score(question, _consider(assistant, question), call) for question in questions]
    out.write("\n".join(_lines(scored)) + "\n")
    if page:
        try:
            page.write_text(draw(scored, figures(scored)), encoding="utf-8")
        except OSError as error:
            print(f"guichet: cannot write {page}: {error.strerror}", file=sys.stderr)
            return 2
        out.write(f"\n{page}\n")
    return 0


def _consider(assistant: Assistant, question: Labelled) -> tuple[Any, ...]:
    context = Context(AS_OF, Channel(question.channel))
    return assistant.consider(question.text, context, question.subject)


def kept_aside(call: Call) -> Iterator[Labelled]:
    """Yield the phrasings that nothing is trained on, labelled with what that call makes of them."""
    for n, phrasing in enumerate(load_phrasings()):
        if phrasing.aside:
            kind, gold = wanted_of(phrasing.label, call)
            about = phrasing.label.partition(".")[0]
            groups = {"register": phrasing.register, "intent": _FAMILIES.get(about, about)}
            yield Labelled(str(n), phrasing.text, kind, gold, phrasing.label, groups=groups)


def _read(file: Path, call: Call) -> Iterator[Labelled]:
    known = {phrasing.label for phrasing in load_phrasings()} | {*map(str, (*call.answers, *call.gaps))}
    for number, line in enumerate(file.read_bytes().decode().split("\n"), 1):
        if line.strip():
            try:
                yield _label(read_line(line), call, known)
            except BadLine as error:
                raise BadLine(f"{file}, line {number}: {error}") from None


def _label(row: dict[str, Any], call: Call, known: Set[str]) -> Labelled:
    label, channel = row.get("label"), read_channel(row)
    if label is not None and label not in known:
        raise BadLine(f"expected `label` to be a pair or an act, as in application.until_when; found {label!r}")
    kind, gold = wanted_of(label, call) if label else (row.get("kind"), frozenset[str]())
    if kind not in KINDS:
        raise BadLine(f"expected `kind` to be one of {', '.join(KINDS)}, or a `label`; found {kind!r}")
    named = _gold(row, call) if "gold" in row else gold
    if kind == ANSWERABLE and not named:
        raise BadLine("expected `gold` to name the passages that answer an answerable question, found none")
    groups = {name: str(row[key]) for name, key in _NAMED.items() if row.get(key)}
    text, subject = read_text(row, "text"), read_text(row, "subject", "")
    return Labelled(str(row["id"]), text, kind, named, label, subject, channel.value, groups)


def _gold(row: dict[str, Any], call: Call) -> frozenset[str]:
    named: object = row["gold"]
    if not isinstance(named, list) or not all(isinstance(name, str) for name in named):  # pyright: ignore[reportUnknownVariableType]
        raise BadLine(f"expected `gold` to be a list of passages' names, found {named!r}")
    gold = frozenset[str](named)  # pyright: ignore[reportUnknownArgumentType]
    if unknown := sorted(gold - set(call.passages)):
        raise BadLine(f"expected `gold` to name passages of {call.slug}, found {', '.join(unknown)}")
    return gold


_NAMED = {"language": "lang", "channel": "channel", "register": "register"}


def _lines(scored: Sequence[Scored]) -> Iterator[str]:
    yield from (f"{name:34} {value}" for name, value in figures(scored).items())
    for group in _GROUPS:
        names = sorted({s.question.groups[group] for s in scored if group in s.question.groups})
        if names:
            yield f"\n{group:34} {'correct':18} wrong answers"
        for name in names:
            rows = [s for s in scored if s.question.groups.get(group) == name]
            yield f"  {name:32} {share(s.correct for s in rows):18} {share(s.wrong > 0 for s in rows)}"
    if mixed := confusions(scored)[:_MOST_CONFUSED]:
        yield f"\n{'wanted':34} {'said':30} times"
        yield from (f"  {wanted:32} {said:30} {times}" for wanted, said, times in mixed)
    yield f"\n{'confidence of answers':34} {'right':18} answers"
    yield from (f"  {at:<32.2f} {100 * right:<18.1f} {count}" for at, right, count in reliability(scored))


def draw(scored: Sequence[Scored], told: dict[str, str]) -> str:
    """Draw the reliability curve as a page: how often answers of a confidence are right."""
    points = reliability(scored)
    dots = "".join(
        f'<circle cx="{40 + 320 * at:.0f}" cy="{340 - 300 * right:.0f}" r="{3 + min(12, count**0.5 / 2):.1f}">'
        f"<title>{count} answers of confidence {at:.2f}: {100 * right:.0f} % right</title></circle>"
        for at, right, count in points
    )
    line = " ".join(f"{40 + 320 * at:.0f},{340 - 300 * right:.0f}" for at, right, _ in points)
    rows = "".join(f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in told.items())
    return f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>How far answers can be trusted</title>
<style>body{{font:16px/1.4 system-ui;margin:2rem auto;max-width:46rem;color:#222}}
th{{text-align:left;padding-right:2rem;
font-weight:400}}td{{font-variant-numeric:tabular-nums}}circle{{fill:#1a5fb4}}</style>
<h1>How far answers can be trusted</h1>
<svg viewBox="0 0 400 380" width="600" role="img" aria-label="Share of right answers by confidence">
<path d="M40 40V340H360" fill="none" stroke="#888"/><path d="M40 340L360 40" stroke="#bbb" stroke-dasharray="4"/>
<polyline points="{line}" fill="none" stroke="#1a5fb4" stroke-width="2"/>{dots}
<text x="200" y="372" text-anchor="middle" font-size="13">confidence, 0 to 1</text>
<text x="14" y="190" text-anchor="middle" font-size="13" transform="rotate(-90 14 190)">right, 0 to 100 %</text></svg>
<table>{rows}</table></html>
"""
