"""An answer without the person it was written to: what may be said again to somebody else."""

import re
from collections.abc import Sequence

from ...knowledge.text import fold

_GREETING = re.compile(r"(?:bonjour|bonsoir|cher|chere|madame|monsieur|dear|hello|good (?:morning|afternoon))\b.{0,60}")
_CLOSING = re.compile(r"(?:(?:bien )?cordialement|bien a vous|sinceres salutations|(?:best|kind) regards)\b.{0,40}")
_SHORTEST = 4
"""From how many letters on a part of a name is looked for: shorter ones are words as well."""


def take_out_courtesies(words: str, whose: Sequence[str]) -> str:
    """Return an answer without its greeting and its closing line; empty where it still names whom it was written to.

    `whose` are that person's name and what stands before the @ of their address.
    """
    lines = words.strip().split("\n")
    if lines and _GREETING.fullmatch(fold(lines[0]).strip(" ,.!")):
        lines = lines[1:]
    while lines and (not lines[-1].strip() or _CLOSING.fullmatch(fold(lines[-1]).strip(" ,.!"))):
        lines.pop()
    left = "\n".join(lines).strip()
    said = set(re.findall(r"\w+", fold(left)))
    named = {part for name in whose for part in re.findall(r"\w+", fold(name)) if len(part) >= _SHORTEST}
    return "" if named & said else left
