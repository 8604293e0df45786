"""What a message of ours says, free of any channel: blocks of text and the choices offered under them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ...knowledge.markup import Span


class BlockKind(StrEnum):
    """Our own words, the call's words, what the office decided, where they stand, or a line in small print."""

    TEXT = "text"
    QUOTE = "quote"
    DECISION = "decision"
    SOURCE = "source"
    NOTE = "note"


@dataclass(frozen=True)
class Block:
    """One paragraph; its lines are separated by newlines within the spans."""

    kind: BlockKind
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """Return the paragraph without bold or links."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True)
class Choice:
    """Something the reader can choose: a label, and the action it stands for (64 bytes at most)."""

    label: str
    action: str


@dataclass(frozen=True)
class Body:
    """A whole message."""

    blocks: tuple[Block, ...]
    choices: tuple[Choice, ...] = ()

    @property
    def text(self) -> str:
        """Return the paragraphs as plain text, separated by empty lines."""
        return "\n\n".join(block.text for block in self.blocks)


def text(words: str) -> Block:
    """Make a paragraph of our own words."""
    return Block(BlockKind.TEXT, (Span(words),))


def note(words: str) -> Block:
    """Make a paragraph in small print."""
    return Block(BlockKind.NOTE, (Span(words),))


def pack(body: Body) -> dict[str, Any]:
    """Turn a body into JSON for the database."""
    return {
        "blocks": [{"kind": b.kind.value, "spans": [[s.text, s.bold, s.link] for s in b.spans]} for b in body.blocks],
        "choices": [[choice.label, choice.action] for choice in body.choices],
    }


def unpack(packed: dict[str, Any]) -> Body:
    """Read a body back from JSON."""
    return Body(
        tuple(Block(BlockKind(b["kind"]), _spans(b["spans"])) for b in packed["blocks"]),
        tuple(Choice(label, action) for label, action in packed["choices"]),
    )


def _spans(rows: Iterable[list[Any]]) -> tuple[Span, ...]:
    return tuple(Span(words, bold, link) for words, bold, link in rows)
