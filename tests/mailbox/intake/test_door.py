import asyncio
import smtplib
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

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


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    key, made = folder / "key.pem", folder / "cert.pem"
    how = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=example.org")
    subprocess.run(["openssl", *how, "-keyout", key, "-out", made], check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_bytes(made.read_bytes() + key.read_bytes())
    return both


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


START = (b"EHLO x\r\n", b"MAIL FROM:<a@b.c>\r\n", b"RCPT TO:<postes@example.org>\r\n", b"DATA\r\n")
HEAD = b"From: a@b.c\r\nSubject: x\r\n\r\n"
SMUGGLED = (
    *(b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r.\r\n", b"\r\n.\r", b"\n.\r", b"\r.\n"),
    *(b"\r\r\n.\r\r\n", b"\r\n.\r\r\n", b"\r\r\n.\r\n"),
)
ONLY_TEXT = (b"\r\n. \r\n", b"\x0b.\x0b", b"\xc2\x85.\xc2\x85", b"\xe2\x80\xa8.\xe2\x80\xa8")


@pytest.mark.parametrize("end", SMUGGLED, ids=repr)
async def test_no_second_letter_is_smuggled_behind_a_false_end(sqlite: Database, end: bytes) -> None:
    async with opened(sqlite) as door:
        reply = await talk(door, *START, HEAD + b"a" + end + b"MAIL FROM:<e@v.l>\r\n" + b"\r\n.\r\n")

    assert reply[:10] == b"550 5.6.11"
    assert items(sqlite) == []


@pytest.mark.parametrize("end", ONLY_TEXT, ids=repr)
async def test_what_only_resembles_an_end_is_text(sqlite: Database, end: bytes) -> None:
    async with opened(sqlite) as door:
        reply = await talk(door, *START, HEAD + b"a" + end + b"b\r\n.\r\n")

    [item] = items(sqlite)
    assert reply[:3] == b"250"
    assert item.raw == HEAD + b"a" + end.replace(b"\r\n.", b"\r\n") + b"b\r\n"


@pytest.mark.parametrize("nul", [b"\r\n\0.\r\n", b"\r\n.\0\r\n"], ids=repr)
async def test_nul_is_refused_wherever_it_stands(sqlite: Database, nul: bytes) -> None:
    async with opened(sqlite) as door:
        reply = await talk(door, *START, HEAD + b"a" + nul + b"b\r\n.\r\n")

    assert reply[:9] == b"550 5.6.0"


async def test_what_is_pipelined_behind_the_end_is_read_as_commands(sqlite: Database) -> None:
    async with opened(sqlite) as door:
        second = LETTER.replace(b"a1@", b"a2@")
        after = b"MAIL FROM:<a@b.c>\r\nRCPT TO:<postes@example.org>\r\nDATA\r\n" + second + b".\r\nQUIT\r\n"
        reader, writer = await asyncio.open_connection(door.host, door.port)
        writer.write(b"".join(START) + LETTER + b".\r\n" + after)
        said = (await reader.read()).decode().splitlines()
        writer.close()

    assert [line[:3] for line in said if line[:3] in ("250", "354", "221")][-6:] == [
        "250",
        "250",
        "250",
        "354",
        "250",
        "221",
    ]
    assert [item.raw for item in items(sqlite)] == [LETTER, second]


@pytest.mark.parametrize("cut", [1, 2, 3, 4, 5])
async def test_an_end_that_comes_in_two_pieces_is_an_end(sqlite: Database, cut: int) -> None:
    async with opened(sqlite) as door:
        sent = LETTER + b".\r\n"
        reader, writer = await asyncio.open_connection(door.host, door.port)
        writer.write(b"".join(START) + sent[:-cut])
        await writer.drain()
        await asyncio.sleep(0.1)
        writer.write(sent[-cut:] + b"QUIT\r\n")
        said = await reader.read()
        writer.close()

    assert b"250 2.0.0 Kept" in said
    assert [item.raw for item in items(sqlite)] == [LETTER]


async def test_dots_at_the_beginning_of_lines_are_the_writers(sqlite: Database) -> None:
    letter = LETTER + b".hidden\r\n..\r\n"
    async with opened(sqlite) as door:
        code, _ = await send(door, letter)

    assert code == 250
    assert items(sqlite)[0].raw == letter


async def test_lines_over_the_limit_and_letters_over_theirs_are_refused_and_the_next_is_taken(sqlite: Database) -> None:
    long_line = HEAD + b"x" * 10_001 + b"\r\n.\r\n"
    too_big = HEAD + (b"x" * 998 + b"\r\n") * 35_100 + b".\r\n"
    async with opened(sqlite) as door:
        replies = [(await talk(door, *START, sent))[:3] for sent in (long_line, too_big, LETTER + b".\r\n")]

    assert replies == [b"500", b"552", b"250"]
    assert [item.raw for item in items(sqlite)] == [LETTER]


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


async def test_lmtp_answers_for_each_recipient(sqlite: Database) -> None:
    door = Door(sqlite, call=SLUG, address=ADDRESS, clock=lambda: NOW, rang=lambda: None)
    host, port = await door.start_lmtp("127.0.0.1", 0)
    try:
        reader, writer = await asyncio.open_connection(host, port)
        to = b"RCPT TO:<postes@example.org>\r\nRCPT TO:<postmaster@example.org>\r\n"
        writer.write(b"EHLO x\r\nLHLO x\r\nMAIL FROM:<a@b.c>\r\n" + to + b"DATA\r\n" + LETTER + b".\r\nQUIT\r\n")
        said = [line[:3] for line in (await reader.read()).decode().splitlines() if line[3:4] == " "]
        writer.close()
    finally:
        await door.stop()

    assert said == ["220", "500", "250", "250", "250", "250", "354", "250", "250", "221"]
    assert len(items(sqlite)) == 1


async def test_lmtp_is_spoken_on_a_socket_of_this_machine(sqlite: Database, tmp_path: Path) -> None:
    door = Door(sqlite, call=SLUG, address=ADDRESS, clock=lambda: NOW, rang=lambda: None)
    await door.start_lmtp_socket(tmp_path / "lmtp")
    try:
        client = await asyncio.to_thread(smtplib.LMTP, str(tmp_path / "lmtp"))
        refused = await asyncio.to_thread(client.sendmail, "a@b.c", [ADDRESS], LETTER)
        await asyncio.to_thread(client.quit)
    finally:
        await door.stop()

    assert refused == {}
    assert items(sqlite)[0].envelope["peer"] == "local"


async def test_starttls_is_offered_with_a_certificate_and_forgets_what_was_said_before(
    sqlite: Database, certificate: Path
) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    door = Door(sqlite, call=SLUG, address=ADDRESS, clock=lambda: NOW, rang=lambda: None, tls=context)
    host, port = await door.start("127.0.0.1", 0)

    def go() -> tuple[int, int]:
        trusting = ssl.create_default_context(cafile=str(certificate))
        trusting.check_hostname = False
        with smtplib.SMTP(host, port) as client:
            client.ehlo()
            client.starttls(context=trusting)
            before = client.mail("a@b.c")[0]
            client.ehlo()
            client.mail("a@b.c")
            client.rcpt(ADDRESS)
            return before, client.data(LETTER)[0]

    try:
        assert await asyncio.to_thread(go) == (503, 250)
    finally:
        await door.stop()


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
