"""QR codes, as the path of an SVG element: no image to fetch, no style attribute."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import segno

QUIET = 4
"""The white margin that readers need, in modules (ISO/IEC 18004)."""


@dataclass(frozen=True)
class QrCode:
    """A QR code: `path` draws its dark modules in a square of `size` by `size` units."""

    path: str
    size: int


def draw_qr(text: str) -> QrCode:
    """Draw a text as a QR code, one unit a module, its margin included."""
    rows = segno.make_qr(text, error="m").matrix
    path = "".join(_draw_row(row, QUIET + number) for number, row in enumerate(rows))
    return QrCode(path, len(rows) + 2 * QUIET)


def _draw_row(row: Sequence[int], y: int) -> str:
    return "".join(f"M{QUIET + x} {y}h{length}v1h-{length}z" for x, length in _dark_runs(row))


def _dark_runs(row: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give where each run of dark modules begins, and its length."""
    x = 0
    for dark, run in groupby(row, key=bool):
        length = len(list(run))
        if dark:
            yield x, length
        x += length
