"""How the call is quoted to a person: the passage, its translation where needed, its source, what is past of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from ...knowledge.call import Call, Citation
from ...knowledge.date_expression import Precision
from ...knowledge.markup import Span, plain, render
from ...knowledge.milestone import Milestone
from .body import Block, BlockKind, note, text
from .dates import write_day
from .phrases import capital, name_milestone, say

OPENING, DEADLINE, OVER = "opening", "deadline", "over"


def quote(call: Call, citations: Sequence[Citation], now: datetime, language: str) -> list[Block]:
    """Show passages of the call, each with its marked translation for a reader of English, then their source.

    Then what a reader must know of their dates: what is our reading, and what is past at `now` (aware).
    """
    blocks = quote_words(call, citations, language)
    if citations:
        blocks.append(name_source(call, language))
    return blocks + _notices(call, citations, now, language)


def quote_words(call: Call, citations: Iterable[Citation], language: str) -> list[Block]:
    """Show passages of the call and nothing else, each with its marked translation for a reader of English."""
    blocks: list[Block] = []
    for citation in citations:
        blocks.append(Block(BlockKind.QUOTE, render(citation.text)))
        translation = call.translations.get(call.passage_at(citation) or "")
        if language == "en" and translation:
            blocks.append(note(say("answer.translation", language, text=plain(translation))))
    return blocks


def quote_dates(call: Call, now: datetime, language: str) -> list[Block]:
    """Show every milestone of the call in its own words, marked where it is past at `now` (aware)."""
    blocks: list[Block] = []
    for name, milestone in call.milestones.items():
        past = f" ({say('dates.past', language)})" if milestone.is_past(now) else ""
        label = capital(name_milestone(name, language)) + past
        blocks.append(Block(BlockKind.TEXT, (Span(label, bold=True),)))
        blocks.append(Block(BlockKind.QUOTE, render(call.cite(milestone.passage).text)))
        if language == "en" and (translation := call.translations.get(milestone.passage)):
            blocks.append(note(say("answer.translation", language, text=plain(translation))))
    return [*blocks, name_source(call, language)]


def name_source(call: Call, language: str) -> Block:
    """Name the call as the source of what is quoted, with its address."""
    known = "answer.source" if language == call.language else "answer.source_foreign"
    words = say(known, language, title=call.title)
    where = (Span(" – "), Span(call.url, link=call.url)) if call.url else ()
    return Block(BlockKind.SOURCE, (Span(words), *where))


def _notices(call: Call, citations: Iterable[Citation], now: datetime, language: str) -> list[Block]:
    passages = {call.passage_at(citation) for citation in citations}
    quoted = {name: milestone for name, milestone in call.milestones.items() if milestone.passage in passages}
    past = _past(call, quoted, now)
    coming = [milestone for milestone in quoted.values() if not milestone.is_past(now)]
    today = write_day(now, language)
    notices = [text(words) for words in dict.fromkeys(_say_past(name, today, language) for name in past)]
    if any(milestone.has_begun(now) and milestone.precision is not Precision.DAY for milestone in coming):
        notices.append(text(say("answer.begun", language, today=today)))
    if any("zone" in milestone.reading for milestone in coming):
        notices.append(note(say("answer.zone", language)))
    if any("before" in milestone.reading for milestone in quoted.values()):
        notices.append(note(say("answer.before", language)))
    if any("year" in milestone.reading for milestone in quoted.values()):
        notices.append(note(say("answer.year", language, year=call.year)))
    return notices


def _past(call: Call, quoted: Mapping[str, Milestone], now: datetime) -> list[str]:
    """Name what is over; whoever is told of the opening is told that the deadline, which closes it, has passed."""
    if call.is_over(now):
        return [OVER]
    closed = OPENING in quoted and DEADLINE in call.milestones and call.milestones[DEADLINE].is_past(now)
    past = [name for name, milestone in quoted.items() if milestone.is_past(now)]
    return [name for name in past if name != OPENING] + [DEADLINE] if closed else past


def _say_past(name: str, today: str, language: str) -> str:
    keys = {OPENING: "answer.past_opening", DEADLINE: "answer.past_deadline", OVER: "answer.over"}
    return say(keys.get(name, "answer.past"), language, today=today)
