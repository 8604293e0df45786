"""Two presses in one interview at once: neither is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal

from sqlalchemy import select

from guichet.bot.event import Commanded, Pressed
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Interview
from guichet.tests.bot.test_conversation import ANN, CONVERSATION
from guichet.tests.factories import NOW


def press(database: Database, action: str, begun: Signal | None = None, go_on: Signal | None = None) -> None:
    with database.begin() as session:
        CONVERSATION.take_part(session, ANN, Pressed(f"elig:set:{action}", action, "77"), NOW)
        session.flush()
        if begun and go_on:
            begun.set()
            go_on.wait(1)


def test_two_presses_at_once_both_count(postgresql: Database) -> None:
    with postgresql.begin() as session:
        CONVERSATION.take_part(session, ANN, Commanded("eligibilite"), NOW)
    begun, go_on = Signal(), Signal()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(press, postgresql, "thesis:yes", begun, go_on)
        begun.wait(5)
        second = pool.submit(press, postgresql, "status:cca")
        first.result(), second.result()

    with postgresql.read() as session:
        [interview] = session.scalars(select(Interview))
        assert interview.situation["values"] == {"thesis": "yes", "status": "cca"}


def test_two_first_words_at_once_begin_one_interview(postgresql: Database) -> None:
    with postgresql.begin() as session:
        CONVERSATION.take_part(session, ANN, Commanded("start"), NOW)

    def begin() -> None:
        with postgresql.begin() as session:
            CONVERSATION.take_part(session, ANN, Commanded("eligibilite"), NOW)

    with ThreadPoolExecutor(2) as pool:
        for begun in [pool.submit(begin) for _ in range(2)]:
            begun.result()

    with postgresql.read() as session:
        assert len(list(session.scalars(select(Interview)))) == 1
