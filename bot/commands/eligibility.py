"""`guichet eligibility`: facts in, the verdict with its reasons out. Never writes."""

import json
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TextIO

from ...knowledge.call import Call
from ...knowledge.eligibility import extract_facts, judge, period_of, what_would_change
from ...knowledge.errors import BadFact
from ...knowledge.ruling.rule import Outcome, Rules
from ...knowledge.ruling.situation import Situation, read_facts
from ...knowledge.verdict import Reason, Verdict
from ...mailbox.delivery.preview import say_so_far
from ...mailbox.delivery.verdict_wording import fill
from ...mailbox.delivery.wording import Manner
from ..clock import Clock
from ..settings import Settings
from .in_force import load_rules

_WORDS = "words"


def eligibility(settings: Settings, words: str | None, *, as_json: bool, facts: TextIO, out: TextIO) -> int:
    """Judge the facts of a JSON object on `facts`, or what somebody says of themselves; return 2 for bad input."""
    call, rules = load_rules(settings)
    now = Clock(settings.now).now()
    if as_json == bool(words):
        return _refuse("expected facts as JSON on standard input with --json, or what you say of yourself in quotes")
    if words:
        out.write(say_so_far(call, rules, extract_facts(call, rules, words, now), Manner("fr", now)).text + "\n")
        return 0
    try:
        situation = _read(call, rules, facts.read(), now)
    except BadFact as error:
        return _refuse(str(error))
    out.write(json.dumps(describe(call, rules, situation), ensure_ascii=False, indent=2) + "\n")
    return 0


def describe(call: Call, rules: Rules, situation: Situation) -> dict[str, Any]:
    """Turn a verdict into what other programs read; days are written as in ISO 8601, offsets count in `call.md`."""
    verdict = judge(call, rules, situation)
    return {
        "verdict": verdict.kind.value,
        "conditions": [_describe_reason(call, rules, reason) for reason in verdict.reasons],
        "if": [fill(call, rules, reason.condition.wants, "fr") for reason in verdict.of(Outcome.OPEN)],
        "start": _days(verdict),
        "open_questions": [_describe_question(call, rules, fact) for fact in verdict.questions],
        "changes": [
            {"condition": change.condition, "facts": dict(change.facts), "outcome": change.outcome.value}
            for change in what_would_change(rules, situation)
        ],
        "facts": dict(situation.values),
        "version": verdict.version,
    }


def _days(verdict: Verdict) -> list[str]:
    """Return the first and last day on which one could start."""
    days = verdict.start
    return [day.isoformat() for day in ((days.first, days.last) if days else (verdict.first, verdict.last))]


def _describe_reason(call: Call, rules: Rules, reason: Reason) -> dict[str, Any]:
    row = reason.row
    return {
        "condition": reason.condition.name,
        "outcome": reason.outcome.value,
        "rule": row.name if row else None,
        "reason": fill(call, rules, row.says, "fr") if row else None,
        "ruled_by_the_office": bool(row and row.ruled),
        "days": [reason.days.first.isoformat(), reason.days.last.isoformat()] if reason.days else None,
        "citations": [
            {"source": one.source.name, "text": one.text, "start": one.start, "end": one.end}
            for one in reason.citations
        ],
        "notice": {"title": reason.notice.title, "url": reason.notice.url} if reason.notice else None,
    }


def _describe_question(call: Call, rules: Rules, fact: str) -> dict[str, Any]:
    asked = rules.facts[fact]
    return {
        "fact": fact,
        "question": fill(call, rules, asked.ask, "fr"),
        "why": fill(call, rules, asked.why, "fr"),
        "values": [value.name for value in asked.offered],
    }


def _read(call: Call, rules: Rules, text: str, now: datetime) -> Situation:
    """Read facts, and what `words` beside them say; raises `BadFact`."""
    try:
        table: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadFact("", 'a JSON object such as {"status": "cca", "thesis": "2026-12-10"}', str(error)) from None
    if not isinstance(table, dict):
        raise BadFact("", 'a JSON object such as {"status": "cca", "thesis": "2026-12-10"}', table)
    given: Mapping[str, Any] = {str(name): value for name, value in table.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    words = given.get(_WORDS, "")
    if not isinstance(words, str):
        raise BadFact(_WORDS, "a text", words)
    facts = {name: value for name, value in given.items() if name != _WORDS}
    return extract_facts(call, rules, words, now).merge(rules, read_facts(rules, period_of(call, rules), facts))


def _refuse(trouble: str) -> int:
    print(f"guichet: {trouble}", file=sys.stderr)
    return 2
