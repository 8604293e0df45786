"""Single sign-on: the way to the institution's OpenID provider, and the page that its browsers come back to."""

import structlog
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ..desk.account_errors import TooManyTries, WrongPassword
from ..desk.attempts import count_attempt
from ..desk.journal import record
from ..desk.login import Halfway
from ..desk.own_account import check_password
from ..desk.sign_on import LASTS, Begun, Marks, begin_sign_on, derive_marks, end_sign_on
from ..desk.sign_on_errors import ProviderDown, SignOnError, SignOnLapsed, SignOnRefused
from ..desk.staff_identity import Identity, link_identity, log_in_by_identity, place_keys, unlink_identity
from .account_page import refuse_change
from .cookies import SIGN_ON, drop, find, keep
from .login_page import ask_password, await_code, find_place, let_in, read_wanted
from .provider import Provider
from .visit import Visit

log = structlog.get_logger()


def begin_login(visit: Visit) -> Response:
    """Send the browser to the provider, to log in."""
    provider, front = _provider(visit), visit.front
    wanted, now = read_wanted(visit.sent("suite")), front.real_clock()
    try:
        with front.database.begin() as session:
            count_attempt(session, place_keys(find_place(visit.request)), now)
            token = begin_sign_on(session, now, wanted=wanted)
        return _send_off(visit, provider, token)
    except TooManyTries as refusal:
        return ask_password(visit, wanted, status=429, refusal=refusal)
    except ProviderDown as refusal:
        _note(refusal)
        return ask_password(visit, wanted, status=503, refusal=refusal)


def begin_link(visit: Visit) -> Response:
    """Send the browser to the provider, to link the account of who gives its password."""
    provider, front, now = _provider(visit), visit.front, visit.front.real_clock()
    try:
        check_password(front.database, visit.staff.id, visit.sent("password"), now)
        with front.database.begin() as session:
            token = begin_sign_on(session, now, staff_id=visit.staff.id)
        return _send_off(visit, provider, token)
    except (WrongPassword, TooManyTries) as refusal:
        return refuse_change(visit, refusal)
    except ProviderDown as refusal:
        _note(refusal)
        return refuse_change(visit, refusal)


def end_link(visit: Visit) -> Response:
    """Take the link off one's own account."""
    front = visit.front
    with front.database.begin() as session:
        unlink_identity(session, visit.staff.id)
        record(session, front.call.slug, visit.staff.id, "identity-off", front.clock())
    return visit.go("/compte?fait=lien-retire")


def come_back(visit: Visit) -> Response:
    """Log in, or link, who the provider sends back; whatever comes of it, the code leaves the browser's address.

    A GET that changes something, since the protocol has it so: it does by the code and the state alone, once, and in
    the browser that keeps what the state was made of.
    """
    provider, front, now = _provider(visit), visit.front, visit.front.real_clock()
    token = find(visit.request, SIGN_ON) or ""
    try:
        begun = end_sign_on(front.database, token, visit.asked("state"), now)
    except SignOnLapsed as refusal:
        return _refuse(visit, refusal, "/connexion")
    try:
        identity = _identify(visit, provider, derive_marks(token))
        response = _log_in(visit, identity, begun) if begun.staff_id is None else _link(visit, identity, begun)
    except SignOnError as refusal:
        response = _refuse(visit, refusal, "/connexion" if begun.staff_id is None else "/compte")
    drop(visit.request, response, SIGN_ON)
    return response


def _identify(visit: Visit, provider: Provider, marks: Marks) -> Identity:
    """Return who came back; an issuer beside the code, where there is one, must be ours (RFC 9207)."""
    if visit.asked("error") or not visit.asked("code"):
        raise SignOnRefused("the provider sent no code")
    if visit.asked("iss") not in ("", provider.issuer):
        raise SignOnRefused("another issuer's code")
    return provider.identify(visit.asked("code"), marks, visit.front.real_clock())


def _log_in(visit: Visit, identity: Identity, begun: Begun) -> Response:
    front, place = visit.front, find_place(visit.request)
    entry = log_in_by_identity(front.database, identity, place=place, now=front.real_clock())
    if isinstance(entry, Halfway):
        return await_code(visit, entry, begun.wanted)
    response = visit.go(begun.wanted)
    let_in(visit, response, entry)
    return response


def _link(visit: Visit, identity: Identity, begun: Begun) -> Response:
    front, member = visit.front, visit.member
    if member is None or member.id != begun.staff_id:
        raise SignOnLapsed("another session")
    link_identity(front.database, member.id, identity, front.real_clock())
    with front.database.begin() as session:
        record(session, front.call.slug, member.id, "identity-on", front.clock())
    return visit.go("/compte?fait=lien")


def _send_off(visit: Visit, provider: Provider, token: str) -> Response:
    """Answer with a page that leads on by itself, and by a link.

    Not with a redirection: Chromium holds `form-action` against every step that follows a form, and where the provider
    leads is not ours to list.
    """
    address = provider.address(derive_marks(token), visit.front.real_clock())
    response = visit.show("provider.html", address=address)
    response.headers["Refresh"] = f"0; url={address}"
    keep(visit.request, response, SIGN_ON, token, LASTS)
    return response


def _refuse(visit: Visit, refusal: SignOnError, path: str) -> Response:
    _note(refusal)
    return visit.go(f"{path}?refus={refusal.key}")


def _note(refusal: SignOnError) -> None:
    log.warning("single sign-on refused", error=type(refusal).__name__, reason=refusal.reason)


def _provider(visit: Visit) -> Provider:
    if visit.front.provider is None:
        raise HTTPException(404)
    return visit.front.provider
