"""Fetching the bytes of files that people sent."""

import asyncio
from collections import Counter

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from ...mailbox.delivery.bell import wait_for
from ...mailbox.intake.attachment import fill, give_up, list_missing
from ...mailbox.records.database import Database
from .patience import Patience, unless_stopped

log = structlog.get_logger()

_LOOK_SECONDS = 2.0
_FETCH_SECONDS = 60.0
_AT_ONCE = 200
_TRIES = 3
"""How often Telegram may refuse a file, which it also does where one is but "temporarily unavailable"."""


class Fetcher:
    """Fetches the bytes of files that were sent, so that staff find them with the ticket."""

    def __init__(self, database: Database, bot: Bot, *, call: str, channel: str) -> None:
        self._database, self._bot, self._call, self._channel = database, bot, call, channel
        self._refused: Counter[int] = Counter()

    async def run(self, stop: asyncio.Event, bell: asyncio.Event) -> None:
        """Fetch until `stop` is set; a failure is tried again, a file that is not to be had is given up."""
        patience = Patience()
        while not stop.is_set():
            try:
                whole = await unless_stopped(stop, self._fetch_all())
            except SQLAlchemyError as error:
                log.error("files not listed", error=type(error).__name__)
                whole = False
            if whole is False:
                await patience.wait(stop)
            else:
                patience.rest()
                await unless_stopped(stop, wait_for(bell, _LOOK_SECONDS))

    async def _fetch_all(self) -> bool:
        """Fetch what is missing; tell whether none of it must be tried again."""
        missing = await asyncio.to_thread(self._list)
        return all([await self._fetch(number, reference) for number, reference in missing])

    async def _fetch(self, number: int, reference: str) -> bool:
        try:
            file = await self._bot.get_file(reference, read_timeout=_FETCH_SECONDS)
            content = bytes(await file.download_as_bytearray(read_timeout=_FETCH_SECONDS))
        except (BadRequest, Forbidden) as error:
            return await self._refuse(number, error)
        except TelegramError as error:
            log.warning("file not fetched", error=type(error).__name__)
            return False
        else:
            await asyncio.to_thread(self._fill, number, content)
        return True

    async def _refuse(self, number: int, error: TelegramError) -> bool:
        """Give a file up after the third refusal; tell whether it need not be tried again."""
        self._refused[number] += 1
        if self._refused[number] < _TRIES:
            return False
        log.warning("file given up", error=error.message[:80])
        await asyncio.to_thread(self._give_up, number)
        return True

    def _list(self) -> list[tuple[int, str]]:
        with self._database.read() as session:
            return list_missing(session, self._call, self._channel, _AT_ONCE)

    def _fill(self, number: int, content: bytes) -> None:
        with self._database.begin() as session:
            fill(session, number, content)

    def _give_up(self, number: int) -> None:
        with self._database.begin() as session:
            give_up(session, number)
