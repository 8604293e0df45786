"""Telegram, put together: what listens, what reads, what carries, and how it starts and ends."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import structlog
from starlette.routing import Route
from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from ...mailbox.delivery.bell import Bell
from ...mailbox.records.database import Database
from .carrier import TelegramCarrier
from .fetcher import Fetcher
from .listener import CHANNEL, WANTED, Listener
from .menu import set_menus
from .patience import Patience, unless_stopped
from .reader import TakesPart, UpdateReader
from .webhook import make_route, make_secret

log = structlog.get_logger()

_CONNECTIONS = 16
_POOL_SECONDS = 60.0
"""A pool of 16 and a long wait for it carried 400 messages a second; 256 connections carried 45."""
_POLL_CONNECTIONS = 4
"""A poll that was cut off can block its connection for good, so there is more than one."""


class TelegramChannel:
    """One bot: its reader and carrier for the worker, and its listener."""

    def __init__(
        self,
        database: Database,
        take_part: TakesPart,
        *,
        call: str,
        token: str,
        api: str,
        webhook: str | None,
        clock: Callable[[], datetime],
        bell: Bell,
    ) -> None:
        self._webhook, self._secret, self._bell = webhook, make_secret(token), bell
        self._requests = (
            HTTPXRequest(connection_pool_size=_POLL_CONNECTIONS, pool_timeout=_POOL_SECONDS),
            HTTPXRequest(connection_pool_size=_CONNECTIONS, pool_timeout=_POOL_SECONDS, read_timeout=20),
        )
        self._bot = _make_bot(token, api, *self._requests)
        self._username = ""
        self._listener = Listener(database, call=call, bot_id=int(token.partition(":")[0]), clock=clock, rang=bell.ring)
        self._fetcher = Fetcher(database, self._bot, call=call, channel=CHANNEL)
        self.reader = UpdateReader(take_part, lambda: self._username)
        self.carrier = TelegramCarrier(self._bot)

    def webhook_routes(self, url: str) -> list[Route]:
        """Make the route that Telegram calls, at the path of that URL."""
        return [make_route(urlsplit(url).path or "/", self._secret, self._listener)]

    async def listen(self, stop: asyncio.Event) -> None:
        """Listen until `stop` is set; a Telegram that cannot be reached, or refuses us, is asked again."""
        await _until_done(self._introduce, stop)
        if self._webhook is not None:
            await _until_done(self._set_webhook, stop)
            await stop.wait()
        else:
            await _until_done(self._bot.delete_webhook, stop)
            await self._listener.poll(self._bot, stop)

    async def fetch(self, stop: asyncio.Event) -> None:
        """Fetch the files that people send, until `stop` is set."""
        await self._fetcher.run(stop, self._bell.listen())

    async def close(self) -> None:
        """Close the connections, those as well of a bot that never learnt its name."""
        for request in self._requests:
            await request.shutdown()

    async def _introduce(self) -> None:
        """Learn our own name and set the menus; a failure of the menus does not keep us from listening."""
        await self._bot.initialize()
        self._username = self._bot.username
        try:
            await set_menus(self._bot)
        except InvalidToken:
            raise
        except TelegramError as error:
            log.warning("menus not set", error=type(error).__name__)

    async def _set_webhook(self) -> None:
        await self._bot.set_webhook(self._webhook or "", secret_token=self._secret, allowed_updates=WANTED)


def _make_bot(token: str, api: str, polling: HTTPXRequest, asking: HTTPXRequest) -> Bot:
    return Bot(
        token, base_url=f"{api}/bot", base_file_url=f"{api}/file/bot", request=asking, get_updates_request=polling
    )


async def _until_done(act: Callable[[], Coroutine[Any, Any, object]], stop: asyncio.Event) -> None:
    patience = Patience()
    while not stop.is_set():
        try:
            await unless_stopped(stop, act())
        except TelegramError as error:
            if isinstance(error, InvalidToken) or patience.is_long:
                log.critical("Telegram cannot be used", error=type(error).__name__, hint="check GUICHET_TELEGRAM_TOKEN")
            else:
                log.warning("Telegram not reached", error=type(error).__name__)
            await patience.wait(stop)
        else:
            return
