"""The files of a letter: how many and how big they may be, and what a virus scanner says of them."""

from collections.abc import Callable, Iterator, Sequence

from ..desk.inquiry import Enclosure
from ..records.models import Refusal
from .letter import File

MOST_FILES = 20
MOST_BYTES = 20_000_000

Scan = Callable[[bytes], Refusal | None]
"""Looks at a file's bytes and tells why they are refused, if they are; never raises."""


def enclose(files: Sequence[File], scan: Scan | None) -> Iterator[Enclosure]:
    """Yield each file with its bytes, or with why they are not kept: the first 20 of 20 MB each are."""
    for number, file in enumerate(files):
        refusal = _refuse(number, file, scan)
        yield Enclosure(
            file.name,
            file.type,
            len(file.content),
            None if refusal else file.content,
            refusal=refusal,
            incidental=file.incidental,
        )


def _refuse(number: int, file: File, scan: Scan | None) -> Refusal | None:
    if number >= MOST_FILES:
        return Refusal.TOO_MANY
    if len(file.content) > MOST_BYTES:
        return Refusal.TOO_BIG
    return scan(file.content) if scan else None
