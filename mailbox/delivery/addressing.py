"""Addresses of ours that carry something behind a plus sign: where a reply goes, and where a bounce does.

`office+t<token>@…` names a thread by its token. `office+b<parcel>.<proof>@…` names a parcel, and proves by the
beginning of its Message-ID, which is random, that it was read from a mail of ours (variable envelope return path).
`office+s<parcel>.<proof>@…` names a mail of ours to staff, and proves what a reply to it may do.
"""

import re
from hashlib import sha256
from hmac import compare_digest, new

PROOF, STAFF_PROOF = 20, 24
_BOUNCE = re.compile(rf"b(\d{{1,9}})\.([0-9a-f]{{{PROOF}}})")
_STAFF_REPLY = re.compile(r"s(\d{1,9})\.(.*)")
_REPLY = re.compile(r"t([0-9a-f]{8,32})")


def reply_address(own: str, token: str) -> str:
    """Return the address that mail of a thread is to be replied to."""
    return _add(own, f"t{token}")


def bounce_address(own: str, parcel: int, message_id: str) -> str:
    """Return the envelope's sender for a parcel (RFC 5321 section 4.4: where it is returned to)."""
    return _add(own, f"b{parcel}.{message_id.partition('@')[0][:PROOF]}")


def read_token(extra: str) -> str:
    """Return the token of the thread that an address names by what stands behind its plus sign; empty for none."""
    found = _REPLY.fullmatch(extra.lower())
    return found[1] if found else ""


def read_bounce(extra: str) -> tuple[int, str] | None:
    """Return the parcel that an address names, and its proof; None for none."""
    found = _BOUNCE.fullmatch(extra.lower())
    return (int(found[1]), found[2]) if found else None


def staff_reply_address(own: str, parcel: int, proof: str) -> str:
    """Return the address that a mail of ours to staff is to be replied to, longer by at most 36 characters."""
    return _add(own, f"s{parcel}.{proof}")


def read_staff_reply(extra: str) -> tuple[int, str] | None:
    """Return the parcel that a reply of staff's names, and its proof, right or wrong; None for what names none."""
    found = _STAFF_REPLY.fullmatch(extra.lower())
    return (int(found[1]), found[2]) if found else None


def bind(message_id: str, *bound: object) -> str:
    """Return the proof that binds a reply to what was notified: 96 bits under a mail's Message-ID, which is random."""
    words = ":".join(map(str, bound))
    return new(message_id.encode(), words.encode(), sha256).hexdigest()[:STAFF_PROOF]


def proves(proof: str, message_id: str) -> bool:
    """Tell whether a proof is that of the mail with this Message-ID."""
    return len(message_id) >= PROOF and compare_digest(proof, message_id[:PROOF])


def _add(own: str, extra: str) -> str:
    local, _, domain = own.rpartition("@")
    return f"{local}+{extra}@{domain}"
