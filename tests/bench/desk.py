"""The desk with 20,000 tickets and 100,000 messages in SQLite: searches beside LIKE, pages beside the login page.

The least of the times stands beside the median, for a machine that others share.

`.venv/bin/python tests/bench/desk.py`
"""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy import func, select

from guichet.mailbox.desk.search import Found, find
from guichet.mailbox.pages.filters import Filters, Lane, Owner
from guichet.mailbox.pages.narrowing import find_scope
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Address, Message, Place, Term, Thread, TicketReason
from guichet.tests.bench.desk_pages import report_pages
from guichet.tests.bench.full_desk import build_full_desk, index_all
from guichet.tests.bench.measure import in_turns, show
from guichet.tests.factories import NOW, SLUG

LIMIT = 50
ASKED = {
    "one common word": "candidature",
    "one rare word": "réanimation",
    "a beginning": "rec",
    "a misspelt word": "candidatrue",
    "two words": "date résultats",
    "four words, one misspelt": "projet recherche directeur laboratiore",
    "a request's number": "n° 12345",
    "three words, all misspelt": "candidatrue laboratiore recherhce",
    "a date": "20 février",
    "a date in figures": "20/02",
    "stop words with one word": "les dates de l'audition",
    "ten words": "quel est le salaire prévu pour une interne pendant la thèse de sciences au laboratoire",
    "two hundred characters": "candidature " * 17,
    "nothing": "xylophonistes",
}
EVERYTHING = Filters(Lane.EVERY)
CONFINED = {
    "a department": Filters(Lane.EVERY, department="rh"),
    "a lane": Filters(Lane.OPEN),
    "closed ones": Filters(Lane.CLOSED),
    "the assistant's": Filters(Lane.ASSISTANT),
    "a channel and files": Filters(Lane.EVERY, channel="mail", files=True),
    "all filters": Filters(Lane.CLOSED, "rh", Owner.NOBODY, TicketReason.GAP, True, "mail"),
}
"""What searches are confined to; each is asked for a common, a misspelt and a rare word."""
CONFINED_WORDS = ("candidature", "candidatrue", "réanimation")
LIMIT_MS = 200
"""Within how many milliseconds each kind of search is to end at the median."""
TIMES = 7


def milliseconds(act: Callable[[], object]) -> float:
    before = time.perf_counter()
    act()
    return (time.perf_counter() - before) * 1000


def search(database: Database, asked: str, filters: Filters = EVERYTHING) -> list[Found]:
    scope = find_scope(replace(filters, words=asked), staff_id=1, now=NOW)
    with database.read() as session:
        return find(session, SLUG, asked, LIMIT, scope)


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
    kinds = {**ASKED, "a person's name": a_name(database), "an address": an_address(database)}
    figures = [report_one(what, partial(search, database, asked)) for what, asked in kinds.items()]
    for what, filters in CONFINED.items():
        for asked in CONFINED_WORDS:
            figures.append(report_one(f"{asked}, in {what}", partial(search, database, asked, filters)))
    print(f"median {median(figures):.1f} ms, slowest {max(figures):.1f} ms", flush=True)
    common = ASKED["one common word"]
    both = in_turns(
        lambda: milliseconds(lambda: search(database, common)),
        lambda: milliseconds(lambda: look_through(database, common)),
    )
    show("search: one common word", both[0], "ms", "LIKE", both[1])


def report_one(what: str, act: Callable[[], list[Found]]) -> float:
    """Print what one search takes; return the median in milliseconds."""
    found = len(act())
    times = [milliseconds(act) for _ in range(TIMES)]
    late = "  over" if median(times) > LIMIT_MS else ""
    print(f"search: {what:<42} {found:4} found {median(times):7.1f} ms, least {min(times):7.1f}{late}", flush=True)
    return median(times)


def an_address(database: Database) -> str:
    with database.read() as session:
        return session.scalars(select(Address.address).where(Address.id == 777)).one()


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
