"""The worker's rounds: read what is kept, deliver what is due, remind, see to what failed."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog

from ..knowledge.call import Call
from .delivery.bell import Bell
from .delivery.carrier import Carrier
from .delivery.carrying import Carrying
from .delivery.outbox import free_stranded
from .desk.clock import wind_up
from .desk.correcting import open_corrections
from .desk.lanes import wake_sleepers
from .desk.notifying import notify
from .desk.reindexing import reindex
from .desk.reminding import remind
from .desk.ticket import Desk
from .desk.undelivered import see_to_abandoned
from .intake.letterbox import Reader
from .intake.reading import Reading
from .records.database import Database

log = structlog.get_logger()

STOP_SECONDS = 4.2
"""How long what is being carried may take to end when the service stops; what is being read ends by its own limit."""


@dataclass(frozen=True)
class Round:
    """Something done again and again: `go` returns how much it did, and is called again at once after it did some."""

    name: str
    pause: float
    go: Callable[[], int]


class Worker:
    """Runs the rounds of one process; several may run on one database."""

    def __init__(
        self,
        database: Database,
        *,
        call: Call,
        desk: Desk,
        readers: Mapping[str, Reader],
        carriers: Mapping[str, Carrier],
        clock: Callable[[], datetime],
        bell: Bell,
        owner: str,
    ) -> None:
        self._database, self._call, self._desk, self._clock, self._bell = database, call, desk, clock, bell
        self._channels = tuple(carriers)
        self._readings = [
            Reading(database, desk, call=call.slug, channel=name, reader=reader, clock=clock)
            for name, reader in readers.items()
        ]
        self._posts = [
            Carrying(database, call=call.slug, channel=name, carrier=carrier, clock=clock, owner=owner)
            for name, carrier in carriers.items()
        ]
        self._rounds = (
            Round("wind up the clocks of tickets without one", 60.0, self._wind_up),
            Round("remind", 1.0, self._remind),
            Round("wake what sleeps", 15.0, self._wake_sleepers),
            Round("open what is to be corrected", 5.0, self._correct),
            Round("notify staff", 5.0, self._notify),
            Round("see to what was given up", 2.0, self._see_to_abandoned),
            Round("free what a crash left on its way", 30.0, self._free_stranded),
            Round("index what is not yet whole", 60.0, self._reindex),
        )

    def free_all_stranded(self) -> int:
        """Make due what a crash left on its way; for the one process of a SQLite file, before it runs."""
        with self._database.begin() as session:
            return free_stranded(session, self._call.slug, self._channels, self._clock(), all_of_them=True)

    async def run(self, stop: asyncio.Event) -> None:
        """Run all rounds until `stop` is set, then let what is under way end."""
        loops = [self._repeat(round_, stop) for round_ in self._rounds]
        loops += [reading.run(stop, self._bell.listen(), self._bell.ring) for reading in self._readings]
        loops += [post.run(stop, self._bell.listen(), STOP_SECONDS) for post in self._posts]
        await asyncio.gather(*loops)

    async def _repeat(self, round_: Round, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                done = await asyncio.to_thread(round_.go)
            except Exception as error:  # one round's fault must not end the others
                log.error("round failed", round=round_.name, error=type(error).__name__)
                done = 0
            if done:
                self._bell.ring()
            else:
                await _pause(stop, round_.pause)

    def _wind_up(self) -> int:
        with self._database.begin() as session:
            return wind_up(session, self._call.slug, self._desk.schedule)

    def _remind(self) -> int:
        with self._database.begin() as session:
            return remind(session, self._call, self._desk, self._clock())

    def _wake_sleepers(self) -> int:
        with self._database.begin() as session:
            return wake_sleepers(session, self._desk, self._call.slug, self._clock())

    def _correct(self) -> int:
        with self._database.begin() as session:
            return open_corrections(session, self._desk, self._call, self._clock())

    def _notify(self) -> int:
        with self._database.begin() as session:
            return notify(session, self._call, self._desk, self._clock())

    def _see_to_abandoned(self) -> int:
        with self._database.begin() as session:
            return see_to_abandoned(session, self._call.slug, self._desk, self._clock())

    def _reindex(self) -> int:
        return reindex(self._database, self._call.slug)

    def _free_stranded(self) -> int:
        with self._database.begin() as session:
            return free_stranded(session, self._call.slug, self._channels, self._clock())


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        pass
