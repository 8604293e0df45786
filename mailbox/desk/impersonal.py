"""An answer without the person it was written to: what may be said again to somebody else, or nothing."""

import re
from collections.abc import Sequence

from ...knowledge.text import fold

_GREETING = re.compile(
    r"(?:bonjour|bonsoir|hello|dear|cher|chere|madame|monsieur|mesdames|messieurs|docteur|dr|professeur|pr|mr|ms|mrs|m"
    r"|mme|a|tous|toutes|sir|or|et|ou)(?:[ ,.]+[\w'-]+){0,4}[ ,.!]*"
)
"""A line of a title and a few words; more than that says something."""
_SAYS_SOMETHING = re.compile(r"\b(?:oui|non|yes|no|est|sont|pas|is|are|not|votre|your|le|la|les|the)\b")
_CLOSING = re.compile(
    r"(?:(?:bien )?cordialement|bien a vous|bonne (?:journee|soiree|reception)|sinceres salutations|salutations"
    r"|(?:best|kind|warm) regards|regards|sincerely|yours)\b.{0,40}"
)
_PERSONAL = re.compile(
    r"@|(?:\d[ .-]?){8,}|\b(?:m|mr|mme|mlle|ms|mrs|dr|pr)\.? [a-z]|\b(?:madame|monsieur|docteur) [a-z]"
)
"""An address, a telephone or file number, a title before a name."""
_OF_THEIRS = re.compile(
    r"\bvotre (?:dossier|candidature|projet|these|laboratoire|situation|cas|mail|message|demande)\b"
    r"|\byour (?:file|application|project|thesis|laboratory|lab|situation|case|mail|message|request)\b"
)
_CAPITAL = re.compile(r"(?<=[a-zà-ÿ,;] )[A-ZÀ-Ý][\w'-]+")
"""A word with a capital within a sentence, as names have."""
_SHORTEST = 4
"""From how many letters on a part of an address is looked for: shorter ones are words as well."""


def make_impersonal(words: str, whose: Sequence[str]) -> str:
    """Return an answer without its greeting and what follows its closing line; nothing where it speaks to one person.

    `whose` are the name of who it was written to, and what stands before the @ of their address.
    """
    lines = words.strip().split("\n")
    if _is_greeting(lines[0]):
        lines = lines[1:]
    ends = next((n for n, line in enumerate(lines) if _CLOSING.fullmatch(_read(line))), len(lines))
    left = "\n".join(lines[:ends]).strip()
    return "" if _speaks_to_one(left, whose) else left


def _is_greeting(line: str) -> bool:
    read = _read(line)
    return bool(_GREETING.fullmatch(read)) and not _SAYS_SOMETHING.search(read)


def _speaks_to_one(words: str, whose: Sequence[str]) -> bool:
    folded = fold(words)
    if _PERSONAL.search(folded) or _OF_THEIRS.search(folded):
        return True
    name, address = (fold(part) for part in whose)
    named = {part for part in re.findall(r"\w+", name) if len(part) > 1}
    capital = {fold(word) for word in _CAPITAL.findall(words) if len(word) >= _SHORTEST}
    return bool(named & set(re.findall(r"\w+", folded))) or any(word in address for word in capital)


def _read(line: str) -> str:
    return fold(line).strip(" ,.!")
