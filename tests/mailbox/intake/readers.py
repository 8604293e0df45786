"""A reader for tests, and the reading of what waits for it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.mailbox.desk.ticket import Desk
from guichet.mailbox.intake.letterbox import Kept
from guichet.mailbox.intake.reading import Reading
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Address, Item, ItemState
from guichet.tests.factories import NOW, SLUG, keep_item, make_address, make_office

DESK = Desk(make_office(), "postes@example.org")


@dataclass
class Scribe:
    """A reader that writes one row for each item, after which it fails where it is told to."""

    troubles: dict[bytes, BaseException] = field(default_factory=dict[bytes, BaseException])
    unreadable: set[bytes] = field(default_factory=set[bytes])
    order: list[bytes] = field(default_factory=list[bytes])

    def read(self, item: Kept) -> Callable[[Session, datetime], None]:
        self.order.append(item.raw)
        if item.raw in self.unreadable:
            raise ValueError(f"cannot read {item.raw!r}")

        def act(session: Session, _now: datetime) -> None:
            make_address(session, address=item.raw.decode())
            if trouble := self.troubles.get(item.raw):
                raise trouble

        return act


@dataclass
class Stopwatch:
    """A clock that is a minute further each time it is looked at, so that no pause is waited for."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


def reading(database: Database, reader: object) -> Reading:
    return Reading(database, DESK, call=SLUG, channel="mail", reader=reader, clock=Stopwatch())  # type: ignore[arg-type]


async def run(database: Database, reader: object, *, until: Callable[[], bool]) -> int:
    """Read until something has come about, and return how often the bell was rung."""
    stop, rings = asyncio.Event(), list[int]()
    task = asyncio.create_task(reading(database, reader).run(stop, asyncio.Event(), lambda: rings.append(1)))
    async with asyncio.timeout(10):
        while not until():
            await asyncio.sleep(0.01)
    stop.set()
    await task
    return len(rings)


def fill(database: Database, *items: tuple[str, bytes]) -> list[int]:
    with database.begin() as session:
        return [keep_item(session, lane, raw=raw) for lane, raw in items]


def states(database: Database) -> list[ItemState]:
    with database.read() as session:
        return list(session.scalars(select(Item.state).order_by(Item.id)))


def done(database: Database) -> list[str]:
    with database.read() as session:
        return sorted(session.scalars(select(Address.address)))


def none_kept(database: Database) -> Callable[[], bool]:
    return lambda: ItemState.KEPT not in states(database)
