import asyncio
import smtplib
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select, text

from guichet.mailbox.intake.door import MOST_CONNECTIONS, Door
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Item
from guichet.tests.factories import NOW, SLUG

ADDRESS = "postes@example.org"
LETTER = (
    b"From: Ann <Ann@Example.net>\r\nTo: postes@example.org\r\nSubject: Question\r\n"
    b"Message-ID: <a1@example.net>\r\n\r\nQuelle est la date limite ?\r\n"
)


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


async def test_a_letter_is_kept_byte_for_byte_before_it_is_promised(database: Database) -> None:
    async with opened(database) as door:
        code, _ = await send(door, LETTER)

        [item] = items(database)
    assert code == 250
    assert item.raw == LETTER
    assert (item.lane, item.envelope["mail_from"]) == ("ann@example.net", "ann@example.net")
    assert door.rings == [1]


async def test_the_same_letter_delivered_again_is_kept_once(database: Database) -> None:
    async with opened(database) as door:
        await send(door, b"Received: from a by b; 1\r\n" + LETTER)
        code, _ = await send(door, b"Received: from c by d; 2\r\nX-Spam-Score: 1\r\n" + LETTER)

    assert code == 250
    assert len(items(database)) == 1


async def test_another_text_under_the_same_message_id_is_another_letter(sqlite: Database) -> None:
    async with opened(sqlite) as door:
        await send(door, LETTER)
        await send(door, LETTER.replace(b"limite", b"des auditions"))

    assert len(items(sqlite)) == 2


async def test_a_letter_to_another_address_is_refused(sqlite: Database) -> None:
    async with opened(sqlite) as door:
        code, _ = await send(door, LETTER, to="someone@elsewhere.org")

    assert code == 550
    assert items(sqlite) == []


async def test_a_bounce_and_a_letter_to_postmaster_are_taken(sqlite: Database) -> None:
    async with opened(sqlite) as door:
        code, _ = await send(door, LETTER, sender="", to="Postmaster@example.org")

    assert code == 250


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (LETTER.replace(b"Quelle", b"Q\rFrom: b@c\r"), b"550"),
        (LETTER.replace(b"Quelle", b"Q\nuelle"), b"550"),
        (LETTER.replace(b"Quelle", b"\r\n\0.\r\nQ"), b"550"),
        (LETTER.replace(b"Quelle", b"a\n.\r\nQ"), b"550"),
        (b"From: eve@example.net\r\n" + LETTER, b"550"),
        (b"Received: x\r\n" * 51 + LETTER, b"450"),
        (LETTER + b"x" * 9_900 + b"\r\n", b"250"),
    ],
    ids=["bare CR", "bare LF", "NUL", "LF.CRLF", "two From", "loop", "long line"],
)
async def test_what_is_admitted_is_decided_on_the_raw_bytes(sqlite: Database, raw: bytes, code: bytes) -> None:
    async with opened(sqlite) as door:
        start = (b"EHLO x\r\n", b"MAIL FROM:<a@b.c>\r\n", b"RCPT TO:<postes@example.org>\r\n", b"DATA\r\n")
        reply = await talk(door, *start, raw + b".\r\n")

    assert reply[:3] == code
    assert len(items(sqlite)) == (code == b"250")


@pytest.mark.parametrize("path", [b"<a\rb@c.d>", b"<a\0b@c.d>", b"<\xff@c.d>"])
async def test_a_sender_with_characters_that_no_address_has_is_refused(sqlite: Database, path: bytes) -> None:
    async with opened(sqlite) as door:
        reply = await talk(door, b"EHLO x\r\n", b"MAIL FROM:" + path + b"\r\n")

    assert reply[:1] == b"5"


async def test_a_fault_of_ours_is_451_without_a_reason(sqlite: Database) -> None:
    with sqlite.begin() as session:
        session.execute(text("DROP TABLE attachments"))
        session.execute(text("DROP TABLE told"))
        session.execute(text("ALTER TABLE items RENAME TO gone"))
    async with opened(sqlite) as door:
        code, reply = await send(door, LETTER)

    assert (code, reply) == (451, b"4.3.0 Try again later")


async def test_a_letter_over_the_limit_is_refused_by_its_declared_size(sqlite: Database) -> None:
    async with opened(sqlite) as door:
        reply = await talk(door, b"EHLO x\r\n", b"MAIL FROM:<a@b.c> SIZE=99000000\r\n")

    assert reply[:3] == b"552"


async def test_one_connection_too_many_is_put_off(sqlite: Database) -> None:
    async with opened(sqlite) as door:
        connections = [await asyncio.open_connection(door.host, door.port) for _ in range(MOST_CONNECTIONS)]
        for reader, _ in connections:
            await reader.readline()

        reply = await talk(door)

        for _, writer in connections:
            writer.close()
    assert reply[:3] == b"421"


async def test_a_line_without_an_end_is_cut_off(sqlite: Database) -> None:
    def pour(door: Opened) -> int:
        with socket.create_connection((door.host, door.port)) as client:
            client.sendall(b"EHLO x\r\n")
            poured = 0
            try:
                for _ in range(100):
                    client.sendall(b"x" * 1_000_000)
                    poured += 1
            except OSError:
                pass
            return poured

    async with opened(sqlite) as door:
        assert await asyncio.to_thread(pour, door) < 50


async def test_auth_is_not_offered(sqlite: Database) -> None:
    def features(door: Opened) -> Callable[[str], bool]:
        with smtplib.SMTP(door.host, door.port) as client:
            client.ehlo()
            return client.has_extn

    async with opened(sqlite) as door:
        has = await asyncio.to_thread(features, door)

    assert (has("auth"), has("size")) == (False, True)
