"""A body as simple HTML, for clients that show it rather than plain text."""

from html import escape

from ...knowledge.markup import Span
from .body import Block, BlockKind, Body

_STYLES = {
    BlockKind.TEXT: "margin:0 0 1em",
    BlockKind.QUOTE: "margin:0 0 1em;padding-left:.8em;border-left:3px solid #1a5fb4",
    BlockKind.DECISION: "margin:0 0 1em;padding:.5em .8em;border:1px dashed #555",
    BlockKind.SOURCE: "margin:0 0 1em;color:#555",
    BlockKind.NOTE: "margin:0 0 1em;color:#555;font-size:.9em",
}
_SAFE = ("https://", "http://", "mailto:")


def write_html(body: Body) -> str:
    """Write a body as a page of paragraphs, without pictures, scripts or anything fetched."""
    blocks = "\n".join(_write(block) for block in body.blocks)
    return f'<!doctype html>\n<html><body style="font:16px/1.5 sans-serif;max-width:42em">\n{blocks}\n</body></html>\n'


def _write(block: Block) -> str:
    tag = "blockquote" if block.kind is BlockKind.QUOTE else "p"
    words = "".join(_span(span) for span in block.spans).replace("\n", "<br>\n")
    return f'<{tag} style="{_STYLES[block.kind]}">{words}</{tag}>'


def _span(span: Span) -> str:
    words = escape(span.text)
    if span.link and span.link.startswith(_SAFE):
        words = f'<a href="{escape(span.link)}">{words}</a>'
    return f"<b>{words}</b>" if span.bold else words
