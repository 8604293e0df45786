"""Secrets handed to a browser: made at random, and kept as their digest alone."""

import hashlib
import secrets

BYTES = 32


def new_secret() -> str:
    """Make a secret of 256 bits that fits a URL and a cookie."""
    return secrets.token_urlsafe(BYTES)


def digest(secret: str) -> str:
    """Return the SHA-256 by which a secret is found again, as 64 hex digits."""
    return hashlib.sha256(secret.encode()).hexdigest()
