"""A Bot API server on loopback for one bot, smaller than Telegram's: it remembers what the bot does, and can fail.

A request it does not know gets 404 as from Telegram. Faults are taken in order, one for each call of their method.
"""

import asyncio
import itertools
import json
import re
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from guichet.bot.web import WebServer

TOKEN = "123:test-token-that-is-none"
LONGEST = 4096


class Refusal(Exception):
    """The server refuses a call, as Telegram does."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass
class BotApi:
    url: str = ""
    updates: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    commands: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    faults: dict[str, list[Refusal]] = field(default_factory=lambda: defaultdict(list))
    webhook: dict[str, Any] = field(default_factory=dict)
    confirmed: int = 0
    refusals: dict[int, Refusal] = field(default_factory=dict)
    closing: bool = False

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)
        self._news = asyncio.Event()

    def push(self, **update: Any) -> int:
        """Put an update into the queue, and return its number."""
        number = 1000 + next(self._numbers)
        self.updates.append({"update_id": number, **update})
        self._news.set()
        return number

    def write(self, text: str, chat: int = 1001, language: str = "fr", **more: Any) -> int:
        """Let a person write in a private chat."""
        return self.push(message=self.message(chat, language, text=text, **more))

    def press(self, action: str, message: int, chat: int = 1001) -> int:
        """Let a person press a button."""
        query = {"id": f"q{next(self._numbers)}", "from": person(chat), "chat_instance": "1", "data": action}
        return self.push(callback_query={**query, "message": self.message(chat, message_id=message, text="…")})

    def message(self, chat: int, language: str = "fr", **content: Any) -> dict[str, Any]:
        private = {"id": chat, "type": "private", "first_name": "Ann"}
        base = {"message_id": next(self._numbers), "date": 1770000000, "chat": private, "from": person(chat, language)}
        return base | content

    def texts(self, chat: int = 1001) -> list[str]:
        """What was sent to a chat, as it reads there."""
        return [shown(call["text"]) for call in self.sent if str(call["chat_id"]) == str(chat)]

    def named(self, name: str) -> list[dict[str, Any]]:
        """The arguments of every call of a method."""
        return [arguments for called, arguments in self.calls if called == name]

    async def until_sent(self, number: int, seconds: float = 20) -> None:
        """Wait until so many messages were sent in all."""
        async with asyncio.timeout(seconds):
            while len(self.sent) < number:
                await asyncio.sleep(0.02)

    def wake(self) -> None:
        """Let whoever waits for updates look."""
        self._news.set()

    def refuse_at(self, number: int, refusal: Refusal) -> None:
        """Refuse the message of that number, once."""
        self.refusals[number] = refusal

    def close(self) -> None:
        """Let whoever waits for updates go."""
        self.closing = True
        self._news.set()

    async def answer(self, request: Request) -> Response:
        name = request.path_params["method"]
        arguments = {key: _read(value) for key, value in (await request.form()).items()}
        self.calls.append((name, arguments))
        try:
            if self.faults[name]:
                raise self.faults[name].pop(0)
            act = getattr(self, f"do_{_snake(name)}", None)
            if act is None:
                raise Refusal(404, "Not Found")
            return JSONResponse({"ok": True, "result": await act(arguments)})
        except Refusal as refused:
            body = {"ok": False, "error_code": refused.code, "description": refused.description}
            return JSONResponse(body | {"parameters": refused.parameters}, status_code=refused.code)

    async def serve_file(self, request: Request) -> Response:
        return Response(self.files[request.path_params["name"]])

    async def do_get_me(self, _: dict[str, Any]) -> Any:
        return {"id": 123, "is_bot": True, "first_name": "Guichet", "username": "guichet_bot"}

    async def do_get_updates(self, arguments: dict[str, Any]) -> Any:
        self.confirmed = max(self.confirmed, arguments["offset"])
        self.updates = [update for update in self.updates if update["update_id"] >= arguments["offset"]]
        if self.closing:
            raise Refusal(502, "Bad Gateway")
        if not self.updates:
            self._news.clear()
            try:
                async with asyncio.timeout(arguments["timeout"]):
                    await self._news.wait()
            except TimeoutError:
                return []
        return self.updates[: arguments["limit"]]

    async def do_delete_webhook(self, _: dict[str, Any]) -> Any:
        return True

    async def do_set_webhook(self, arguments: dict[str, Any]) -> Any:
        self.webhook = arguments
        return True

    async def do_set_my_commands(self, arguments: dict[str, Any]) -> Any:
        self.commands[arguments.get("language_code", "")] = [row["command"] for row in arguments["commands"]]
        return True

    async def do_delete_my_commands(self, _: dict[str, Any]) -> Any:
        return True

    async def do_answer_callback_query(self, _: dict[str, Any]) -> Any:
        return True

    async def do_send_message(self, arguments: dict[str, Any]) -> Any:
        if self.refusals.get(len(self.sent) + 1):
            raise self.refusals.pop(len(self.sent) + 1)
        if len(shown(arguments["text"])) > LONGEST:
            raise Refusal(400, "Bad Request: message is too long")
        self.sent.append(arguments)
        return self.message(int(arguments["chat_id"]), text=arguments["text"])

    async def do_edit_message_text(self, arguments: dict[str, Any]) -> Any:
        return self.message(int(arguments["chat_id"]), message_id=arguments["message_id"], text=arguments["text"])

    async def do_get_file(self, arguments: dict[str, Any]) -> Any:
        name = arguments["file_id"]
        if name not in self.files:
            raise Refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        return {"file_id": name, "file_unique_id": name, "file_path": name}


def person(number: int, language: str = "fr") -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": "Ann", "language_code": language}


def shown(html: str) -> str:
    """Read HTML as a chat shows it."""
    return unescape(re.sub(r"<[^>]+>", "", html))


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _read(value: Any) -> Any:
    try:
        return json.loads(value)
    except (TypeError, ValueError):
        return value


@asynccontextmanager
async def bot_api() -> AsyncIterator[BotApi]:
    """Serve a Bot API on a port of its own."""
    api = BotApi()
    routes = [
        Route(f"/bot{TOKEN}/{{method}}", api.answer, methods=["POST", "GET"]),
        Route(f"/file/bot{TOKEN}/{{name}}", api.serve_file),
    ]
    server = WebServer(Starlette(routes=routes))
    host, port = await server.open("127.0.0.1", 0)
    api.url = f"http://{host}:{port}"
    try:
        yield api
    finally:
        api.close()
        await server.close()
