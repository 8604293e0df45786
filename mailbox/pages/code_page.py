"""The second screen of logging in: the code of the second factor."""

from starlette.responses import Response

from ..desk.account_errors import BadCode, LoginLapsed, TooManyTries
from ..desk.errors import DeskError
from ..desk.halfway import find_halfway
from ..desk.login import give_code
from .cookies import HALFWAY, KNOWN, find
from .login_page import ask_password, find_place, let_in, read_wanted
from .visit import Visit


def show_code(visit: Visit) -> Response:
    """Ask for the code, of who gave the password just before."""
    wanted = read_wanted(visit.asked("suite"))
    try:
        with visit.front.database.read() as session:
            find_halfway(session, _proof(visit), visit.front.real_clock())
    except LoginLapsed:
        return visit.go("/connexion")
    return _show(visit, wanted)


def enter_code(visit: Visit) -> Response:
    """Log in; a session there was in this browser ends."""
    wanted, front, request = read_wanted(visit.sent("suite")), visit.front, visit.request
    try:
        entry = give_code(
            front.database,
            _proof(visit),
            visit.sent("code"),
            place=find_place(request),
            known=find(request, KNOWN) or "",
            now=front.real_clock(),
        )
    except LoginLapsed as refusal:
        return ask_password(visit, wanted, status=403, refusal=refusal)
    except (BadCode, TooManyTries) as refusal:
        return _show(visit, wanted, status=403 if isinstance(refusal, BadCode) else 429, refusal=refusal)
    response = visit.go(wanted)
    let_in(visit, response, entry)
    return response


def _proof(visit: Visit) -> str:
    return find(visit.request, HALFWAY) or ""


def _show(visit: Visit, wanted: str, *, status: int = 200, refusal: DeskError | None = None) -> Response:
    return visit.show("code.html", status=status, wanted=wanted, refusal=refusal)
