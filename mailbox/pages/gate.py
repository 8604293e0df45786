"""The gate before every page: who may pass, with a form that is theirs."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..desk.login import Member, find_member
from ..desk.secret import new_secret
from ..records.models import Role
from .cookies import FORM, SESSION, find, keep
from .forgery import FIELD, is_cross_site, is_genuine
from .front import Front
from .translation import accept, speaking
from .visit import Visit

LARGEST_FORM = 512 * 1024
MOST_FIELDS = 160
"""A cluster's form has two fields for each of its fifty tickets."""
FORM_SECONDS = 30
"""The longest that a form may take to come whole: half a megabyte at 140 kbit/s."""
PUBLIC = None
FACTOR_FIRST = "/compte/second-facteur"
"""Where those are led who must set a second factor first."""
_RANK = {PUBLIC: 0, Role.LECTURE: 1, Role.AGENT: 2, Role.RESPONSABLE: 3}


@dataclass(frozen=True)
class Page:
    """A row of the table of routes; `role` is the least one that may pass, or `PUBLIC`."""

    method: str
    path: str
    screen: Callable[[Visit], Response]
    role: Role | None
    before_factor: bool = False
    """Whether it is open to who has yet to set a second factor, where everybody must have one."""
    by_itself: bool = False
    """Whether a page asks for it by itself, time and again: that keeps no session from ending, and leads nowhere."""


def lay_routes(front: Front, pages: Iterable[Page]) -> list[Route]:
    """Make one route a path, so that a wrong method is answered with those there are."""
    by_path: dict[str, dict[str, Page]] = {}
    for page in pages:
        by_path.setdefault(page.path, {})[page.method] = page
    return [Route(path, Gate(front, methods).open, methods=list(methods)) for path, methods in by_path.items()]


class Gate:
    """Lets a request through to the screen of its method; screens run in a thread."""

    def __init__(self, front: Front, pages: Mapping[str, Page]) -> None:
        self._front, self._pages = front, pages

    async def open(self, request: Request) -> Response:
        """Answer a request; raises HTTPException where it may not pass."""
        form: dict[str, str] = {}
        if request.method == "POST":
            if is_cross_site(request):
                raise HTTPException(403)
            form = await _read_form(request)
        page = self._pages["GET" if request.method == "HEAD" else request.method]
        return await run_in_threadpool(self._speak, page, request, form)

    def _speak(self, page: Page, request: Request, form: Mapping[str, str]) -> Response:
        member = recognise(self._front, request, in_use=not page.by_itself)
        request.state.language = choose_language(request, member)
        with speaking(request.state.language):
            return self._pass(page, request, form, member)

    def _pass(self, page: Page, request: Request, form: Mapping[str, str], member: Member | None) -> Response:
        kept = find(request, FORM)
        visit = Visit(self._front, request, form, member, member.csrf if member else kept or new_secret())
        if member is None and page.role is not PUBLIC:
            return Response(status_code=401) if page.by_itself else _turn_away(visit)
        if _RANK[member.role if member else PUBLIC] < _RANK[page.role]:
            raise HTTPException(403)
        if page.method == "POST":
            _check_form(visit, kept)
        if member and page.role is not PUBLIC and not _has_enough(self._front, member, page):
            return Response(status_code=401) if page.by_itself else visit.go(FACTOR_FIRST)
        response = page.screen(visit)
        if member is None and not kept:
            keep(request, response, FORM, visit.token)
        return response


def recognise(front: Front, request: Request, *, in_use: bool) -> Member | None:
    """Tell who is logged in, if anybody is; `in_use` as `find_member` has it."""
    token = find(request, SESSION)
    return find_member(front.database, token, front.real_clock(), in_use=in_use) if token else None


def choose_language(request: Request, member: Member | None) -> str:
    """Return the language of an account, or of the browser where nobody is logged in."""
    return member.language if member else accept(request.headers.get("accept-language", ""))


def _has_enough(front: Front, member: Member, page: Page) -> bool:
    return member.has_factor or page.before_factor or not front.factor_required


def _check_form(visit: Visit, kept: str | None) -> None:
    if visit.member is None and kept is None:
        raise HTTPException(403, "no cookie")
    if not is_genuine(visit.form.get(FIELD), visit.token):
        raise HTTPException(403)


def _turn_away(visit: Visit) -> Response:
    """Show the way to log in; what was being written when the session ended is given back."""
    if visit.request.method == "POST":
        return visit.show("session_over.html", status=403, draft=visit.sent("words"))
    wanted = visit.request.url.path + (f"?{visit.request.url.query}" if visit.request.url.query else "")
    return visit.go("/connexion" if wanted == "/" else f"/connexion?suite={quote(wanted, safe='')}")


async def _read_form(request: Request) -> dict[str, str]:
    """Read a form's fields; line ends become newlines, and NUL, which PostgreSQL refuses, goes."""
    length = request.headers.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        raise HTTPException(411)
    if len(length) > 9 or int(length) > LARGEST_FORM:
        raise HTTPException(413)
    try:
        async with asyncio.timeout(FORM_SECONDS), request.form(max_files=0, max_fields=MOST_FIELDS) as form:
            fields = {name: value for name, value in form.items() if isinstance(value, str)}
        "".join([*fields, *fields.values()]).encode()
    except TimeoutError:
        raise HTTPException(408) from None
    except UnicodeError:  # a multipart form names the encoding of its fields, which may be any, and lone surrogates
        raise HTTPException(400) from None
    return {name: value.replace("\r\n", "\n").replace("\0", "") for name, value in fields.items()}
