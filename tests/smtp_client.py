"""A door for mail, opened for a test, and what is said to it over a socket."""

import asyncio
import smtplib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sqlalchemy import select

from guichet.mailbox.intake.door import Door
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Item
from guichet.tests.factories import NOW, SLUG

ADDRESS = "postes@example.org"
LETTER = (
    b"From: Ann <Ann@Example.net>\r\nTo: postes@example.org\r\nSubject: Question\r\n"
    b"Message-ID: <a1@example.net>\r\n\r\nQuelle est la date limite ?\r\n"
)
START = (b"EHLO x\r\n", b"MAIL FROM:<a@b.c>\r\n", b"RCPT TO:<postes@example.org>\r\n", b"DATA\r\n")
HEAD = b"From: a@b.c\r\nSubject: x\r\n\r\n"


@dataclass
class Opened:
    host: str
    port: int
    rings: list[int] = field(default_factory=list[int])


@asynccontextmanager
async def opened(database: Database) -> AsyncIterator[Opened]:
    rings: list[int] = []
    door = Door(database, call=SLUG, address=ADDRESS, clock=lambda: NOW, rang=lambda: rings.append(1))
    host, port = await door.start("127.0.0.1", 0)
    try:
        yield Opened(host, port, rings)
    finally:
        await door.stop()


async def send(door: Opened, raw: bytes, *, sender: str = "ann@example.net", to: str = ADDRESS) -> tuple[int, bytes]:
    """Send a letter as a mail server does, and return the reply to its end."""

    def go() -> tuple[int, bytes]:
        with smtplib.SMTP(door.host, door.port) as client:
            client.ehlo()
            client.mail(sender)
            code, reply = client.rcpt(to)
            return client.data(raw) if code == 250 else (code, reply)

    return await asyncio.to_thread(go)


async def talk(door: Opened, *sent: bytes) -> bytes:
    """Send raw bytes, one piece after the reply to the one before, and return the last reply."""
    reader, writer = await asyncio.open_connection(door.host, door.port)
    reply = await reader.readline()
    for piece in sent:
        writer.write(piece)
        await writer.drain()
        reply = await reader.readline()
        while reply[3:4] == b"-":
            reply = await reader.readline()
    writer.close()
    return reply


def items(database: Database) -> list[Item]:
    with database.read() as session:
        return list(session.scalars(select(Item).order_by(Item.id)))
