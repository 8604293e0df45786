"""Passwords: what may be one, how one is kept, and whether one is right."""

import threading
import unicodedata
from collections.abc import Iterator

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from .account_errors import Fault

SHORTEST, LONGEST = 15, 200
COMMON = """
    passwordpassword password12345678 motdepassemotdepasse motdepasse123456 monmotdepasse123 changezmoi123456
    azertyuiopqsdfgh azertyuiopqsdfghjklm azertyazertyazerty azerty123456789 qwertyuiopasdfgh qwertyuiopasdfghjkl
    qwertyqwertyqwerty qwerty123456789 1q2w3e4r5t6y7u8i 1qaz2wsx3edc4rfv 123456789012345 1234567890123456
    0123456789012345 12345678910111213 abcdefghijklmno abcdefghijklmnopqrstuvwxyz administrateur123 administrator123
    bonjourbonjourbonjour jetaimejetaime123 iloveyouiloveyou loulouloulou1234 doudoudoudou1234 correcthorsebatterystaple
    postesdaccueil2026 postedaccueil2026 inserminserminserm insermpostesdaccueil internesassistants
    guichetguichetguichet
""".split()
"""Long passwords that are tried first: from published lists, and what this service calls to mind."""
FEWEST_SIGNS = 5
_PART = 3
_HASHER = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)
"""RFC 9106, section 4, the second recommended option: 64 MiB."""
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$XrqGnLAG2NNsWlJEIBOAJA$klyn6WBZO488OC0+LmoxCFPQcOhu6ccoSxM7x7HJ7ZY"
_AT_ONCE = threading.BoundedSemaphore(4)
"""At 64 MiB each, so many attempts at once may not take all the memory there is."""


def find_faults(password: str, email: str) -> Iterator[Fault]:
    """Say why a password is not taken: its length, the address in it, or one that many people have."""
    folded = _normalise(password).casefold()
    if len(folded) < SHORTEST:
        yield Fault.PASSWORD_SHORT
    if len(folded) > LONGEST:
        yield Fault.PASSWORD_LONG
    local = email.partition("@")[0].casefold()
    if len(local) >= _PART and local in folded:
        yield Fault.PASSWORD_EMAIL
    if folded in COMMON or len(set(folded)) < FEWEST_SIGNS:
        yield Fault.PASSWORD_COMMON


def hash_password(password: str) -> str:
    """Return what is kept of a password: an Argon2id hash with its own salt."""
    with _AT_ONCE:
        return _HASHER.hash(_normalise(password))


def is_right(password: str, kept: str | None) -> bool:
    """Tell whether a password is the one that was kept; takes as long when there is none (`kept` is None)."""
    with _AT_ONCE:
        try:
            _HASHER.verify(_NOBODY if kept is None else kept, _normalise(password))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def _normalise(password: str) -> str:
    """Write the same signs the same way, whichever keyboard they came from (NIST SP 800-63B, section 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)
