"""Addresses of ours that carry something behind a plus sign: where a reply goes, and where a bounce does.

`office+t<token>@…` names a thread by its token. `office+b<parcel>.<proof>@…` names a parcel, and proves by the
beginning of its Message-ID, which is random, that it was read from a mail of ours (variable envelope return path).
"""

import re
from hmac import compare_digest

PROOF = 20
_BOUNCE = re.compile(rf"b(\d{{1,9}})\.([0-9a-f]{{{PROOF}}})")
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


def proves(proof: str, message_id: str) -> bool:
    """Tell whether a proof is that of the mail with this Message-ID."""
    return len(message_id) >= PROOF and compare_digest(proof, message_id[:PROOF])


def _add(own: str, extra: str) -> str:
    local, _, domain = own.rpartition("@")
    return f"{local}+{extra}@{domain}"
