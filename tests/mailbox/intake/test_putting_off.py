"""What the database does not take: put off, and put aside where it never does."""

import asyncio
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from guichet.mailbox.intake.letterbox import MOST_PUT_OFF
from guichet.mailbox.intake.reading import Reading
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Item, ItemState, Ticket, TicketReason
from guichet.tests.factories import NOW, SLUG
from guichet.tests.mailbox.intake.readers import DESK, Scribe, done, fill, reading, states


def test_a_faltering_database_is_no_fault_of_the_item_s(sqlite: Database) -> None:
    falters = OperationalError("SELECT 1", {}, Exception("database is locked"))
    [number] = fill(sqlite, ("ann", b"1"))

    came_of_it = reading(sqlite, Scribe(troubles={b"1": falters})).read(number)

    with sqlite.read() as session:
        item = session.get_one(Item, number)
    assert (came_of_it, item.state, item.tries) == (False, ItemState.KEPT, 0)


async def test_items_that_the_database_never_takes_hold_up_no_other(sqlite: Database) -> None:
    refused = OperationalError("INSERT", {}, Exception("program limit exceeded"))
    bad = [f"bad{n}".encode() for n in range(4)]
    fill(sqlite, *((raw.decode(), raw) for raw in bad), ("ann", b"good"))
    reader, stop = Scribe(troubles=dict.fromkeys(bad, refused)), asyncio.Event()
    still = Reading(sqlite, DESK, call=SLUG, channel="mail", reader=reader, clock=lambda: NOW)

    task = asyncio.create_task(still.run(stop, asyncio.Event(), lambda: None))
    async with asyncio.timeout(10):
        while done(sqlite) != ["good"]:
            await asyncio.sleep(0.01)
    stop.set()
    await task

    assert states(sqlite) == [ItemState.KEPT] * 4 + [ItemState.READ]


def test_what_the_database_never_takes_is_put_aside_with_a_ticket_after_hours(database: Database) -> None:
    refused = OperationalError("INSERT INTO x VALUES ('secret')", {}, Exception("program limit exceeded"))
    [number] = fill(database, ("ann", b"1"))
    waits = list[timedelta]()

    for _ in range(MOST_PUT_OFF):
        assert states(database) == [ItemState.KEPT]
        Reading(
            database,
            DESK,
            call=SLUG,
            channel="mail",
            reader=Scribe(troubles={b"1": refused}),
            clock=lambda: NOW,
        ).read(number)
        with database.read() as session:
            waits.append((session.get_one(Item, number).next_try_at or NOW) - NOW)

    with database.read() as session:
        item, [ticket] = session.get_one(Item, number), session.scalars(select(Ticket))
        assert (item.state, item.tries, ticket.reason) == (ItemState.ASIDE, 0, TicketReason.UNREADABLE)
        assert item.error == "OperationalError: program limit exceeded"
    assert waits[:3] == [timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8)]
    assert timedelta(hours=2) < sum(waits, timedelta()) < timedelta(hours=4)
