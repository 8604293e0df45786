from concurrent.futures import ThreadPoolExecutor
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select

from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Address, Author, Base, Message, Thread
from guichet.tests.factories import NOW, SLUG, make_parcel


def differences(database: Database) -> list[Any]:
    """Compare the tables there are with those that the models describe."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names())


def test_the_migrations_make_what_the_models_describe(database: Database) -> None:
    assert differences(database) == []
    assert tables(database) == {*Base.metadata.tables, "alembic_version"}


def test_what_goes_up_comes_down_and_goes_up_again(database: Database) -> None:
    database.downgrade("base")
    left = tables(database)

    database.upgrade()

    assert left == {"alembic_version"}
    assert differences(database) == []


def test_processes_that_start_together_upgrade_once(database: Database) -> None:
    database.downgrade("base")
    url = database.engine.url.render_as_string(hide_password=False)
    processes = [Database(url) for _ in range(3)]

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda process: process.upgrade(), processes))

    for process in processes:
        process.close()
    assert differences(database) == []


def test_to_upgrade_twice_changes_nothing(database: Database) -> None:
    before = tables(database)

    database.upgrade()

    assert tables(database) == before


def test_a_step_back_and_forth_keeps_what_is_there(database: Database) -> None:
    with database.begin() as session:
        parcel = make_parcel(session)
        thread = Thread(call=SLUG, address_id=session.scalars(select(Address.id)).one(), created_at=NOW, updated_at=NOW)
        session.add(thread)
        session.flush()
        session.add(Message(thread=thread, author=Author.CANDIDATE, at=NOW, text="x", words="x"))
        parcel.thread_id = thread.id

    database.downgrade("0001")
    database.upgrade()

    with database.read() as session:
        assert session.scalars(select(Message.text)).one() == "x"
        assert session.scalars(select(Thread.token)).one() is None
