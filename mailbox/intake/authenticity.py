"""Whether a letter is from whom it says: the word of our own mail server alone (RFC 8601), by DMARC.

Other Authentication-Results are anybody's word, since anybody can write them; the server in front has to take away
those that bear its own name from what comes from outside (RFC 8601 section 5).
"""

import re
from email.message import Message

from ..records.models import Authenticity
from .fields import count_authors, read_all

_DMARC = re.compile(r"\s*dmarc\s*(?:/\s*\d+\s*)?=\s*([a-z]+)\b", re.IGNORECASE)
_FROM = re.compile(r"\bheader\.from\s*=\s*(?:[^\s;@]*@)?([^\s;]+)", re.IGNORECASE)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_COMMENT = re.compile(r"\([^()]*\)")
_DEEPEST = 10


def read_authenticity(message: Message, authserv_id: str, sender: str = "") -> Authenticity:
    """Read what the server of that name found; a failure wins over a pass, and without a name nothing is believed.

    A pass is one for the domain of `sender` alone, where it names a domain (RFC 8601 section 2.3, `header.from`).
    """
    results = [_without_comments(value) for value in read_all(message, "Authentication-Results")]
    ours = [value for value in results if authserv_id and _names(value, authserv_id)]
    methods = [method for value in ours for method in value.split(";")[1:]]
    found = {told[1].lower() for method in methods if (told := _DMARC.match(method)) and _is_of(method, sender)}
    if found & {"fail", "permerror"}:
        return Authenticity.FAILED
    alone = count_authors(message) <= 1  # DMARC is about one of several (RFC 7489 section 6.6.1)
    return Authenticity.PASSED if found == {"pass"} and alone else Authenticity.UNKNOWN


def _is_of(method: str, sender: str) -> bool:
    """Tell whether a pass is for this sender's domain; a failure counts whomever it names."""
    named, told = _FROM.search(method), _DMARC.match(method)
    passes = told is not None and told[1].lower() == "pass"
    return not (passes and named and sender) or named[1].lower() == sender.rpartition("@")[2].lower()


def _without_comments(value: str) -> str:
    """Take quoted strings and comments away, nested ones from within (RFC 5322 section 3.2.2)."""
    bare = _QUOTED.sub(" ", value)
    for _ in range(_DEEPEST):
        bare, times = _COMMENT.subn(" ", bare)
        if not times:
            break
    return bare


def _names(value: str, authserv_id: str) -> bool:
    """Tell whether results are those of a server: its name stands first, a version may follow."""
    first = value.partition(";")[0].split()
    return bool(first) and first[0].lower() == authserv_id.lower()
