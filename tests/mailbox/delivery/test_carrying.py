import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from guichet.mailbox.delivery.carrier import Delivery, Later, Refused
from guichet.mailbox.delivery.carrying import PAUSE, Carrying
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Address, Parcel, ParcelState
from guichet.tests.factories import NOW, SLUG, make_address, make_parcel


@dataclass
class Van:
    """A carrier that remembers, fails where it is told to, and is held up at one address."""

    troubles: dict[str, Exception] = field(default_factory=dict[str, Exception])
    slow: str = ""
    arrived: list[str] = field(default_factory=list[str])
    held_up: asyncio.Event = field(default_factory=asyncio.Event)
    free: asyncio.Event = field(default_factory=asyncio.Event)

    async def carry(self, delivery: Delivery) -> str:
        if delivery.address == self.slow:
            self.held_up.set()
            await self.free.wait()
        if trouble := self.troubles.get(delivery.address):
            raise trouble
        self.arrived.append(delivery.address)
        return f"r-{delivery.address}"


def carrying(database: Database, van: Van) -> Carrying:
    return Carrying(database, call=SLUG, channel="mail", carrier=van, clock=lambda: NOW, owner="me")


@asynccontextmanager
async def running(database: Database, van: Van, patience: float = 5.0) -> AsyncIterator[asyncio.Event]:
    """Run a carrying; leaving the block stops it and waits until it has ended."""
    stop = asyncio.Event()
    run = asyncio.create_task(carrying(database, van).run(stop, asyncio.Event(), patience))
    try:
        yield stop
    except BaseException:
        van.free.set()
        raise
    finally:
        stop.set()
        async with asyncio.timeout(10):
            await run


def fill(database: Database, *addresses: str) -> None:
    with database.begin() as session:
        known = {name: make_address(session, "mail", name) for name in dict.fromkeys(addresses)}
        for name in addresses:
            make_parcel(session, known[name])


def parcels(database: Database) -> list[Parcel]:
    with database.read() as session:
        return list(session.scalars(select(Parcel).order_by(Parcel.id)))


def states(database: Database) -> list[ParcelState]:
    return [parcel.state for parcel in parcels(database)]


def rename(database: Database, table: str, name: str) -> None:
    with database.begin() as session:
        session.execute(text(f"ALTER TABLE {table} RENAME TO {name}"))


async def until_sent(database: Database, how_many: int) -> None:
    async with asyncio.timeout(5):
        while states(database).count(ParcelState.SENT) < how_many:
            await asyncio.sleep(0.01)


async def test_what_is_due_is_carried_once_and_marked(database: Database) -> None:
    van = Van()
    fill(database, "ann@x.org", "bob@x.org")

    done = [await carrying(database, van).deliver_due() for _ in range(2)]

    assert (done, sorted(van.arrived)) == ([2, 0], ["ann@x.org", "bob@x.org"])
    assert [parcel.remote_id for parcel in parcels(database)] == ["r-ann@x.org", "r-bob@x.org"]
    assert states(database) == [ParcelState.SENT, ParcelState.SENT]


async def test_a_slow_address_does_not_hold_up_another(sqlite: Database) -> None:
    van = Van(slow="slow@x.org")
    fill(sqlite, "slow@x.org", "ann@x.org", "ann@x.org", "slow@x.org")

    async with running(sqlite, van):
        await until_sent(sqlite, 2)
        meanwhile = states(sqlite)
        van.free.set()
        await until_sent(sqlite, 4)

    assert meanwhile == [ParcelState.LEAVING, ParcelState.SENT, ParcelState.SENT, ParcelState.DUE]
    assert van.arrived == ["ann@x.org", "ann@x.org", "slow@x.org", "slow@x.org"]


@pytest.mark.parametrize(
    ("trouble", "state", "error", "seconds"),
    [
        (ZeroDivisionError("a secret"), ParcelState.DUE, "ZeroDivisionError", 2),
        (Later("SMTP 451"), ParcelState.DUE, "SMTP 451", 2),
        (Later("flood", seconds=37), ParcelState.DUE, "flood", 37),
        (Refused("SMTP 550"), ParcelState.ABANDONED, "SMTP 550", 0),
    ],
)
async def test_what_the_carrier_raises_decides(
    sqlite: Database, trouble: Exception, state: ParcelState, error: str, seconds: int
) -> None:
    fill(sqlite, "ann@x.org")

    await carrying(sqlite, Van({"ann@x.org": trouble})).deliver_due()

    [parcel] = parcels(sqlite)
    assert (parcel.state, parcel.error, parcel.due_at - NOW) == (state, error, timedelta(seconds=seconds))


async def test_an_address_that_is_gone_is_marked(sqlite: Database) -> None:
    fill(sqlite, "ann@x.org")

    await carrying(sqlite, Van({"ann@x.org": Refused("SMTP 550", gone=True)})).deliver_due()

    with sqlite.read() as session:
        assert session.scalars(select(Address.blocked_at)).all() == [NOW]


async def test_one_fault_does_not_keep_the_others(sqlite: Database) -> None:
    van = Van({"bad@x.org": ZeroDivisionError()})
    fill(sqlite, "bad@x.org", "ann@x.org")

    async with running(sqlite, van):
        await until_sent(sqlite, 1)

    assert states(sqlite) == [ParcelState.DUE, ParcelState.SENT]


async def test_to_stop_lets_what_is_under_way_end(sqlite: Database) -> None:
    van = Van(slow="slow@x.org")
    fill(sqlite, "slow@x.org", "slow@x.org")

    async with running(sqlite, van) as stop:
        await van.held_up.wait()
        stop.set()
        asyncio.get_running_loop().call_later(2 * PAUSE, van.free.set)

    assert states(sqlite) == [ParcelState.SENT, ParcelState.DUE]


async def test_patience_has_an_end(sqlite: Database) -> None:
    van = Van(slow="slow@x.org")
    fill(sqlite, "slow@x.org")

    async with running(sqlite, van, patience=0.05):
        await van.held_up.wait()
    at_the_end = states(sqlite)
    van.free.set()
    await until_sent(sqlite, 1)

    assert at_the_end == [ParcelState.LEAVING]


async def test_a_database_that_is_away_for_a_moment_does_not_end_the_carrying(sqlite: Database) -> None:
    fill(sqlite, "ann@x.org")
    rename(sqlite, "parcels", "gone")

    async with running(sqlite, Van()):
        await asyncio.sleep(0.05)
        rename(sqlite, "gone", "parcels")
        await until_sent(sqlite, 1)

    assert states(sqlite) == [ParcelState.SENT]


async def test_what_left_while_the_database_falters_is_marked_when_it_is_back(sqlite: Database) -> None:
    van = Van(slow="ann@x.org")
    fill(sqlite, "ann@x.org")

    async with running(sqlite, van):
        await van.held_up.wait()
        rename(sqlite, "parcels", "elsewhere")
        van.free.set()
        while not van.arrived:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        rename(sqlite, "elsewhere", "parcels")

    assert (van.arrived, states(sqlite)) == (["ann@x.org"], [ParcelState.SENT])
