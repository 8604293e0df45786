"""How people have been imagined to ask, by label and register: what the tables are trained on, and what is kept aside.

`asking/phrasings/*.toml` has a table a label and in it a block of lines a register, one phrasing a line. A label is a
pair (`application.until_when`) or the name of an act (`status`).
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "asking" / "phrasings"

REGISTERS = (
    *("formal", "chat", "sms", "no_accents", "dictated", "typos"),
    *("keywords", "negation", "premise", "indirect", "english", "english_nonnative"),
)
"""Formal mail, chat, SMS and sound spelling, no accents, dictated run-ons, slips, bare keywords, negations, wrong
premises, words that share nothing with a call, English of natives and of others."""

ASIDE = frozenset({"no_accents", "typos", "keywords"})
"""The registers that nothing is trained on.

They differ from the others in form and not in what is meant, so that the reader loses least by not having seen them,
and has to bear what it never saw: words without accents, slips, and words without a sentence.
"""
_PARTS = 4


@dataclass(frozen=True)
class Phrasing:
    """One way to ask for what `label` names."""

    label: str
    register: str
    text: str

    @property
    def aside(self) -> bool:
        """Tell whether it is kept aside for checking, as whole registers are."""
        return self.register in ASIDE


def part_of(register: str) -> int:
    """Return the part (0 to 3) that a register falls into, for leaving whole registers out in turn."""
    return REGISTERS.index(register) % _PARTS


def load_phrasings(folder: Path = FOLDER) -> Sequence[Phrasing]:
    """Read all phrasings, in the order of their files."""
    return tuple(phrasing for path in sorted(folder.glob("*.toml")) for phrasing in _read(path))


def _read(path: Path) -> Iterator[Phrasing]:
    table: dict[str, dict[str, str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    for label, registers in table.items():
        for register, block in registers.items():
            yield from (Phrasing(label, register, line.strip()) for line in block.splitlines() if line.strip())
