from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from threading import Event

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError, StatementError

from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Address, Thread
from guichet.tests.factories import NOW, make_address, make_thread


def addresses(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(Address.address).order_by(Address.id)))


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 20_000)],
)
def test_on_sqlite_a_commit_is_on_the_disk_when_it_returns(sqlite: Database, pragma: str, value: object) -> None:
    with sqlite.begin() as session:
        assert session.execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_on_postgresql_a_commit_is_on_the_disk_when_it_returns(postgresql: Database) -> None:
    with postgresql.begin() as session:
        assert session.execute(text("SHOW synchronous_commit")).scalar() == "on"


def test_a_moment_comes_back_in_utc_whatever_its_zone(database: Database) -> None:
    moment = datetime(2026, 2, 10, 9, tzinfo=timezone(timedelta(hours=-4)))
    with database.begin() as session:
        made = make_address(session, blocked_at=moment)

    with database.read() as session:
        found = session.get_one(Address, made.id).blocked_at

    assert (found, found and found.tzinfo) == (datetime(2026, 2, 10, 13, tzinfo=UTC), UTC)


def test_a_naive_moment_is_refused(database: Database) -> None:
    with database.begin() as session, pytest.raises(StatementError, match="expected an aware moment"):
        make_address(session, blocked_at=NOW.replace(tzinfo=None))


def test_an_exception_undoes_the_whole_transaction(database: Database) -> None:
    def write_and_fail() -> None:
        with database.begin() as session:
            make_address(session)
            raise KeyError

    with pytest.raises(KeyError):
        write_and_fail()

    assert addresses(database) == []


def test_what_refers_to_nothing_is_refused(database: Database) -> None:
    with database.begin() as session:
        thread = make_thread(session)

    with pytest.raises(IntegrityError), database.begin() as session:
        session.execute(update(Thread).where(Thread.id == thread.id).values(address_id=999))


def test_a_writer_waits_for_another_rather_than_fail(database: Database) -> None:
    with database.begin() as session:
        make_address(session, name="before")
    ready = Event()

    def write_second() -> None:
        ready.set()
        with database.begin() as session:
            session.execute(update(Address).values(name=Address.name + " second"))

    with ThreadPoolExecutor(1) as pool:
        with database.begin() as session:
            session.execute(update(Address).values(name="first"))
            second = pool.submit(write_second)
            ready.wait()
            with pytest.raises(TimeoutError):
                second.result(0.1)
        second.result(5)

    with database.read() as session:
        assert session.scalars(select(Address.name)).all() == ["first second"]


def test_on_sqlite_writers_that_read_first_follow_each_other(sqlite: Database) -> None:
    with sqlite.begin() as session:
        number = make_thread(session).id

    def count(_: int) -> None:
        with sqlite.begin() as session:
            session.get_one(Thread, number).version += 1

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count, range(40)))

    with sqlite.read() as session:
        assert session.get_one(Thread, number).version == 40


def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    with database.begin() as session:
        make_address(session)

        assert addresses(database) == []
