"""What a clamd says of a file, over real sockets that speak its protocol (clamd(8), INSTREAM)."""

import socketserver
from pathlib import Path

import pytest

from guichet.mailbox.intake.enclosing import enclose
from guichet.mailbox.intake.letter import File
from guichet.mailbox.intake.scanner import Clamd
from guichet.mailbox.records.models import Refusal
from guichet.tests.clamd import EICAR, Scanning, scanning


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"%PDF-1.4 harmless", None),
        (b"x" * 150_000, None),
        (b"x" * 70_000 + EICAR, Refusal.INFECTED),
        (b"x" * 200_001, Refusal.UNCHECKED),
        (b"break off", Refusal.UNCHECKED),
    ],
)
def test_a_file_is_refused_unless_it_was_found_clean(content: bytes, refusal: Refusal | None) -> None:
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Scanning)
    with scanning(server):
        host, port = server.server_address
        assert Clamd(host=str(host), port=int(port), seconds=5).scan(content) is refusal


def test_a_scanner_is_asked_at_its_socket_and_one_that_is_gone_lets_nothing_through(tmp_path: Path) -> None:
    path = tmp_path / "clamd.ctl"
    with scanning(socketserver.ThreadingUnixStreamServer(str(path), Scanning)):
        assert Clamd(path=path, seconds=5).scan(b"x") is None
    assert Clamd(path=path, seconds=5).scan(b"x") is Refusal.UNCHECKED


def test_the_first_twenty_files_are_kept_and_none_over_twenty_megabytes() -> None:
    files = [File(f"{n}.txt", "text/plain", b"x" * (20_000_001 if n == 3 else 1)) for n in range(22)]

    kept = list(enclose(files, None))

    assert [one.name for one in kept if one.refusal is Refusal.TOO_BIG] == ["3.txt"]
    assert [one.name for one in kept if one.refusal is Refusal.TOO_MANY] == ["20.txt", "21.txt"]
    assert all((one.content is None) == (one.refusal is not None) for one in kept)
