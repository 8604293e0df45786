"""The webhook: Telegram calls us, and gets its 200 when the update is kept."""

import asyncio
import hmac
import json
from typing import Any, cast

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from .listener import Listener

log = structlog.get_logger()

SECRET_FIELD = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (the name of a header)
MOST_BYTES = 1_000_000


def make_secret(token: str) -> str:
    """Make the secret that Telegram sends back with each call; the same in every process that knows the token."""
    return hmac.new(token.encode(), b"guichet webhook", "sha256").hexdigest()


def make_route(path: str, secret: str, listener: Listener) -> Route:
    """Make the route that takes updates: 403 without the secret, 400 for what is none, 500 where it is not kept."""

    async def take(request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(SECRET_FIELD, "").encode(), secret.encode()):
            return Response(status_code=403)
        update = _parse(await _body(request))
        if update is None:
            return Response(status_code=400)
        try:
            await asyncio.to_thread(listener.keep, [update])
        except SQLAlchemyError as error:
            log.error("update not kept", error=type(error).__name__)
            return Response(status_code=500)
        return Response(status_code=200)

    return Route(path, take, methods=["POST"])


async def _body(request: Request) -> bytes:
    """Read a body, empty where it is longer than any update."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            return b""
    return body


def _parse(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not isinstance(cast("dict[str, Any]", found).get("update_id"), int):
        return None
    return cast("dict[str, Any]", found)
