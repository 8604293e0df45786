import asyncio
from collections.abc import Callable
from datetime import datetime
from threading import Event

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from guichet.mailbox.intake.errors import Unreadable
from guichet.mailbox.intake.letterbox import Kept, fail, put_back
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Address, Item, ItemState, Ticket, TicketReason, TicketState
from guichet.tests.factories import NOW, SLUG
from guichet.tests.mailbox.intake.readers import Scribe, done, fill, none_kept, reading, run, states


class Killed(BaseException):
    """What a process that dies does: nothing of ours catches it."""


async def test_what_is_kept_is_read_in_the_order_of_its_lane_and_the_bell_rung(database: Database) -> None:
    scribe = Scribe()
    fill(database, ("ann", b"1"), ("ann", b"2"), ("bob", b"3"), ("ann", b"4"))

    rings = await run(database, scribe, until=none_kept(database))

    assert [raw for raw in scribe.order if raw != b"3"] == [b"1", b"2", b"4"]
    assert done(database) == ["1", "2", "3", "4"]
    assert rings > 0


async def test_lanes_are_read_side_by_side(sqlite: Database) -> None:
    other_begun = Event()

    class Waiting(Scribe):
        def read(self, item: Kept) -> Callable[[Session, datetime], None]:
            if item.raw == b"slow":
                assert other_begun.wait(2)
            other_begun.set()
            return super().read(item)

    scribe = Waiting()
    fill(sqlite, ("ann", b"slow"), ("bob", b"quick"))

    await run(sqlite, scribe, until=none_kept(sqlite))

    assert scribe.order == [b"quick", b"slow"]
    with sqlite.read() as session:
        assert session.scalars(select(Item.tries)).all() == [0, 0]


async def test_what_cannot_be_read_is_tried_thrice_then_put_aside_with_a_ticket_and_the_next_is_read(
    database: Database,
) -> None:
    scribe = Scribe(unreadable={b"bad"})
    number, _ = fill(database, ("ann", b"bad"), ("ann", b"good"))

    await run(database, scribe, until=none_kept(database))

    assert scribe.order == [b"bad", b"bad", b"bad", b"good"]
    assert states(database) == [ItemState.ASIDE, ItemState.READ]
    with database.read() as session:
        [ticket] = session.scalars(select(Ticket))
        assert (ticket.reason, ticket.item_id) == (TicketReason.UNREADABLE, number)
        assert session.get_one(Item, number).error == "ValueError: cannot read b'bad'"


def test_what_fails_in_the_middle_leaves_nothing_behind(database: Database) -> None:
    [number] = fill(database, ("ann", b"1"))

    reading(database, Scribe({b"1": ZeroDivisionError()})).read(number)

    assert (done(database), states(database)) == ([], [ItemState.KEPT])
    with database.read() as session:
        assert session.get_one(Item, number).tries == 1


def test_a_crash_before_the_commit_leaves_an_item_as_it_was_kept(database: Database) -> None:
    [number] = fill(database, ("ann", b"1"))

    with pytest.raises(Killed):
        reading(database, Scribe({b"1": Killed()})).read(number)
    after = states(database)
    reading(database, Scribe()).read(number)

    assert after == [ItemState.KEPT]
    assert (done(database), states(database)) == (["1"], [ItemState.READ])
    with database.read() as session:
        assert session.get_one(Item, number).tries == 0


def test_what_another_process_has_read_meanwhile_is_not_acted_on_again(database: Database) -> None:
    [number] = fill(database, ("ann", b"1"))

    class Overtaken(Scribe):
        def read(self, item: Kept) -> Callable[[Session, datetime], None]:
            reading(database, Scribe()).read(number)
            return super().read(item)

    reading(database, Overtaken()).read(number)

    assert done(database) == ["1"]
    with database.read() as session:
        assert session.get_one(Item, number).error is None


async def test_a_database_that_is_away_for_a_moment_does_not_end_the_reading(sqlite: Database) -> None:
    fill(sqlite, ("ann", b"1"))
    scribe, looked = Scribe(), list[int]()
    with sqlite.begin() as session:
        session.execute(text("ALTER TABLE items RENAME TO gone"))

    def is_read() -> bool:
        looked.append(1)
        if len(looked) == 5:
            with sqlite.begin() as session:
                session.execute(text("ALTER TABLE gone RENAME TO items"))
        return len(looked) > 5 and states(sqlite) == [ItemState.READ]

    await run(sqlite, scribe, until=is_read)

    assert done(sqlite) == ["1"]


async def test_to_stop_lets_the_item_under_way_end_and_begins_no_other(sqlite: Database) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    class Stopping(Scribe):
        def read(self, item: Kept) -> Callable[[Session, datetime], None]:
            loop.call_soon_threadsafe(stop.set)
            return super().read(item)

    fill(sqlite, *((f"{n}", f"{n}".encode()) for n in range(12)))
    async with asyncio.timeout(10):
        await reading(sqlite, Stopping()).run(stop, asyncio.Event(), lambda: None)

    assert 1 <= states(sqlite).count(ItemState.READ) <= 4
    assert states(sqlite).count(ItemState.READ) == len(done(sqlite))


async def test_a_reason_that_no_database_holds_puts_an_item_aside_all_the_same(sqlite: Database) -> None:
    fill(sqlite, ("ann", b"1"), ("bob", b"2"))
    reader = Scribe(troubles={b"1": ValueError("half a letter: \ud800")})

    await run(sqlite, reader, until=none_kept(sqlite))

    assert states(sqlite) == [ItemState.ASIDE, ItemState.READ]


def test_what_was_read_meanwhile_cannot_fail_any_more(database: Database) -> None:
    [number] = fill(database, ("ann", b"1"))
    reading(database, Scribe()).read(number)

    with database.begin() as session:
        assert fail(session, number, "too late", NOW) is None

    assert states(database) == [ItemState.READ]


async def test_what_can_never_be_read_is_put_aside_at_once_and_read_again_after_a_fix(database: Database) -> None:
    class Strict(Scribe):
        def read(self, item: Kept) -> Callable[[Session, datetime], None]:
            if item.raw in self.unreadable:
                self.order.append(item.raw)
                raise Unreadable("parts", 200, 201)
            return super().read(item)

    def aside() -> int:
        with database.read() as session:
            return len(list(session.scalars(select(Item).filter_by(state=ItemState.ASIDE))))

    def tickets() -> list[TicketState]:
        with database.read() as session:
            return list(session.scalars(select(Ticket.state).order_by(Ticket.id)))

    scribe = Strict(unreadable={b"bad"})
    fill(database, ("ann", b"bad"))
    await run(database, scribe, until=lambda: aside() == 1)
    assert (scribe.order, tickets()) == ([b"bad"], [TicketState.OPEN])

    with database.begin() as session:
        assert put_back(session, SLUG) == 1
    await run(database, scribe, until=lambda: aside() == 1)
    assert tickets() == [TicketState.OPEN]

    scribe.unreadable.clear()
    with database.begin() as session:
        put_back(session, SLUG)
    await run(database, scribe, until=lambda: tickets() == [TicketState.CLOSED])
    with database.read() as session:
        assert session.scalars(select(Address.address)).all() == ["bad"]
