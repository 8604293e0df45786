"""A call's text cut for its screen: in blocks, with each passage marked and what rests on it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ...knowledge.call import Call, Passage
from ...knowledge.markup import Span, render
from ..delivery.dates import write_milestone
from ..delivery.phrases import capital, name_milestone
from ..desk.quotations import Quoted
from .topics import name_topic
from .translation import language

_BLANK = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True)
class Piece:
    """A run of the text; `passage` names the one that it is, where it is one."""

    spans: tuple[Span, ...]
    passage: str | None


@dataclass(frozen=True)
class Resting:
    """What rests on a passage.

    `number` counts passages as they stand in the text. `answers` and `nearest` say which pairs it answers or comes
    nearest to; `milestones` which dates are read from it. `apart` holds its words where it overlaps a passage before
    it, so that the text does not mark it.
    """

    number: int
    name: str
    answers: tuple[str, ...]
    nearest: tuple[str, ...]
    milestones: tuple[tuple[str, str], ...]
    quoted: Quoted
    translation: tuple[Span, ...]
    apart: tuple[Span, ...]


@dataclass(frozen=True)
class Block:
    """A part of the text between blank lines that no passage spans; `passages` are those that begin in it."""

    pieces: tuple[Piece, ...]
    passages: tuple[Resting, ...]


def cut_call(call: Call, quoted: Mapping[str, Quoted]) -> tuple[Block, ...]:
    """Cut a call's whole text into blocks; every passage is in one of them."""
    passages = sorted(call.passages.values(), key=lambda passage: (passage.start, -passage.end, passage.name))
    numbers = {passage.name: number for number, passage in enumerate(passages, 1)}
    blocks: list[Block] = []
    for start, end in _cut(call.source.text, passages):
        inside = [passage for passage in passages if start <= passage.start < end]
        pieces = tuple(_pieces(call.source.text, start, end, inside))
        marked = {piece.passage for piece in pieces}
        resting = (_rest(call, p, numbers[p.name], quoted[p.name], marked=p.name in marked) for p in inside)
        if pieces:
            blocks.append(Block(pieces, tuple(resting)))
    return tuple(blocks)


def _cut(text: str, passages: Iterable[Passage]) -> Iterator[tuple[int, int]]:
    """Cut at blank lines, but for those within a passage."""
    spans = [(passage.start, passage.end) for passage in passages]
    at = 0
    for blank in _BLANK.finditer(text):
        if not any(start < blank.end() and blank.start() < end for start, end in spans):
            yield at, blank.start()
            at = blank.end()
    yield at, len(text)


def _pieces(text: str, start: int, end: int, passages: Iterable[Passage]) -> Iterator[Piece]:
    at = start
    for passage in passages:
        if passage.start < at:
            continue
        yield from _piece(text[at : passage.start], None)
        yield from _piece(text[passage.start : passage.end], passage.name)
        at = passage.end
    yield from _piece(text[at:end], None)


def _piece(raw: str, passage: str | None) -> Iterator[Piece]:
    if spans := render(raw):
        yield Piece(spans, passage)


def _rest(call: Call, passage: Passage, number: int, quoted: Quoted, *, marked: bool) -> Resting:
    answers = (pair for pair, names in call.answers.items() if passage.name in names)
    nearest = (pair for pair, gap in call.gaps.items() if passage.name in gap.nearest)
    dated = (milestone for milestone in call.milestones.values() if milestone.passage == passage.name)
    return Resting(
        number=number,
        name=passage.name,
        answers=_unique(name_topic(pair) for pair in answers),
        nearest=_unique(name_topic(pair) for pair in nearest),
        milestones=tuple((capital(name_milestone(m.name, language())), write_milestone(m, language())) for m in dated),
        quoted=quoted,
        translation=render(call.translations.get(passage.name, "")),
        apart=() if marked else render(call.source.text[passage.start : passage.end]),
    )


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
