"""The cookies of the desk.

Named `__Host-…` and `Secure`, but for a desk that is opened on its own machine without TLS (http at 127.0.0.1,
localhost or ::1), as `guichet serve` is at first. Chromium keeps such cookies even there (tried with 156); Safari and
programs that use Python's cookie jar do not, and would never get in. Elsewhere plain http gets them refused by every
browser, and with them the way in, as it should be.
"""

from datetime import timedelta
from ipaddress import ip_address

from starlette.requests import Request
from starlette.responses import Response

SESSION = "guichet"
FORM = "guichet-form"
KNOWN = "guichet-known"
HALFWAY = "guichet-halfway"
SIGN_ON = "guichet-sign-on"
KNOWN_LASTS = timedelta(days=180)
STRICT = "__Host-"


def find(request: Request, name: str) -> str | None:
    """Return what the browser kept under a name, if it did."""
    return request.cookies.get(_full_name(request, name))


def keep(request: Request, response: Response, name: str, value: str, lasts: timedelta | None = None) -> None:
    """Let the browser keep a value for this host alone, unseen by scripts; until it is closed, or for so long."""
    response.set_cookie(
        _full_name(request, name),
        value,
        max_age=int(lasts.total_seconds()) if lasts else None,
        path="/",
        secure=not is_on_own_machine(request),
        httponly=True,
        samesite="lax",
    )


def drop(request: Request, response: Response, name: str) -> None:
    """Let the browser forget a value."""
    secure = not is_on_own_machine(request)
    response.delete_cookie(_full_name(request, name), path="/", secure=secure, httponly=True, samesite="lax")


def is_on_own_machine(request: Request) -> bool:
    """Tell whether the browser opened the desk without TLS on the machine where it runs."""
    if request.url.scheme != "http":
        return False
    host = request.url.hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _full_name(request: Request, name: str) -> str:
    return name if is_on_own_machine(request) else f"{STRICT}{name}"
