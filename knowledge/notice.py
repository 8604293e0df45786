"""Notices: what another official page says on a pair, in our own words, where it differs from the call.

A notice settles nothing: it is shown beside the call's passage and the question goes to a person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .cue import CueIndex, Kind, read_cues


@dataclass(frozen=True)
class Notice:
    """Our summary (by language) of what the page at `url` said when it was `seen`, for those it is about."""

    name: str
    title: str
    url: str
    seen: str
    pairs: frozenset[str]
    words: Mapping[str, str]
    index: CueIndex = field(repr=False, compare=False)

    def concerns(self, pair: str, read: Sequence[str]) -> bool:
        """Tell whether a question about `pair`, in its words as read, asks of those whom the page names."""
        return pair in self.pairs and bool(self.index.find(read))


def read_notices(table: Mapping[str, Any]) -> tuple[Notice, ...]:
    """Read `notices.toml`; raises `KeyError` where a notice lacks a field, `TypeError` where one is no list."""
    return tuple(
        Notice(
            name,
            row["title"],
            row["url"],
            str(row["seen"]),
            frozenset(_list(row, "pairs")),
            row["words"],
            CueIndex(cue for written in _list(row, "about") for cue in read_cues(Kind.PAIR, name, 1.0, written)),
        )
        for name, row in table.items()
    )


def _list(row: Mapping[str, Any], name: str) -> list[str]:
    found: object = row[name]
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):  # pyright: ignore[reportUnknownVariableType]
        raise TypeError(f"a list of texts as `{name}`")
    return found  # pyright: ignore[reportUnknownVariableType]
