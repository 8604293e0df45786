"""A call's text, cut into the spans that may be quoted: sentences, items of lists, rows of tables, short blocks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BLOCK = re.compile(r"(?:[^\n]+\n?)+")
_HEADING = re.compile(r"#{1,6}\s+(.+?)\s*#*\s*$|(?:\*\*)([^*\n.:]{3,80})(?:\*\*)\s*:?\s*$")
_UNDERLINED = re.compile(r"[ \t]*([^\n|]{1,120}?)[ \t]*\n[ \t]*(?:={3,}|-{3,})[ \t]*(?:\n|$)")
_ITEM = re.compile(r"^[ \t]*(?:[-*+•–]|\d{1,2}[.)])[ \t]+", re.MULTILINE)
_ROW = re.compile(r"^[ \t]*\|(.+)\|[ \t]*$", re.MULTILINE)
_RULE = re.compile(r"[\s|:=-]*")
_END = re.compile(r"(?<=[^\W\d_]{2}[.!?])\s+(?=[A-ZÀ-Ý«*“\"])|(?<=[\d)*»][.!?])\s+(?=[A-ZÀ-Ý«*“\"])")
_CLAUSE = re.compile(
    r",\s+(?=(?:et\s+)?titulaires?\s+d|(?:and\s+)?holding\s|(?:and\s+)?who\s+(?:hold|must\s+hold)\s)"
    r"|,?\s+(?:et\s+|and\s+)?(?=au plus tard\s|jusqu'au\s|no later than\s)|;\s+"
)
_KEYED = re.compile(r"^[^\W\d_][^\n:.]{1,40}\s?: \S[^\n]*$", re.MULTILINE)
_MARKS = " \t\n*_|"
_SHORT_LINE = 60


@dataclass(frozen=True)
class Span:
    """A quotable piece of a text by its character offsets, and the heading it stands under."""

    start: int
    end: int
    text: str
    heading: str = ""


def cut(text: str) -> list[Span]:
    """Cut a call's text into spans, in their order; a list that a sentence leads into is one span with it."""
    spans = [span for span in _cut(text) if span.text]
    longest = {span.start: max(s.end for s in spans if s.start == span.start) for span in spans}
    return [span for span in spans if span.end == longest[span.start]]


def _cut(text: str) -> Iterator[Span]:
    heading = ""
    lead: tuple[int, int] | None = None
    for block in _BLOCK.finditer(text):
        start, end = block.span()
        if title := _HEADING.fullmatch(block[0].strip()):
            heading, lead = title[1] or title[2], None
            continue
        title, body = _skip_heading(block[0])
        if body:
            heading, lead, start = title, None, start + body
        if start == end:
            continue
        if _ITEM.match(text, start):
            items = list(_items(text, start, end))
            whole = (lead[0] if lead else items[0][0], items[-1][1])
            yield from (_span(text, *piece, heading) for piece in ([whole] if lead else items))
        elif _ROW.match(text, start):
            yield from (_span(text, start + a, start + b, heading) for a, b in _rows(text[start:end]))
        else:
            yield from (_span(text, *piece, heading) for piece in _sentences(text, start, end))
        ends = text[start:end].rstrip().endswith(":")
        lead = (_last_sentence(text, start, end), end) if ends else None


def _skip_heading(block: str) -> tuple[str, int]:
    """Return the heading on a block's first line, underlined or marked, and where the block goes on after it, or 0."""
    if underlined := _UNDERLINED.match(block):
        return underlined[1].strip("# *:"), underlined.end()
    first, newline, _ = block.partition("\n")
    return (first.strip("# *:"), len(first) + 1) if newline and _HEADING.fullmatch(first.strip()) else ("", 0)


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    marks = [*_ITEM.finditer(text, start, end)]
    for mark, after in zip(marks, [*(m.start() for m in marks[1:]), end], strict=True):
        yield mark.end(), after


def _rows(block: str) -> Iterator[tuple[int, int]]:
    for row in _ROW.finditer(block):
        if not _RULE.fullmatch(row[0]):
            yield row.span(1)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a paragraph into sentences, and these where another thing is said; an address stays whole."""
    keyed = [*_KEYED.finditer(text, start, end)]
    if len(keyed) > 1:
        yield from ((found.start(), found.end()) for found in keyed)
        return
    lines = text[start:end].strip().splitlines()
    if len(lines) > 1 and all(len(line) < _SHORT_LINE and not line.rstrip().endswith(".") for line in lines):
        yield start, end
        return
    for first, last in _parts(_END, text, start, end):
        yield from _parts(_CLAUSE, text, first, last)


def _parts(mark: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for found in mark.finditer(text, start, end):
        yield at, found.start()
        at = found.end()
    yield at, end


def _last_sentence(text: str, start: int, end: int) -> int:
    return [*_parts(_END, text, start, end)][-1][0]


def _span(text: str, start: int, end: int, heading: str) -> Span:
    """Take white space and marks of markup off both ends, but for those that stand for emphasis inside."""
    while start < end and text[start] in _MARKS and not text.startswith("**", start):
        start += 1
    while start < end and text[end - 1] in " \t\n|":
        end -= 1
    piece = text[start:end]
    if piece.startswith("**") and piece.count("**") % 2:
        start += 2
    return Span(start, end, text[start:end], heading)
