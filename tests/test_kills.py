"""Power cuts: what was promised is there, once, however often the service is killed in the middle of its work."""

import random
import smtplib
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
from sqlalchemy import func, select

from guichet.mailbox.records.models import Item, ItemState, Message
from guichet.tests.serving import Serve, Serving, open_database, write_letter

KILLS = 10
SENDERS = 4
SEED = 20260220


def send_until(stop: threading.Event, serving: Serving, sender: int, promised: list[str]) -> None:
    """Send letter after letter, each with its own identifier, and note those that got a 250."""
    number = 0
    while not stop.is_set():
        number += 1
        name = f"{sender}-{number}@example.net"
        letter = write_letter("date limite ?", message_id=f"<{name}>", **{"from": f"a{sender}-{number}@x.org"})
        try:
            with smtplib.SMTP(*serving.smtp, timeout=5) as client:
                client.send_message(letter)
        except (OSError, smtplib.SMTPException, AssertionError):
            time.sleep(0.05)  # it is down, or coming up
            continue
        promised.append(name)
        time.sleep(0.05)


def test_every_250_has_its_letter_once_after_ten_kills(serve: Serve) -> None:
    serving, chance = serve(), random.Random(SEED)
    promised: list[str] = []
    stop = threading.Event()
    with ThreadPoolExecutor(SENDERS) as pool:
        sending = [pool.submit(send_until, stop, serving, n, promised) for n in range(SENDERS)]
        try:
            for _ in range(KILLS):
                time.sleep(chance.uniform(0.05, 0.8))
                serving.kill()
                serving.start()
            until_promised(promised, len(promised) + SENDERS)
        finally:
            stop.set()
        for one in sending:
            one.result()
    letters = read_all(serving)

    assert len(promised) > KILLS
    assert len(letters) == len(set(letters))
    assert set(promised) <= set(letters)


def until_promised(promised: list[str], number: int) -> None:
    until = time.monotonic() + 20
    while len(promised) < number and time.monotonic() < until:
        time.sleep(0.05)


def read_all(serving: Serving) -> list[str]:
    """Wait until nothing waits to be read, and return the identifiers of what was filed."""
    database = open_database(serving)
    until = time.monotonic() + 60
    kept = select(func.count(Item.id)).where(Item.state == ItemState.KEPT)
    while time.monotonic() < until:
        with database.read() as session:
            if not session.scalar(kept):
                break
        time.sleep(0.1)
    with database.read() as session:
        found = session.scalars(select(Message.mail_id).where(Message.mail_id.like("%@example.net")))
        letters = [name for name in found if name]
    database.close()
    return letters


def test_a_kill_leaves_no_child_behind(tmp_path: Path) -> None:
    serving = Serving(tmp_path).start()
    serving.mail("date limite ?")
    serving.until_outgoing(1)
    children = psutil.Process(serving.process.pid).children(recursive=True)

    serving.kill()

    gone, alive = psutil.wait_procs(children, timeout=10)
    assert gone
    assert alive == []
