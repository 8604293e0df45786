"""Forged requests: what another site made a browser send is known, and refused."""

import hmac
from urllib.parse import urlsplit

from starlette.requests import Request

FIELD = "jeton"
"""The hidden field that every form carries."""
_OURS = {"same-origin", "none"}


def is_cross_site(request: Request) -> bool:
    """Tell whether the browser says that the request comes from elsewhere.

    The scheme is left out of the comparison: behind a proxy we may not know ours, and `Sec-Fetch-Site` minds it.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site not in _OURS:
        return True
    return origin is not None and _read_host(origin) != request.headers.get("host")


def is_genuine(sent: str | None, expected: str | None) -> bool:
    """Tell whether a form carries the token that this browser was given."""
    return bool(sent and expected) and hmac.compare_digest((sent or "").encode(), (expected or "").encode())


def _read_host(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None
