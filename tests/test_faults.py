"""The database in trouble under load: only 4xx then, and everything is taken again afterwards, each letter once."""

import smtplib
import threading
import time
from collections import Counter
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psutil
from sqlalchemy import create_engine, make_url, text

from guichet.tests.serving import Serve, Serving, write_letter
from guichet.tests.test_kills import read_all

SENDERS = 8
LEAST = 25
"""So many answers of a kind are waited for."""


class Senders:
    """Mail servers that send letter after letter; what was promised, and what else they were told."""

    def __init__(self, serving: Serving) -> None:
        self.promised: list[str] = []
        self.told: Counter[int] = Counter()
        self._serving, self._stop = serving, threading.Event()

    def __enter__(self) -> "Senders":
        self._pool = ThreadPoolExecutor(SENDERS)
        self._sending = [self._pool.submit(self._send, number) for number in range(SENDERS)]
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._pool.shutdown()
        for one in self._sending:
            one.result()

    def _send(self, sender: int) -> None:
        number = 0
        while not self._stop.is_set():
            number += 1
            name = f"{sender}-{number}@example.net"
            letter = write_letter("date limite ?", message_id=f"<{name}>", **{"from": f"a{sender}-{number}@x.org"})
            with smtplib.SMTP(*self._serving.smtp, timeout=30) as client:
                try:
                    client.send_message(letter)
                except smtplib.SMTPDataError as refused:
                    self.told[refused.smtp_code] += 1
                    time.sleep(0.02)
                else:
                    self.promised.append(name)
                    time.sleep(0.02)

    def until(self, *, refused: int = 0, promised: int = 0) -> None:
        """Wait until there are so many more of each."""
        until = time.monotonic() + 60
        refused, promised = refused + self.told.total(), promised + len(self.promised)
        while self.told.total() < refused or len(self.promised) < promised:
            assert time.monotonic() < until, f"{self.told}, {len(self.promised)} promised"
            time.sleep(0.02)


@contextmanager
def trouble(serving: Serving) -> Generator[None]:
    """Take the database away: no file grows any more, or no connection is let in."""
    url = make_url(serving.environment["GUICHET_DATABASE_URL"])
    if url.drivername.startswith("sqlite"):
        process = psutil.Process(serving.process.pid)
        before = process.rlimit(psutil.RLIMIT_FSIZE)
        process.rlimit(psutil.RLIMIT_FSIZE, (1_024, before[1]))
        yield
        process.rlimit(psutil.RLIMIT_FSIZE, before)
        return
    server = create_engine(
        url.set(drivername="postgresql+psycopg", database="postgres"), isolation_level="AUTOCOMMIT"
    ).connect()
    with server:
        server.execute(text(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS false"))
        gone = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
        server.execute(gone, {"name": url.database})
        yield
        server.execute(text(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS true"))
    server.engine.dispose()


def test_without_its_database_the_door_says_try_again_and_afterwards_takes_everything(serve: Serve) -> None:
    serving = serve()

    with Senders(serving) as senders:
        senders.until(promised=LEAST)
        with trouble(serving):
            senders.until(refused=LEAST)
        senders.until(promised=LEAST)
    letters = read_all(serving)

    assert set(senders.told) == {451}
    assert len(letters) == len(set(letters))
    assert set(senders.promised) <= set(letters)
