"""The matrix of what may be said to the doors, over raw sockets."""

import asyncio
import smtplib
import ssl
import subprocess
from pathlib import Path

import pytest

from guichet.mailbox.intake import smtp_protocol
from guichet.mailbox.intake.door import Door
from guichet.mailbox.records.database import Database
from guichet.tests.factories import NOW, SLUG
from guichet.tests.smtp_client import ADDRESS, HEAD, LETTER, START, items, opened, send, talk

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


async def test_a_letter_that_drips_without_end_is_given_up_and_the_connection_with_it(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp_protocol, "LETTER_SECONDS", 0.3)
    async with opened(sqlite) as door:
        reader, writer = await asyncio.open_connection(door.host, door.port)
        writer.write(b"".join(START) + HEAD)
        dripping = asyncio.create_task(_drip(writer))
        said = await asyncio.wait_for(reader.read(), 5)
        dripping.cancel()
        writer.close()

    assert said.splitlines()[-1].startswith(b"354")
    assert items(sqlite) == []


async def _drip(writer: asyncio.StreamWriter) -> None:
    while not writer.is_closing():
        writer.write(b"x")
        await asyncio.sleep(0.05)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    key, made = folder / "key.pem", folder / "cert.pem"
    how = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=example.org")
    subprocess.run(["openssl", *how, "-keyout", key, "-out", made], check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_bytes(made.read_bytes() + key.read_bytes())
    return both


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

    def go() -> tuple[int, bool, int]:
        trusting = ssl.create_default_context(cafile=str(certificate))
        trusting.check_hostname = False
        with smtplib.SMTP(host, port) as client:
            client.ehlo()
            client.starttls(context=trusting)
            before = client.mail("a@b.c")[0]
            client.ehlo()
            client.mail("a@b.c")
            client.rcpt(ADDRESS)
            return before, "auth" in client.esmtp_features, client.data(LETTER)[0]

    try:
        assert await asyncio.to_thread(go) == (503, False, 250)
    finally:
        await door.stop()
