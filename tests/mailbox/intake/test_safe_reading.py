import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from guichet.mailbox.intake.errors import Overwhelming, Unreadable
from guichet.mailbox.intake.safe_reading import SafeReading

LETTER = b"From: Ann <ann@example.net>\r\nSubject: Question\r\n\r\nDate limite ?\r\n"
MIXED = b"From: a@b.org\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n"
FILE = b"--a\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
HOSTILE = {
    "20,000 addresses": b"From: a@b.org\r\nTo: " + b", ".join(b"a%d@b.org" % n for n in range(20_000)) + b"\r\n\r\nx",
    "2,000 nested parts": MIXED + b"--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n" * 2_000,
    "80 KB of From": b"From: " + b"(" * 80_000 + b"\r\n\r\nx",
    "50,000 parts": MIXED + b"--a\r\n\r\nx\r\n" * 50_000,
    "3 MB of HTML": b"From: a@b.org\r\nContent-Type: text/html\r\n\r\n" + b"<div><p>x</p>" * 230_000,
}


@pytest.fixture
def reading() -> Iterator[SafeReading]:
    made = SafeReading("postes@example.org", children=1)
    yield made
    made.close()


def children() -> list[int]:
    """List the processes that descend from this one."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(fields[1])
    found = {os.getpid()}
    for _ in range(4):
        found |= {child for child, parent in parents.items() if parent in found}
    return sorted(found - {os.getpid()})


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_mail_is_put_aside_in_time_and_the_next_is_read(reading: SafeReading, raw: bytes) -> None:
    reading.read(LETTER)
    begun = time.monotonic()

    with pytest.raises(Unreadable):
        reading.read(raw)

    assert time.monotonic() - begun < 3
    assert reading.read(LETTER).words == "Date limite ?"


def test_what_takes_too_long_is_given_up() -> None:
    reading = SafeReading("postes@example.org", children=1, seconds=0.02)
    try:
        with pytest.raises(Overwhelming, match="seconds"):
            reading.read(HOSTILE["50,000 parts"])
    finally:
        reading.close()


def test_what_takes_too_much_memory_is_given_up() -> None:
    reading = SafeReading("postes@example.org", children=1, memory=300_000_000)
    try:
        assert reading.read(LETTER).words == "Date limite ?"
        with pytest.raises(Overwhelming, match="memory"):
            reading.read(MIXED + FILE + (b"A" * 76 + b"\r\n") * 430_000 + b"--a--\r\n")
        assert reading.read(LETTER).words == "Date limite ?"
    finally:
        reading.close()


def test_a_child_that_is_killed_is_replaced(reading: SafeReading) -> None:
    before = set(children())
    reading.read(LETTER)
    for child in set(children()) - before:
        if b"forkserver" in Path(f"/proc/{child}/cmdline").read_bytes():
            os.kill(child, signal.SIGKILL)

    assert reading.read(LETTER).words == "Date limite ?"
