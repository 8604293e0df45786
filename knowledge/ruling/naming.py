"""Which value of a fact words name, unless they deny it."""

from collections.abc import Sequence

from ..cue import Match
from .rule import Fact

_DENYING = frozenset({"pas", "ni", "not", "sans", "without", "plus", "jamais", "never", "longer", "no", "non"})
_BEFORE = 2
"""How many words before a name may deny it: "pas de", "ne suis plus"."""


def name_value(fact: Fact, read: Sequence[str]) -> str | None:
    """Name the value whose words are the most, the first of the rules among those of the same length."""
    order = list(fact.values)
    named = (match for match in fact.said.find(read) if match.cue.name and not _is_denied(match, read))
    found = min(named, key=lambda match: (-len(match.places), order.index(match.cue.name)), default=None)
    return found.cue.name if found else None


def denies(fact: Fact, read: Sequence[str], value: str) -> bool:
    """Tell whether words name a value and deny it."""
    return any(match.cue.name == value and _is_denied(match, read) for match in fact.said.find(read))


def _is_denied(match: Match, read: Sequence[str]) -> bool:
    """Look before a name and among its own words."""
    around = set(range(max(0, min(match.places) - _BEFORE), max(match.places))) - match.places
    return any(read[at] in _DENYING for at in around)
