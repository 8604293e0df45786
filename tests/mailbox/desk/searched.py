"""Threads for tests of search, filed as reception files them, and the search itself."""

from datetime import datetime

from guichet.mailbox.delivery.carrier import MailTrace
from guichet.mailbox.desk.inquiry import Inquiry, Visitor
from guichet.mailbox.desk.person import recognise
from guichet.mailbox.desk.search import find_threads
from guichet.mailbox.desk.thread import file_inquiry, find_thread
from guichet.mailbox.records.database import Database
from guichet.tests.factories import NOW, SLUG


def write(database: Database, words: str, now: datetime = NOW, *, call: str = SLUG, **more) -> int:
    """Let a candidate write by mail, in a thread of its own; return its number."""
    visitor = Visitor("mail", more.pop("address", "a.b@example.net"), more.pop("name", ""))
    mail = MailTrace(more.pop("subject", ""))
    with database.begin() as session:
        thread = find_thread(session, call, recognise(session, visitor, now), mail, now)
        file_inquiry(session, thread, Inquiry(visitor, words, words, mail, **more), now)
        return thread.id


def search(database: Database, asked: str, limit: int = 50) -> list[int]:
    with database.read() as session:
        return find_threads(session, SLUG, asked, limit)
