"""Reading an XLSX workbook of one sheet: its archive is weighed before anything in it is opened."""

import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

import openpyxl

from .errors import BadSheet

MOST_ENTRIES, MOST_TOTAL, MOST_RATIO = 500, 200 * 1024 * 1024, 200
_ZIP = b"PK\x03\x04"
_LOOK = 20
_BOOK, _MACROS = "xl/workbook.xml", "xl/vbaProject.bin"


def is_workbook(content: bytes) -> bool:
    """Tell whether it is an archive, as XLSX is."""
    return content.startswith(_ZIP)


def read_workbook(content: bytes) -> Iterator[Sequence[str]]:
    """Read the rows of the one sheet that has any; raises `BadSheet`."""
    _weigh(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        filled = [sheet for sheet in book.worksheets if _has_rows(sheet)]
        if len(filled) != 1:
            named = f"{len(filled)} sheets with rows ({', '.join(sheet.title for sheet in filled)})"
            raise BadSheet("one sheet with rows", named if filled else "no row")
        for number, row in enumerate(filled[0].iter_rows(), 1):
            yield [_write(cell, number) for cell in row]
    except BadSheet:
        raise
    except Exception as error:
        raise BadSheet("a workbook that can be read", f"a damaged one ({type(error).__name__})") from None


def _weigh(content: bytes) -> None:
    """Refuse an archive by what its directory says of it, and whatever in it is no workbook of Excel's."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise BadSheet("a workbook that can be read", "a truncated or damaged archive") from None
    names = {entry.filename for entry in entries}
    if _BOOK not in names:
        raise BadSheet("an XLSX workbook", "another archive (is it .ods, .docx or .zip?)")
    if _MACROS in names:
        raise BadSheet("a workbook without macros", "one with macros: save it as .xlsx")
    total = sum(entry.file_size for entry in entries)
    ratio = total / max(len(content), 1)
    for what, limit, found in (
        ("entries", MOST_ENTRIES, len(entries)),
        ("MB unpacked", MOST_TOTAL // 1024 // 1024, total // 1024 // 1024),
        ("times its size unpacked", MOST_RATIO, int(ratio)),
    ):
        if found > limit:
            raise BadSheet(f"{limit} {what} at most", str(found))
    if any(entry.flag_bits & 1 for entry in entries):
        raise BadSheet("a workbook without a password", "an encrypted one")


def _has_rows(sheet: Any) -> bool:
    """Tell whether a sheet has a cell with something in it, in its first rows."""
    return any(cell.value is not None for row in sheet.iter_rows(max_row=_LOOK) for cell in row)


def _write(cell: Any, row: int) -> str:
    """Write a cell as text: a date as in ISO 8601, a whole number without a point."""
    value = cell.value
    if cell.data_type == "f":
        raise BadSheet("a text, a number or a date", "a formula", row=row, column=cell.column_letter)
    if cell.data_type == "e":
        raise BadSheet("a text, a number or a date", f"the error {value}", row=row, column=cell.column_letter)
    match value:
        case None:
            return ""
        case datetime():
            midnight = value.time() == time()
            return value.date().isoformat() if midnight else value.isoformat(timespec="minutes")
        case date() | time():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
