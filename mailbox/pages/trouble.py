"""What goes wrong, as a page that tells nothing of our insides."""

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .front import Front
from .gate import choose_language, recognise
from .rendering import render
from .translation import accept, speaking

log = structlog.get_logger()


def show_trouble(front: Front, request: Request, error: Exception) -> Response:
    """Answer a request that is refused (an HTTPException), in the language of who is logged in."""
    if not isinstance(error, HTTPException):
        return _page(request, 500, "")
    if _language(request) is None:
        request.state.language = _choose_language(front, request)
    response = _page(request, error.status_code, error.detail)
    response.headers.update(error.headers or {})
    return response


class Trouble:
    """Answers for a page that failed, within the strict headers; the log names the error and never its data."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        begun = False

        async def send_knowing(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, send_knowing)
        except ClientDisconnect:  # nobody is there to be answered, and nothing of ours failed
            return
        except Exception as error:
            log.error("page failed", error=type(error).__name__, where=_place(error))
            if begun:
                raise
            await _page(Request(scope), 500, "")(scope, receive, send)


def _language(request: Request) -> str | None:
    """Return the language that was chosen for this request, if it came so far."""
    return getattr(request.state, "language", None)


def _choose_language(front: Front, request: Request) -> str:
    """Choose the language of an account; whatever fails at that, a refusal is said in the browser's."""
    try:
        member = recognise(front, request, in_use=False)
    except Exception as error:
        log.error("account not read for a refusal", error=type(error).__name__)
        member = None
    return choose_language(request, member)


def _page(request: Request, status: int, detail: str) -> Response:
    with speaking(_language(request) or accept(request.headers.get("accept-language", ""))):
        page = render("error.html", status=status, detail=detail, service="", member=None, token="")
    return HTMLResponse(page, status_code=status)


def _place(error: Exception) -> str:
    """Name the line that failed; a traceback's messages may hold what candidates write."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
