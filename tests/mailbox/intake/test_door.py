import asyncio
import smtplib
import socket
from collections.abc import Callable

import pytest
from sqlalchemy import text

from guichet.mailbox.intake.door import MOST_CONNECTIONS
from guichet.mailbox.records.database import Database
from guichet.tests.smtp_client import HEAD, LETTER, START, Opened, items, opened, send, talk


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


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("Postes+t12.abcd@Example.org", 250),
        ("postes+@example.org", 550),
        ("postmaster@example.org", 250),
        ("postmaster@elsewhere.org", 550),
        ("postes@elsewhere.org", 550),
        ("other+postes@example.org", 550),
    ],
)
async def test_whom_letters_are_taken_for(sqlite: Database, to: str, code: int) -> None:
    async with opened(sqlite) as door:
        assert (await send(door, LETTER, to=to))[0] == code


async def test_what_comes_together_is_committed_together_and_all_of_it(database: Database) -> None:
    letters = [LETTER.replace(b"a1@", b"b%d@" % n) for n in range(40)]
    async with opened(database) as door:
        replies = await asyncio.gather(*(talk(door, *START, letter + b".\r\n") for letter in letters))

    assert [reply[:3] for reply in replies] == [b"250"] * 40
    assert {item.raw for item in items(database)} == set(letters)


async def test_a_disk_that_is_full_is_a_matter_of_time(sqlite: Database) -> None:
    with sqlite.begin() as session:
        pages = session.execute(text("PRAGMA page_count")).scalar_one()
    big = LETTER + b"x" * 900 + b"\r\n"
    async with opened(sqlite) as door:
        for _ in range(16):
            with sqlite.engine.connect() as connection:
                connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        full = await send(door, LETTER.replace(b"a1@", b"a9@") + (b"y" * 70 + b"\r\n") * 4_000)
        for _ in range(16):
            with sqlite.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA max_page_count=1073741823")
        again = await send(door, big)

    assert (full[0], again[0]) == (451, 250)


async def test_one_connection_too_many_is_put_off(sqlite: Database) -> None:
    async with opened(sqlite) as door:
        connections = [await asyncio.open_connection(door.host, door.port) for _ in range(MOST_CONNECTIONS)]
        for reader, _ in connections:
            await reader.readline()

        reply = await talk(door)

        for _, writer in connections:
            writer.close()
    assert reply[:3] == b"421"


async def test_letters_that_are_too_much_together_are_put_off_and_their_room_is_free_again(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guichet.mailbox.intake.door.MOST_HELD", 500_000)
    async with opened(sqlite) as door:
        reader, writer = await asyncio.open_connection(door.host, door.port)
        writer.write(b"".join(START) + HEAD + b"x\r\n" * 150_000)
        await writer.drain()
        await asyncio.sleep(0.2)
        refused = await send(door, HEAD + b"y\r\n" * 100_000)
        writer.close()
        await writer.wait_closed()
        taken = await send(door, HEAD + b"y\r\n" * 100_000)

    del reader
    assert (refused[0], taken[0]) == (452, 250)


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


async def test_the_null_sender_is_kept_as_nobody_and_an_empty_letter_is_refused(sqlite: Database) -> None:
    async with opened(sqlite) as door:
        assert (
            await talk(door, *START[:1], b"MAIL FROM:<>\r\n", *START[2:], HEAD + b"x\r\n.\r\n") == b"250 2.0.0 Kept\r\n"
        )
        assert (await talk(door, *START, b".\r\n")).startswith(b"550 5.6.0")

    assert [item.envelope["mail_from"] for item in items(sqlite)] == [""]


async def test_auth_is_not_offered(sqlite: Database) -> None:
    def features(door: Opened) -> Callable[[str], bool]:
        with smtplib.SMTP(door.host, door.port) as client:
            client.ehlo()
            return client.has_extn

    async with opened(sqlite) as door:
        has = await asyncio.to_thread(features, door)

    assert (has("auth"), has("size")) == (False, True)
