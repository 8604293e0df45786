"""`guichet ask`: what would be answered. Never writes."""

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TextIO

from ...knowledge.assistant import Assistant, Channel, Context
from ...knowledge.call import Call
from ...knowledge.conclusion import (
    Answer,
    Clarify,
    Conclusion,
    Contradiction,
    Decision,
    EligibilityWanted,
    Gap,
    Settled,
)
from ...knowledge.date_expression import PARIS
from ...knowledge.language import tell_language
from ...mailbox.delivery.preview import department_of, preview
from ...mailbox.delivery.wording import Manner
from ..clock import Clock
from ..settings import Settings
from .in_force import load_in_force

AS_OF = datetime(2026, 2, 1, 9, tzinfo=PARIS)
"""The moment a line of `--jsonl` without `now` is read as of."""


class BadLine(ValueError):
    """A line is not what `--jsonl` reads; the message says what was expected and found."""


@dataclass
class Asking:
    """Answers inquiries to one call; lines of one thread follow each other."""

    call: Call
    objects: dict[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        self.assistant = Assistant(self.call)

    def one(self, text: str, now: datetime) -> str:
        """Return the reply to one question asked in a chat, as plain text."""
        return self._consider(text, "", Channel.CHAT, now, None)[1]

    def lines(self, lines: Iterable[str], out: TextIO) -> int:
        """Answer one JSON object a line on `out`; return 1 if a line could not be read, which is said in its place."""
        status = 0
        for line in lines:
            if not line.strip():
                continue
            row: dict[str, Any] = {}
            try:
                row = read_line(line)
                answer = self._answer_line(row)
            except BadLine as error:
                answer, status = {"id": row.get("id"), "error": str(error)}, 1
            written = json.dumps(answer, ensure_ascii=False)
            out.write(written.encode("utf-8", "replace").decode() + "\n")
        return status

    def _answer_line(self, row: dict[str, Any]) -> dict[str, Any]:
        text, subject = read_text(row, "text"), read_text(row, "subject", "")
        channel, now, thread = read_channel(row), _now(row), row.get("thread")
        conclusions, reply = self._consider(text, subject, channel, now, str(thread) if thread is not None else None)
        parts = [describe(self.call, conclusion) for conclusion in conclusions]
        return {"id": row.get("id"), "parts": parts, "reply": reply}

    def _consider(
        self, text: str, subject: str, channel: Channel, now: datetime, thread: str | None
    ) -> tuple[tuple[Conclusion, ...], str]:
        last = self.objects.get(thread) if thread else None
        language = tell_language(text)
        context = Context(now=now, channel=channel, language=language.value if language else None, last_object=last)
        conclusions = self.assistant.consider(text, context, subject)
        told = [conclusion for conclusion in conclusions if isinstance(conclusion, Settled)]
        if thread and told:
            self.objects[thread] = str(told[-1].pair)
        manner = Manner("en" if language and language.value == "en" else "fr", now, mail=channel is Channel.MAIL)
        return conclusions, preview(self.call, conclusions, manner, self.call.title).text


def describe(call: Call, conclusion: Conclusion) -> dict[str, Any]:
    """Turn a conclusion into what other programs read."""
    pair = conclusion.pair if isinstance(conclusion, Settled) else None
    citations = ()
    match conclusion:
        case Answer() | Contradiction():
            citations = conclusion.citations
        case Decision():
            citations = (conclusion.entry.citation,)
        case Gap() | EligibilityWanted():
            citations = conclusion.nearest
        case _:
            pass
    return {
        "question": conclusion.question,
        "outcome": conclusion.outcome.value,
        "object": pair.object if pair else None,
        "property": pair.property if pair else None,
        "citations": [{"source": c.source.name, "text": c.text, "start": c.start, "end": c.end} for c in citations],
        "choices": [str(choice) for choice in conclusion.choices] if isinstance(conclusion, Clarify) else [],
        "department": department_of(call, conclusion),
        "confidence": round(conclusion.confidence, 3),
    }


def read_line(line: str) -> dict[str, Any]:
    """Read a line as a JSON object with an `id`; raises `BadLine`. A byte order mark before it is passed over."""
    try:
        row = json.loads(line.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise BadLine(f"expected one JSON object a line, found {line.strip()[:60]!r} ({error})") from None
    if not isinstance(row, dict) or "id" not in row:
        raise BadLine(f"expected a JSON object with `id` and `text`, found {line.strip()[:60]!r}")
    return row  # pyright: ignore[reportUnknownVariableType]


def read_text(row: dict[str, Any], name: str, default: str | None = None) -> str:
    """Read a text of a line; raises `BadLine`."""
    found = row.get(name, default)
    if not isinstance(found, str):
        raise BadLine(f"expected `{name}` to be a text, found {found!r}")
    return found


def read_channel(row: dict[str, Any]) -> Channel:
    """Read the channel of a line, a chat where none is told; raises `BadLine`."""
    try:
        return Channel(row.get("channel", "chat"))
    except ValueError:
        raise BadLine(f"expected `channel` to be chat or email, found {row['channel']!r}") from None


def _now(row: dict[str, Any]) -> datetime:
    found = row.get("now")
    if found is None:
        return AS_OF
    try:
        moment = datetime.fromisoformat(found)
    except (TypeError, ValueError):
        raise BadLine(f"expected `now` like 2026-02-10T09:00, found {found!r}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=PARIS)


def ask(settings: Settings, question: str | None, *, jsonl: bool, lines: Iterable[str], out: TextIO) -> int:
    """Answer one question as text, or lines of JSON."""
    asking = Asking(load_in_force(settings))
    if jsonl and question:
        print("guichet: expected a question or --jsonl, found both", file=sys.stderr)
        return 2
    if jsonl:
        return asking.lines(lines, out)
    if not question:
        print('guichet: expected a question, as in: guichet ask "date limite ?" (or --jsonl)', file=sys.stderr)
        return 2
    out.write(asking.one(question, Clock(settings.now).now()) + "\n")
    return 0
