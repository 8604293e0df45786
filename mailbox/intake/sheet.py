"""Reading a sheet of rows: CSV in the encodings and separators that Excel makes, and XLSX. Whole, or not at all.

Run it in a child process (`sheet_reading.py`): a file can be made to cost more than it weighs.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .errors import BadSheet
from .workbook import is_workbook, read_workbook

MOST_BYTES = 50 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 200
LONGEST_CELL = 2_000
_OLD = (b"\xd0\xcf\x11\xe0", "an .xls file of an old Excel: save it as .xlsx")
_OTHERS = (
    _OLD,
    (b"%PDF", "a PDF"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x89PNG", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"<", "a web page or XML"),
)
_SEPARATORS = ";,\t|"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_FORMULA = ("=", "@")


@dataclass(frozen=True)
class Line:
    """One row of a sheet, by its number in the file, where the header is row 1; cells are texts without space around.

    A day is written 2026-06-03, a moment 2026-06-03T09:30.
    """

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """The names of the columns, and the rows that are not empty."""

    header: tuple[str, ...]
    lines: tuple[Line, ...]


def read_sheet(content: bytes) -> Sheet:
    """Read a file by what is in it, whatever its name; raises `BadSheet` naming the row, the column and the reason."""
    if len(content) > MOST_BYTES:
        raise BadSheet(f"a file of {MOST_BYTES // 1024 // 1024} MB at most", f"{len(content) // 1024 // 1024} MB")
    if not content.strip():
        raise BadSheet("a sheet of rows", "an empty file")
    rows = read_workbook(content) if is_workbook(content) else _read_text(content)
    return _gather(rows)


def _read_text(content: bytes) -> Iterator[Sequence[str]]:
    for beginning, name in _OTHERS:
        if content.startswith(beginning):
            raise BadSheet("a CSV or XLSX file", name)
    text = _decode(content)
    if "\0" in text:
        raise BadSheet("a CSV or XLSX file", "bytes that are no text")
    separator, text = _find_separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BadSheet("a row of CSV whose quotes are closed", str(error), row=number) from None
        yield row


def _decode(content: bytes) -> str:
    """Decode by the mark at the beginning, else as UTF-8, else as Windows-1252, which Excel writes in France."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode_as(content, encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_as(content, "cp1252")


def _decode_as(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadSheet(f"text in UTF-8, UTF-16 or Windows-1252 (read as {encoding})", f"byte {error.start}") from None


def _find_separator(text: str) -> tuple[str, str]:
    """Find what separates cells: what a line `sep=;` says, else what the header has most of outside quotes."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        return first[4], rest
    bare = "".join(first.split('"')[::2])
    return max(_SEPARATORS, key=lambda sign: (bare.count(sign), -_SEPARATORS.index(sign))), text


def _gather(rows: Iterable[Sequence[str]]) -> Sheet:
    """Take the header and the rows below it; every row has as many cells as the header, and none is a formula."""
    numbered = ((number, tuple(cell.strip() for cell in row)) for number, row in enumerate(rows, 1))
    header: tuple[str, ...] = ()
    lines: list[Line] = []
    for number, cells in numbered:
        if number == 1:
            header = _check_header(cells)
        elif any(cells):
            lines.append(Line(number, _fit(number, cells, header)))
        if len(lines) > MOST_ROWS:
            raise BadSheet(f"{MOST_ROWS} rows at most", "more", row=number)
    if not lines:
        raise BadSheet("a header and one row at least", "no row")
    return Sheet(header, tuple(lines))


def _check_header(cells: tuple[str, ...]) -> tuple[str, ...]:
    names = cells
    while names and not names[-1]:
        names = names[:-1]
    if not names:
        raise BadSheet("the names of the columns", "an empty row", row=1)
    if len(names) > MOST_COLUMNS:
        raise BadSheet(f"{MOST_COLUMNS} columns at most", str(len(names)), row=1)
    return names


def _fit(number: int, cells: tuple[str, ...], header: tuple[str, ...]) -> tuple[str, ...]:
    kept, beyond = cells[: len(header)], cells[len(header) :]
    if len(kept) < len(header) or any(beyond):
        raise BadSheet(f"{len(header)} cells, as the header has", str(len(cells)), row=number)
    for name, cell in zip(header, kept, strict=True):
        if len(cell) > LONGEST_CELL:
            raise BadSheet(f"{LONGEST_CELL} characters at most", str(len(cell)), row=number, column=name)
        if cell.startswith(_FORMULA):
            raise BadSheet("a text, a number or a date", "a formula", row=number, column=name)
    return kept
