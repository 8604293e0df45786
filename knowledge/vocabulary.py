"""How people ask: the tables of `asking/`, which all calls share."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .cue import Cue, CueIndex, Kind, read_cues
from .text import Speller, read_where, words

FOLDER = Path(__file__).parent / "asking"

STRONG = 1.5
"""The weight of a cue that decides alone."""

_STRENGTHS = {"strong": STRONG, "cues": 1.0, "weak": 0.5}
_PAIR_WEIGHT = 2.3


@dataclass(frozen=True)
class Thing:
    """An object: the property meant where none is named, and the service that answers for it where a call is silent."""

    default: str | None
    department: str
    whole: bool = False
    """Whether anything asked of it is one and the same pair, `object.any`."""
    elsewhere: bool = False
    """Whether it is another call or programme, of which no passage says anything."""
    generic: bool = False
    """Whether it names no more than the call itself, so that a property's own object may still be meant."""


@dataclass(frozen=True)
class Vocabulary:
    """Objects, properties (each with the object meant where none is named) and the cues that speak for them."""

    objects: Mapping[str, Thing]
    properties: Mapping[str, str | None]
    acts: frozenset[str]
    index: CueIndex
    speller: Speller
    shortenings: Mapping[str, tuple[str, ...]]
    courtesies: Mapping[str, tuple[tuple[str, ...], ...]]

    def read(self, text: str) -> tuple[str, ...]:
        """Read a text as repaired words."""
        return read_where([self.speller.repair(word) for word in words(text, self.shortenings)])


@cache
def load_vocabulary() -> Vocabulary:
    """Read the tables of `asking/`, once."""
    names = ("objects", "properties", "acts", "expressions", "shortenings", "courtesies", "plain")
    tables = {name: tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")) for name in names}
    cues = list(_cues(tables))
    parts = {part for cue in cues for part in cue.parts}
    known = {word for part in parts for word in part.whole} | set(tables["plain"]["words"].split())
    return Vocabulary(
        objects={
            name: Thing(
                row.get("default"),
                row["department"],
                row.get("whole", False),
                row.get("elsewhere", False),
                row.get("generic", False),
            )
            for name, row in tables["objects"].items()
        },
        properties={name: row.get("of") for name, row in tables["properties"].items()},
        acts=frozenset(tables["acts"]),
        index=CueIndex(cues),
        speller=Speller(known, {stem for part in parts for stem in part.stems}),
        shortenings={short: tuple(words(meant)) for short, meant in tables["shortenings"].items()},
        courtesies={name: tuple(words(phrase) for phrase in phrases) for name, phrases in tables["courtesies"].items()},
    )


def _cues(tables: Mapping[str, Mapping[str, Any]]) -> Iterator[Cue]:
    for kind, table in ((Kind.OBJECT, "objects"), (Kind.PROPERTY, "properties"), (Kind.ACT, "acts")):
        for name, row in tables[table].items():
            for strength, weight in _STRENGTHS.items():
                for written in row.get(strength, ()):
                    yield from read_cues(kind, name, weight, written)
    for name, expressions in tables["expressions"].items():
        for written in expressions:
            yield from read_cues(Kind.PAIR, name, _PAIR_WEIGHT, written)
