"""Archives of mail on the disk, letter by letter: an mbox, a Maildir, a folder of .eml files, or one such file."""

import mailbox
import re
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from pathlib import Path

MOST_HEAD = 65_536
_LINE_END = re.compile(rb"\r?\n")


class NoArchive(ValueError):
    """There is no archive of mail at a path; the message says what was expected and found."""


@dataclass(frozen=True)
class Archived:
    """A letter of an archive: `at` is what its head says of when it was sent (aware), None where it says nothing."""

    name: str
    at: datetime | None
    read: Callable[[], bytes] = field(repr=False)
    """Returns its raw bytes, lines ended by CRLF."""


@contextmanager
def open_archive(path: Path) -> Generator[list[Archived]]:
    """List an archive's letters by the moment they were sent; raises `NoArchive`, and `OSError` where it is closed."""
    with ExitStack() as opened:
        found = list(_list(path, opened))
        if not found:
            raise NoArchive(f"expected an mbox, a Maildir or .eml files at {path}, found none")
        first = datetime.min.replace(tzinfo=UTC)
        yield sorted(found, key=lambda letter: letter.at or first)


def _list(path: Path, opened: ExitStack) -> Iterator[Archived]:
    if path.is_dir() and (path / "cur").is_dir():
        folder = mailbox.Maildir(path, create=False)
        yield from (_archived(key, lambda key=key: folder.get_bytes(key)) for key in folder.keys())  # noqa: SIM118
    elif path.is_dir():
        yield from (_archived(file.name, file.read_bytes) for file in sorted(path.rglob("*.eml")))
    elif path.suffix.lower() == ".eml":
        yield _archived(path.name, path.read_bytes)
    else:
        with path.open("rb") as file:
            if file.read(5) != b"From ":
                return
        box = mailbox.mbox(path, create=False)
        opened.callback(box.close)
        yield from (_archived(str(key), lambda key=key: box.get_bytes(key)) for key in box.keys())  # noqa: SIM118


def _archived(name: str, read: Callable[[], bytes]) -> Archived:
    return Archived(name, _sent_at(read()[:MOST_HEAD]), lambda: _LINE_END.sub(b"\r\n", read()))


def _sent_at(head: bytes) -> datetime | None:
    try:
        moment = parsedate_to_datetime(str(BytesHeaderParser().parsebytes(head)["Date"]))
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
