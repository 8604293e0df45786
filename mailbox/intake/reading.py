"""Reading what is kept: items of one channel, in order within a lane and side by side between lanes."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import structlog
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from ..delivery.bell import wait_for
from ..desk.ticket import Desk
from ..desk.undelivered import see_to_unreadable, withdraw_unreadable
from ..records.database import Database
from ..records.models import ItemState
from .errors import IntakeError
from .letterbox import Reader, fail, look, put_off, take, waiting

log = structlog.get_logger()

SIDE_BY_SIDE = 4
BATCH = 64
PAUSE = 0.25


class Reading:
    """Reads a call's items of one channel. A crash in the middle leaves an item as it was kept."""

    def __init__(
        self,
        database: Database,
        desk: Desk,
        *,
        call: str,
        channel: str,
        reader: Reader,
        clock: Callable[[], datetime],
    ) -> None:
        self._database, self._desk, self._call, self._channel = database, desk, call, channel
        self._reader, self._clock = reader, clock
        self._under_way: dict[int, asyncio.Task[None]] = {}

    async def run(self, stop: asyncio.Event, bell: asyncio.Event, ring: Callable[[], None]) -> None:
        """Read until `stop` is set; `ring` when something was read, since there may be something to deliver."""
        while not stop.is_set():
            if not await self._start_some(bell, ring):
                await wait_for(bell, PAUSE)
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    async def _start_some(self, bell: asyncio.Event, ring: Callable[[], None]) -> int:
        """Begin with what waits, as far as there is room; what takes long holds up no other lane."""
        busy = set(self._under_way)  # taken before the look: what ends meanwhile may still be listed as kept
        room = SIDE_BY_SIDE - len(busy)
        if not room:
            return 0
        try:
            ids = await asyncio.to_thread(self._waiting)
        except SQLAlchemyError as error:
            log.error("reading failed", channel=self._channel, error=type(error).__name__)
            return 0
        begun = [item_id for item_id in ids if item_id not in busy][:room]
        for item_id in begun:
            task = asyncio.create_task(self._read_one(item_id, bell, ring))
            self._under_way[item_id] = task
        return len(begun)

    async def _read_one(self, item_id: int, bell: asyncio.Event, ring: Callable[[], None]) -> None:
        done = False
        try:
            done = await asyncio.to_thread(self.read, item_id)
        except Exception as error:  # it stays kept; whatever it is, the next is read
            log.error("reading failed", channel=self._channel, error=type(error).__name__)
        finally:
            del self._under_way[item_id]
        if done:
            bell.set()
            ring()

    def read(self, item_id: int) -> bool:
        """Read one item: all of what follows from it is done, or nothing.

        Return False where nothing came of it for now: another process has it, or the database falters, which is no
        fault of the item's.
        """
        try:
            with self._database.read() as session:
                kept = look(session, item_id)
            act = self._reader.read(kept)
            with self._database.begin() as session:
                now = self._clock()
                if not take(session, item_id, now):
                    return False
                act(session, now)
                if kept.failed_before:
                    withdraw_unreadable(session, item_id, now)
        except OperationalError as error:
            log.error("item put off", channel=self._channel, item=item_id, error=type(error).__name__)
            self._put_off(item_id, error)
            return False
        except Exception as error:  # whatever one item does to us, the next is read
            log.error("item not read", channel=self._channel, item=item_id, error=type(error).__name__)
            self._put_aside(item_id, error)
        return True

    def _put_off(self, item_id: int, error: Exception) -> None:
        """Let others be read before what the database would not take now; where it takes nothing, all wait alike."""
        now = self._clock()
        with suppress(SQLAlchemyError), self._database.begin() as session:
            if put_off(session, item_id, _reason(error), now) is ItemState.ASIDE:
                see_to_unreadable(session, self._desk, item_id, now)

    def _put_aside(self, item_id: int, error: Exception) -> None:
        now = self._clock()
        with self._database.begin() as session:
            if fail(session, item_id, _reason(error), now, for_good=isinstance(error, IntakeError)) is ItemState.ASIDE:
                see_to_unreadable(session, self._desk, item_id, now)

    def _waiting(self) -> list[int]:
        with self._database.read() as session:
            return waiting(session, self._call, self._channel, self._clock(), BATCH)


def _reason(error: Exception) -> str:
    """Say what went wrong, in letters that every database holds and without the values of a statement."""
    told = error.orig if isinstance(error, DBAPIError) else error
    return f"{type(error).__name__}: {told}".encode("ascii", "backslashreplace").decode()[:500]
