"""Two services that write to each other, over real sockets."""

import smtplib
import socket
import time
from pathlib import Path

from sqlalchemy import func, select

from guichet.mailbox.records.models import Item, Message, Parcel
from guichet.tests.serving import Serving, open_database, write_letter

ONE, OTHER = "one@example.org", "other@example.net"


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def service(data: Path, address: str, listen: int, relay: int) -> Serving:
    data.mkdir()
    environment = {
        "GUICHET_DATABASE_URL": f"sqlite:///{data / 'guichet.db'}",
        "GUICHET_ADDRESS": address,
        "GUICHET_SMTP_LISTEN": f"127.0.0.1:{listen}",
        "GUICHET_SMTP_RELAY": f"127.0.0.1:{relay}",
    }
    return Serving(data, environment)


def count(serving: Serving, what: type[Message | Parcel | Item]) -> int:
    database = open_database(serving)
    with database.read() as session:
        found = session.scalar(select(func.count(what.id)))
    database.close()
    return found or 0


def test_two_instances_that_answer_each_other_stop_after_one_exchange(tmp_path: Path) -> None:
    first, second = free_port(), free_port()
    one = service(tmp_path / "one", ONE, first, second)
    other = service(tmp_path / "other", OTHER, second, first)
    with one, other:
        letter = write_letter("Quelle est la date limite ?", **{"from": OTHER, "to": ONE})
        with smtplib.SMTP("127.0.0.1", first) as client:
            client.send_message(letter, OTHER, [ONE])
        until = time.monotonic() + 20
        while not count(other, Message) and time.monotonic() < until:
            time.sleep(0.1)
        time.sleep(2)

        assert (count(one, Item), count(one, Parcel)) == (1, 1)
        assert (count(other, Item), count(other, Message), count(other, Parcel)) == (1, 1, 0)
