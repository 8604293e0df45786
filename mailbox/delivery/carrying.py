"""Delivering what is due on one channel: claimed, carried side by side, marked one by one."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from ..records.database import Database
from .bell import wait_for
from .carrier import Carrier, Delivery, Later, Refused
from .outbox import abandon, claim, mark_sent, put_back

log = structlog.get_logger()

SIDE_BY_SIDE = 16
PAUSE = 0.25
MARK_PAUSES = (0.1, 1.0, 5.0)
CARRY_SECONDS = 90.0
"""The longest that carrying one parcel may take, well within its lease."""


class Carrying:
    """Carries a call's parcels of one channel, so that a slow channel keeps no other waiting."""

    def __init__(
        self,
        database: Database,
        *,
        call: str,
        channel: str,
        carrier: Carrier,
        clock: Callable[[], datetime],
        owner: str,
    ) -> None:
        self._database, self._call, self._channel, self._carrier = database, call, channel, carrier
        self._clock, self._owner = clock, owner
        self._under_way: set[asyncio.Task[None]] = set()

    async def run(self, stop: asyncio.Event, bell: asyncio.Event, patience: float) -> None:
        """Deliver until `stop` is set; then what is under way has `patience` seconds to end."""
        while not stop.is_set():
            started = await self._start_some(bell)
            if not started:
                await wait_for(bell, PAUSE)
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=patience)

    async def deliver_due(self) -> int:
        """Carry what is due now, and return how many parcels that was."""
        deliveries = await asyncio.to_thread(self._claim, SIDE_BY_SIDE)
        await asyncio.gather(*(self._carry(delivery) for delivery in deliveries))
        return len(deliveries)

    async def _start_some(self, bell: asyncio.Event) -> int:
        free = SIDE_BY_SIDE - len(self._under_way)
        if not free:
            return 0
        try:
            deliveries = await asyncio.to_thread(self._claim, free)
        except SQLAlchemyError as error:
            log.error("claim failed", channel=self._channel, error=type(error).__name__)
            return 0
        for delivery in deliveries:
            task = asyncio.create_task(self._carry(delivery))
            self._under_way.add(task)
            task.add_done_callback(lambda done: (self._under_way.discard(done), bell.set()))
        return len(deliveries)

    async def _carry(self, delivery: Delivery) -> None:
        try:
            async with asyncio.timeout(CARRY_SECONDS):
                remote_id = await self._carrier.carry(delivery)
        except Refused as refused:
            log.warning("parcel refused", channel=self._channel, parcel=delivery.parcel)
            await asyncio.to_thread(self._abandon, delivery, refused)
        except Later as later:
            log.info("parcel put back", channel=self._channel, parcel=delivery.parcel)
            await asyncio.to_thread(self._put_back, delivery, str(later), later.seconds)
        except Exception as error:  # a carrier's fault must not lose the parcel
            log.error("carrier failed", channel=self._channel, parcel=delivery.parcel, error=type(error).__name__)
            await asyncio.to_thread(self._put_back, delivery, type(error).__name__, None)
        else:
            await self._mark_sent(delivery, remote_id)

    async def _mark_sent(self, delivery: Delivery, remote_id: str | None) -> None:
        """Record that it left, again if the database falters: what is not marked would leave once more."""
        for pause in MARK_PAUSES:
            try:
                await asyncio.to_thread(self._mark, delivery, remote_id)
                return
            except SQLAlchemyError as error:
                log.error("mark failed", channel=self._channel, parcel=delivery.parcel, error=type(error).__name__)
                await asyncio.sleep(pause)
        log.critical("sent and not marked", channel=self._channel, parcel=delivery.parcel)

    def _claim(self, limit: int) -> list[Delivery]:
        with self._database.begin() as session:
            return claim(session, self._call, [self._channel], self._owner, self._clock(), limit)

    def _mark(self, delivery: Delivery, remote_id: str | None) -> None:
        with self._database.begin() as session:
            mark_sent(session, delivery.parcel, self._owner, remote_id, self._clock())

    def _put_back(self, delivery: Delivery, reason: str, seconds: float | None) -> None:
        with self._database.begin() as session:
            put_back(session, delivery.parcel, self._owner, reason, self._clock(), seconds)

    def _abandon(self, delivery: Delivery, refused: Refused) -> None:
        with self._database.begin() as session:
            abandon(session, delivery.parcel, self._owner, str(refused), self._clock(), gone=refused.gone)
