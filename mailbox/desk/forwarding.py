"""Forwarded mail: who wrote it first, as the client that forwarded it says; a claim of its text, never an identity."""

import re

_FORWARDED = re.compile(r"\s*\[?\s*(?:fwd?|tr|wg|i|rv|vs)\s*:", re.IGNORECASE)
_RULE = re.compile(
    r"^[ \t>*_=-]*(?:forwarded message|message transf[ée]r[ée]|begin forwarded message"
    r"|d[ée]but du message (?:r[ée]exp[ée]di[ée]|transf[ée]r[ée]))\b",
    re.IGNORECASE | re.MULTILINE,
)
_FROM = re.compile(
    r"^[ \t>*]*(?:de|from|von|da)\s?\*?\s?:\*?[ \t]*([^\n]{0,200}?@[^\n]{1,200})$", re.IGNORECASE | re.MULTILINE
)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LOOKED_AT = 20_000


def find_original_sender(subject: str, text: str) -> str:
    """Return the address of who wrote a forwarded mail first; empty for a mail that is none, or does not say."""
    text = text[:_LOOKED_AT]
    rule = _RULE.search(text)
    if rule is None and not _FORWARDED.match(subject):
        return ""
    told = _FROM.search(text, rule.end() if rule else 0)
    found = _ADDRESS.search(told[1]) if told else None
    return found[0].lower() if found else ""
