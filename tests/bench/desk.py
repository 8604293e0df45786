"""The desk with 20,000 tickets and 100,000 messages in SQLite: searches beside LIKE, pages beside the login page.

`.venv/bin/python tests/bench/desk.py`
"""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy import func, select

from guichet.mailbox.desk.search import find_threads
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Address, Message, Place, Term, Thread
from guichet.tests.bench.desk_pages import report_pages
from guichet.tests.bench.full_desk import build_full_desk, index_all
from guichet.tests.bench.measure import in_turns, show
from guichet.tests.factories import SLUG

LIMIT = 50
ASKED = {
    "one common word": "candidature",
    "one rare word": "réanimation",
    "a beginning": "rec",
    "a misspelt word": "candidatrue",
    "two words": "date résultats",
    "four words, one misspelt": "projet recherche directeur laboratiore",
    "a request's number": "n° 12345",
    "nothing": "xylophonistes",
}


def milliseconds(act: Callable[[], object]) -> float:
    before = time.perf_counter()
    act()
    return (time.perf_counter() - before) * 1000


def search(database: Database, asked: str) -> list[int]:
    with database.read() as session:
        return find_threads(session, SLUG, asked, LIMIT)


def look_through(database: Database, asked: str) -> list[int]:
    """Find the threads that moved last among those of messages in which each word stands as it is typed."""
    query = select(Thread.id).join(Thread.messages).where(Thread.call == SLUG).group_by(Thread.id)
    for word in asked.split():
        query = query.where(Message.text.like(f"%{word}%"))
    query = query.order_by(Thread.updated_at.desc(), Thread.id.desc()).limit(LIMIT)
    with database.read() as session:
        return list(session.scalars(query))


def report_search(database: Database) -> None:
    """Print what each kind of search takes."""
    figures: list[float] = []
    for what, asked in {**ASKED, "a person's name": a_name(database)}.items():
        figure, anchor = in_turns(
            lambda asked=asked: milliseconds(lambda: search(database, asked)),
            lambda asked=asked: milliseconds(lambda: look_through(database, asked)),
        )
        show(f"search: {what} ({len(search(database, asked))})", figure, "ms", "LIKE", anchor)
        figures.append(figure)
    print(f"median {median(figures):.1f} ms, slowest {max(figures):.1f} ms", flush=True)


def a_name(database: Database) -> str:
    with database.read() as session:
        return session.scalars(select(Address.name).where(Address.id == 777)).one()


def report_indexing(database: Database) -> None:
    """Index what was filed before, and print how fast and how much."""
    seconds = milliseconds(lambda: index_all(database)) / 1000
    with database.read() as session:
        terms, places = (session.scalar(select(func.count()).select_from(table)) for table in (Term, Place))
        threads = session.scalar(select(func.count()).select_from(Thread)) or 0
    print(f"indexed {threads} threads in {seconds:.1f} s: {terms} words, {places} places", flush=True)


def main() -> None:
    with TemporaryDirectory() as folder:
        print(f"built in {milliseconds(lambda: build_full_desk(Path(folder)).close()) / 1000:.1f} s", flush=True)
        database = Database(f"sqlite:///{Path(folder) / 'guichet.db'}")
        report_indexing(database)
        print(f"first search of a process {milliseconds(lambda: search(database, 'audition')):.0f} ms", flush=True)
        report_search(database)
        report_pages(database, Path(folder))
        database.close()


if __name__ == "__main__":
    main()
