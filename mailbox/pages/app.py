"""The staff's web desk, put together."""

from collections.abc import Callable, Mapping, MutableMapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from ...knowledge.call import Call
from ..desk.ticket import Desk
from ..records.database import Database
from .front import Front
from .gate import lay_routes
from .headers import StrictHeaders
from .provider import Provider
from .routes import PAGES, STATIC
from .trouble import Trouble, show_trouble

FOLDER = Path(__file__).parent / "static"
LETTER_STYLE = "letter.css"


def build_desk(
    database: Database,
    desk: Desk,
    *,
    clock: Callable[[], datetime],
    real_clock: Callable[[], datetime],
    call: Call,
    channel_labels: Mapping[str, str],
    rang: Callable[[], None],
    factor_required: bool,
    provider: Provider | None = None,
) -> Starlette:
    """Make the desk's application; the clocks return aware moments, `rang` is called when something is to leave.

    Where `factor_required`, nobody works without a second factor; with a `provider` staff may log in by it.
    """
    front = Front(database, desk, call, channel_labels, clock, real_clock, rang, factor_required, provider)
    routes: list[BaseRoute] = [*lay_routes(front, PAGES), Mount(STATIC, _Static(directory=FOLDER))]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(StrictHeaders), Middleware(Trouble)],
        exception_handlers={HTTPException: partial(show_trouble, front)},
    )
    app.router.redirect_slashes = False
    return app


class _Static(StaticFiles):
    """Files that a browser may keep, and asks about each time."""

    async def get_response(self, path: str, scope: MutableMapping[str, Any]) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        if path == LETTER_STYLE:  # a letter's page is in a sandbox, where it is of no site
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response
