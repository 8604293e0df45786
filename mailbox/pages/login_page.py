"""The screen where staff log in, and the way out."""

import re
from ipaddress import IPv6Address, IPv6Network, ip_address
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from ..desk.account_errors import BadLogin, TooManyTries
from ..desk.errors import DeskError
from ..desk.halfway import LASTS
from ..desk.login import Entry, Halfway, log_in, log_out
from ..desk.sign_on_errors import explain
from .cookies import FORM, HALFWAY, KNOWN, KNOWN_LASTS, SESSION, drop, find, keep
from .visit import Visit

_OURS = re.compile(r"/(?![/\\])[\w/.,-]*(\?[\w/?=&.,%+-]*)?", re.ASCII)


def show_login(visit: Visit) -> Response:
    """Show the form; who is logged in already goes on."""
    wanted = read_wanted(visit.asked("suite"))
    return visit.go(wanted) if visit.member else ask_password(visit, wanted, refusal=explain(visit.asked("refus")))


def enter(visit: Visit) -> Response:
    """Log in, or go on to the code; a session there was in this browser ends with the login."""
    wanted, email = read_wanted(visit.sent("suite")), visit.sent("email")
    front, request = visit.front, visit.request
    try:
        entry = log_in(
            front.database,
            email,
            visit.sent("password"),
            place=find_place(request),
            known=find(request, KNOWN) or "",
            now=front.real_clock(),
        )
    except (BadLogin, TooManyTries) as refusal:
        status = 403 if isinstance(refusal, BadLogin) else 429
        return ask_password(visit, wanted, status=status, email=email, refusal=refusal)
    if isinstance(entry, Halfway):
        return await_code(visit, entry, wanted)
    response = visit.go(wanted)
    let_in(visit, response, entry)
    return response


def leave(visit: Visit) -> Response:
    """Log out."""
    _end_session(visit)
    response = visit.go("/connexion")
    drop(visit.request, response, SESSION)
    return response


def await_code(visit: Visit, halfway: Halfway, wanted: str) -> Response:
    """Go on to the page that asks for the code of the second factor."""
    response = visit.go(f"/connexion/code?suite={quote(wanted, safe='')}")
    keep(visit.request, response, HALFWAY, halfway.proof, LASTS)
    return response


def let_in(visit: Visit, response: Response, entry: Entry) -> None:
    """Hand a new session to the browser, instead of the one it had."""
    _end_session(visit)
    keep(visit.request, response, SESSION, entry.token)
    keep(visit.request, response, KNOWN, entry.known, KNOWN_LASTS)
    drop(visit.request, response, FORM)
    if find(visit.request, HALFWAY):
        drop(visit.request, response, HALFWAY)


def find_place(request: Request) -> str:
    """Return where a request comes from: an IPv4 address, or the /64 network of an IPv6 one, which one person has."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(IPv6Network((address.packed, 64), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)


def _end_session(visit: Visit) -> None:
    if token := find(visit.request, SESSION):
        with visit.front.database.begin() as session:
            log_out(session, token)


def read_wanted(path: str) -> str:
    """Return where to go after logging in: a page of ours, never an address elsewhere."""
    return path if _OURS.fullmatch(path) else "/"


def ask_password(
    visit: Visit, wanted: str, *, status: int = 200, email: str = "", refusal: DeskError | str | None = None
) -> Response:
    """Show the form that asks for address and password, and the other way in where there is one."""
    sign_on = visit.front.provider is not None
    return visit.show("login.html", status=status, wanted=wanted, email=email, refusal=refusal, sign_on=sign_on)
