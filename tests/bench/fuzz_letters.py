"""Reads letters that were damaged at random, for so many seconds: each is read or refused, in time.

    python tests/bench/fuzz_letters.py [--seconds N] [--folder RAW_MAILS] [--seed N]

The folder's mails are begun with besides those written here. Exit code 1 names the seed of what went wrong; the same
seed and folder damage the same letter in the same way.
"""

import argparse
import random
import sys
import time
from pathlib import Path

from guichet.mailbox.intake.errors import IntakeError
from guichet.mailbox.intake.letter import read_letter
from guichet.mailbox.intake.safe_reading import SECONDS

PART = b"\r\nContent-Type: "
SEEDS = (
    b"From: Ann <ann@example.net>\r\nSubject: =?utf-8?q?caf=C3=A9?=\r\n\r\nDate limite ?\r\n\r\n> x\r\n",
    b"From: a@b.org"
    + PART
    + b'multipart/mixed; boundary="x"\r\n\r\n--x'
    + PART
    + b"text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=E9t=E9\r\n--x"
    + PART
    + b"application/pdf; name*=utf-8''d%C3%A9.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--x--\r\n",
    b"From: a@b.org" + PART + b"text/html\r\n\r\n<div>Bonjour<blockquote>x</blockquote></div>\r\n",
    b"From: MAILER-DAEMON@x.org"
    + PART
    + b"multipart/report; boundary=r\r\n\r\n--r"
    + PART
    + b"message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nStatus: 5.1.1\r\n\r\n--r"
    + PART
    + b"message/rfc822\r\n\r\nMessage-ID: <z@y>\r\n\r\nhi\r\n--r--\r\n",
)
PIECES = (
    *(
        b"\r\n",
        b"\n",
        b"\r",
        b"\0",
        b"--x\r\n",
        b"=?utf-8?q?",
        b"?=",
        b"(",
        b'"',
        b"<",
        b">",
        b"\xff\xfe",
        b"\xe9",
        b";",
    ),
    *(b"Content-Type: multipart/mixed; boundary=a\r\n", b"From: ", b"charset=x-unknown", b"=\r\n", b"%zz", b"[", b"\\"),
    *(
        b"Content-Type: message/rfc822\r\n\r\n",
        b"begin 644 a\r\n",
        b"<div>" * 50,
        b"Le 3 mai 2026, X a \xc3\xa9crit :\r\n",
    ),
)


def damage(letter: bytes, dice: random.Random) -> bytes:
    """Cut, double, swap and put in, a few times over."""
    raw = bytearray(letter)
    for _ in range(dice.randint(1, 8)):
        at, length = dice.randrange(len(raw) + 1), dice.choice((1, 2, 8, 64, 512))
        match dice.randrange(5):
            case 0:
                del raw[at : at + length]
            case 1:
                raw[at:at] = raw[at : at + length] * dice.choice((1, 2, 200))
            case 2:
                raw[at : at + 1] = bytes([dice.randrange(256)])
            case 3:
                raw[at:at] = dice.choice(PIECES) * dice.choice((1, 1, 3, 500))
            case _:
                raw[at:at] = dice.choice(SEEDS)[: dice.randrange(200)]
    return bytes(raw[:3_000_000])


def main(seconds: float, folder: Path | None, seed: int) -> int:
    letters = (
        [*SEEDS, *(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())] if folder else SEEDS
    )
    begun, read, refused, slowest = time.monotonic(), 0, 0, 0.0
    while time.monotonic() - begun < seconds:
        seed += 1
        dice = random.Random(seed)
        raw = damage(dice.choice(letters), dice)
        before = time.monotonic()
        try:
            letter = read_letter(raw, "postes@example.org", "mx.example.org")
            f"{letter.text}{letter.words}{letter.subject}{letter.name}".encode()  # what a database would not take
        except IntakeError:
            refused += 1
        except Exception as error:
            print(f"seed {seed}: {type(error).__name__}: {error}", file=sys.stderr)
            return 1
        took = time.monotonic() - before
        slowest, read = max(slowest, took), read + 1
        if took > SECONDS:
            print(f"seed {seed}: {took:.1f} s", file=sys.stderr)
            return 1
    print(f"{read} letters, {refused} of them refused, the slowest {slowest:.2f} s")
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Read letters that were damaged at random.")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000_000)
    given = parser.parse_args()
    sys.exit(main(given.seconds, given.folder, given.seed))
