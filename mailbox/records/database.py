"""The one database: SQLite for an office, PostgreSQL for an institute; the same transactions on both."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.orm import Session, sessionmaker

SQLITE_BUSY_MS = 20_000
SCHEMA_LOCK = 20260220
"""The key of the advisory lock under which the schema is changed on PostgreSQL; any number that all processes know."""


class Database:
    """Opens transactions on one database, whose URL names it (`sqlite:///…`, `postgresql+psycopg://…`)."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the database is a file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def begin(self) -> Generator[Session]:
        """Open a transaction that writes: committed at the end, rolled back when an exception leaves the block."""
        with self._sessions.begin() as session:
            yield session

    @contextmanager
    def read(self) -> Generator[Session]:
        """Open a transaction that only reads; it never waits for a writer."""
        with self.engine.connect().execution_options(guichet_reads=True) as connection, Session(connection) as session:
            yield session

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def upgrade(self, revision: str = "head") -> None:
        """Bring the schema to a revision by the migrations, in one transaction; processes that start together wait."""
        from alembic import command

        with self._alone() as connection:
            command.upgrade(_alembic(connection), revision)

    def downgrade(self, revision: str) -> None:
        """Take the schema back to a revision (`base`: to nothing)."""
        from alembic import command

        with self._alone() as connection:
            command.downgrade(_alembic(connection), revision)

    @contextmanager
    def _alone(self) -> Generator[Connection]:
        """Open a transaction that no other process shares the schema with; SQLite's takes the write lock anyway."""
        with self.engine.begin() as connection:
            if not self.is_sqlite:
                connection.execute(select(func.pg_advisory_xact_lock(SCHEMA_LOCK)))
            yield connection


def _alembic(connection: Connection) -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _engine(url: str) -> Engine:
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"isolation_level": None, "check_same_thread": False}, pool_size=16)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(url, pool_size=12, pool_pre_ping=True)


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    """Durable before anything else: a commit is on the disk when it returns (synchronous=FULL)."""
    for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={SQLITE_BUSY_MS}", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at the start, so that no transaction fails half way for want of it."""
    reads = connection.get_execution_options().get("guichet_reads")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
