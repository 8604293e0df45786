"""Parcels a second through the outbox on SQLite, beside commits of one row by sqlite3 alone.

`.venv/bin/python tests/bench/outbox.py`
"""

import sqlite3
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from guichet.mailbox.delivery.carrying import SIDE_BY_SIDE
from guichet.mailbox.delivery.outbox import claim, mark_sent
from guichet.mailbox.records.database import Database
from guichet.tests.bench.measure import in_turns, show
from guichet.tests.factories import NOW, SLUG, make_address, make_parcel

PARCELS = 300


def carry_all(folder: Path) -> float:
    """Claim parcels as the worker does and mark each in a transaction of its own; return parcels a second."""
    database = Database(f"sqlite:///{folder / f'{time.monotonic_ns()}.db'}")
    database.upgrade()
    with database.begin() as session:
        for number in range(PARCELS):
            make_parcel(session, make_address(session, "mail", f"{number}@example.org"))
    done, before = 0, time.perf_counter()
    while done < PARCELS:
        with database.begin() as session:
            claimed = claim(session, SLUG, ["mail"], "bench", NOW, SIDE_BY_SIDE)
        for delivery in claimed:
            with database.begin() as session:
                mark_sent(session, delivery.parcel, "bench", "r1", NOW)
        done += len(claimed)
    seconds = time.perf_counter() - before
    database.close()
    return PARCELS / seconds


def commit_all(folder: Path) -> float:
    """Change a row in a durable transaction, again and again; return transactions a second."""
    connection = sqlite3.connect(folder / f"{time.monotonic_ns()}.db", isolation_level=None)
    for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "CREATE TABLE parcels (id, state)"):
        connection.execute(statement)
    connection.executemany("INSERT INTO parcels VALUES (?, 'due')", [(number,) for number in range(PARCELS)])
    before = time.perf_counter()
    for number in range(PARCELS):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE parcels SET state = 'sent' WHERE id = ?", (number,))
        connection.execute("COMMIT")
    seconds = time.perf_counter() - before
    connection.close()
    return PARCELS / seconds


def main() -> None:
    with TemporaryDirectory() as folder:
        parcels, commits = in_turns(lambda: carry_all(Path(folder)), lambda: commit_all(Path(folder)))
    show("parcels claimed and marked", parcels, "/s", "commits by sqlite3", commits)


if __name__ == "__main__":
    main()
