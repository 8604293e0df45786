from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

from sqlalchemy import select

from guichet.mailbox.intake.letterbox import Kept, fail, look, take, waiting
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Item, ItemState
from guichet.tests.factories import NOW, SLUG, keep_item

SECOND = timedelta(seconds=1)


def fill(database: Database, *lanes: str) -> list[int]:
    """Keep an item for each lane, in this order, and return their ids."""
    with database.begin() as session:
        return [keep_item(session, lane) for lane in lanes]


def ready(database: Database, now: datetime = NOW, limit: int = 100, channel: str = "mail") -> list[int]:
    with database.read() as session:
        return waiting(session, SLUG, channel, now, limit)


def read(database: Database, number: int) -> bool:
    with database.begin() as session:
        return take(session, number, NOW)


def miss(database: Database, number: int, now: datetime = NOW) -> ItemState:
    with database.begin() as session:
        return fail(session, number, "Unreadable: x", now)


def item(database: Database, number: int) -> Item:
    with database.read() as session:
        return session.get_one(Item, number)


def test_what_is_kept_is_byte_for_byte_what_came(database: Database) -> None:
    raw = bytes(range(256))
    with database.begin() as session:
        number = keep_item(session, raw=raw, envelope={"mail_from": "é@x.org"})

    with database.read() as session:
        assert look(session, number) == Kept(number, SLUG, raw, {"mail_from": "é@x.org"}, NOW)


def test_the_same_item_is_kept_once_and_the_first_stays(database: Database) -> None:
    with database.begin() as session:
        number = keep_item(session, key="k1", raw=b"first")

        assert keep_item(session, key="k1", raw=b"second") == 0
        assert keep_item(session, key="k1", channel="chat") != 0
    assert item(database, number).raw == b"first"


def test_of_two_doors_that_keep_the_same_item_one_is_told_so(database: Database) -> None:
    start = Barrier(2)

    def keep_it(_: int) -> bool:
        start.wait()
        with database.begin() as session:
            return bool(keep_item(session, key="k1"))

    with ThreadPoolExecutor(2) as pool:
        kept = list(pool.map(keep_it, range(2)))

    assert sorted(kept) == [False, True]


def test_of_each_lane_the_oldest_is_read_next(database: Database) -> None:
    first, second, other = fill(database, "ann", "ann", "bob")

    before = ready(database)
    read(database, first)

    assert (before, ready(database)) == ([first, other], [second, other])


def test_lanes_of_different_channels_do_not_wait_for_each_other(database: Database) -> None:
    with database.begin() as session:
        mail, chat = keep_item(session, "1001"), keep_item(session, "1001", channel="chat")

    assert (ready(database), ready(database, channel="chat")) == ([mail], [chat])


def test_no_more_are_listed_than_asked_for(database: Database) -> None:
    numbers = fill(database, "ann", "bob", "eve")

    assert ready(database, limit=2) == numbers[:2]


def test_an_item_is_taken_once(database: Database) -> None:
    [number] = fill(database, "ann")

    assert [read(database, number), read(database, number)] == [True, False]
    assert (item(database, number).state, item(database, number).read_at) == (ItemState.READ, NOW)


def test_of_two_processes_that_take_an_item_one_gets_it(database: Database) -> None:
    [number] = fill(database, "ann")
    start = Barrier(2)

    def take_it(_: int) -> bool:
        start.wait()
        return read(database, number)

    with ThreadPoolExecutor(2) as pool:
        taken = list(pool.map(take_it, range(2)))

    assert sorted(taken) == [False, True]


def test_what_failed_is_tried_again_later_and_holds_its_own_lane_alone(database: Database) -> None:
    first, _, other = fill(database, "ann", "ann", "bob")

    miss(database, first)

    assert ready(database) == [other]
    assert ready(database, NOW + 2 * SECOND) == [first, other]


def test_what_failed_three_times_is_put_aside_and_its_lane_goes_on(database: Database) -> None:
    first, second = fill(database, "ann", "ann")

    states = [miss(database, first) for _ in range(3)]

    assert states == [ItemState.KEPT, ItemState.KEPT, ItemState.ASIDE]
    assert (item(database, first).tries, item(database, first).error) == (3, "Unreadable: x")
    assert ready(database) == [second]
    assert not read(database, first)


def test_pauses_grow(sqlite: Database) -> None:
    [number] = fill(sqlite, "ann")

    pauses = [miss(sqlite, number) and item(sqlite, number).next_try_at for _ in range(2)]

    assert pauses == [NOW + 2 * SECOND, NOW + 4 * SECOND]


def test_what_was_read_after_all_bears_no_error(sqlite: Database) -> None:
    [number] = fill(sqlite, "ann")
    miss(sqlite, number)

    read(sqlite, number)

    with sqlite.read() as session:
        assert session.scalars(select(Item.error)).all() == [None]
