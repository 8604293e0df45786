"""Which value of a fact words name, unless they deny it: by people's own words, or by the label that we offer."""

import re
from collections.abc import Sequence

from ..cue import Match
from ..text import fold
from .rule import Fact, Rules

_DENYING = frozenset({"pas", "ni", "not", "sans", "without", "plus", "jamais", "never", "longer", "no", "non"})
_BRIEF = 2
"""Up to how many words a label may be said by itself of anything: "Pas encore"."""
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


def name_label(fact: Fact, text: str) -> str | None:
    """Name the value whose label, in any language, is all that is written; a label up to its brackets will do."""
    written = _bare(text)
    for value in fact.offered:
        if written and written in {form for label in value.label.values() for form in (_bare(label), _brief(label))}:
            return value.name
    return None


def find_label(rules: Rules, text: str) -> tuple[str, str] | None:
    """Find the fact and the value whose label is all that is written, where it is one fact's alone and no mere yes."""
    facts = (fact for fact in rules.facts.values() if not fact.after)
    found = [(fact.name, value) for fact in facts if (value := name_label(fact, text))]
    return found[0] if len(found) == 1 and len(_bare(text).split()) > _BRIEF else None


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", fold(text)).split())


def _brief(label: str) -> str:
    return _bare(label.partition("(")[0])
