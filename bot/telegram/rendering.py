"""A body as Telegram shows it: HTML with everything escaped, in pieces that Telegram takes."""

from collections.abc import Iterator, Sequence
from html import escape

from ...knowledge.markup import Span
from ...mailbox.delivery.body import Block, BlockKind

LONGEST = 4096
"""Telegram's limit for a message, counted after its HTML is read. UTF-16 units are counted here, the strictest way."""

_TAGS = {
    BlockKind.TEXT: ("", ""),
    BlockKind.QUOTE: ("<blockquote>", "</blockquote>"),
    BlockKind.DECISION: ("", ""),
    BlockKind.SOURCE: ("<i>", "</i>"),
    BlockKind.NOTE: ("<i>", "</i>"),
}
_APART = "\n\n"


def render(blocks: Sequence[Block]) -> list[tuple[str, str]]:
    """Write blocks as messages of 4,096 characters at most, each as HTML and as plain text.

    They are split between blocks; within one only where it is too long by itself.
    """
    messages: list[list[Block]] = []
    room = 0
    for block in (piece for whole in blocks for piece in _fit(whole)):
        size = length(block.text) + len(_APART)
        if not messages or size > room:
            messages.append([])
            room = LONGEST
        messages[-1].append(block)
        room -= size
    return [(_APART.join(map(_write, some)), _APART.join(block.text for block in some)) for some in messages]


def length(text: str) -> int:
    """Count UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _write(block: Block) -> str:
    opening, closing = _TAGS[block.kind]
    return f"{opening}{''.join(map(_write_span, block.spans))}{closing}"


def _write_span(span: Span) -> str:
    words = escape(span.text, quote=False)
    if span.bold:
        words = f"<b>{words}</b>"
    return f'<a href="{escape(span.link)}">{words}</a>' if span.link else words


def _fit(block: Block) -> Iterator[Block]:
    """Cut a block that is too long for one message; empty ones, which Telegram refuses, fall away."""
    if not block.text.strip():
        return
    if length(block.text) <= LONGEST - len(_APART):
        yield block
        return
    for text in _cut(block.text, LONGEST // 2):
        yield Block(block.kind, (Span(text),))


def _cut(text: str, most: int) -> Iterator[str]:
    """Cut at line ends, else between words, else anywhere; `most` is in characters of two units at worst."""
    while len(text) > most:
        at = max(text.rfind("\n", 1, most), 0) or max(text.rfind(" ", 1, most), 0) or most
        yield text[:at].rstrip()
        text = text[at:].lstrip()
    if text:
        yield text
