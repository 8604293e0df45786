import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from guichet.mailbox.intake.errors import BadSheet
from guichet.mailbox.intake.sheet import LONGEST_CELL, MOST_BYTES, Line, Sheet, read_sheet
from guichet.mailbox.intake.sheet_reading import read_sheet_apart
from guichet.mailbox.intake.workbook import MOST_ENTRIES

HEAD = ("N° dossier", "Nom", "Courriel", "État", "Créneau")
ROWS = (
    ("D-001", "Élise Lefèvre", "elise@example.org", "déposé", "2026-06-03T09:30"),
    ("D-002", "Zoé, dite « Z »", "zoe@example.org", "brouillon", ""),
)


def make_csv(*rows: tuple[str, ...], separator: str = ";", encoding: str = "cp1252", end: str = "\r\n") -> bytes:
    lines = [separator.join(f'"{cell}"' if set(cell) & set(separator + ",") else cell for cell in row) for row in rows]
    return (end.join(lines) + end).encode(encoding)


def make_xlsx(*rows: tuple[object, ...], sheets: int = 1) -> bytes:
    book = openpyxl.Workbook()
    for number in range(sheets):
        sheet = book.active if number == 0 else book.create_sheet(f"Feuille {number + 1}")
        assert sheet is not None
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def remake(content: bytes, add: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in add:
                new.writestr(name, old.read(name))
        for name, data in add.items():
            new.writestr(name, data)
    return file.getvalue()


def make_zip(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


WANTED = Sheet(HEAD, tuple(Line(number, row) for number, row in enumerate(ROWS, 2)))


@pytest.mark.parametrize(
    "content",
    [
        make_csv(HEAD, *ROWS),
        make_csv(HEAD, *ROWS, encoding="utf-8-sig"),
        make_csv(HEAD, *ROWS, encoding="utf-8", separator=","),
        make_csv(HEAD, *ROWS, encoding="utf-16", separator="\t"),
        make_csv(HEAD, *ROWS, separator="|", end="\n"),
        b"sep=;\r\n" + make_csv(HEAD, *ROWS),
        make_xlsx(HEAD, *ROWS),
    ],
)
def test_a_sheet_is_the_same_however_excel_wrote_it(content: bytes) -> None:
    found = read_sheet(content)

    assert (found.header, [line.cells for line in found.lines]) == (HEAD, [line.cells for line in WANTED.lines])


def test_a_workbook_s_own_dates_and_numbers_are_written_as_texts() -> None:
    content = make_xlsx(("n", "d", "m", "x"), (12, date(2026, 6, 3), datetime(2026, 6, 3, 9, 30), 1.5))

    assert read_sheet(content).lines == (Line(2, ("12", "2026-06-03", "2026-06-03T09:30", "1.5")),)


def test_empty_rows_and_cells_beyond_the_header_are_passed_over() -> None:
    content = make_csv(("a", "b", "", ""), ("1", "2", "", ""), ("", "", "", ""), ("3", "4", "", ""))

    assert read_sheet(content).lines == (Line(2, ("1", "2")), Line(4, ("3", "4")))


GOOD = make_xlsx(HEAD, *ROWS)
BROKEN = {
    "empty": (b"", "an empty file"),
    "spaces": (b" \r\n \r\n", "an empty file"),
    "header alone": (make_csv(HEAD), "no row"),
    "no header": (make_csv(("", ""), ("1", "2")), "row 1: expected the names of the columns"),
    "too few cells": (make_csv(HEAD, ROWS[0][:3]), "row 2: expected 5 cells, as the header has; found 3"),
    "too many cells": (
        make_csv(HEAD, ROWS[0], (*ROWS[1], "more")),
        "row 3: expected 5 cells, as the header has; found 6",
    ),
    "an open quote": (b'a;b\r\n1;"2\r\n', "row 2: expected a row of CSV whose quotes are closed"),
    "a formula in CSV": (make_csv(HEAD, ("=1+1", *ROWS[0][1:])), "row 2, column « N° dossier »: .*found a formula"),
    "a formula at": (make_csv(HEAD, ("@SUM(1)", *ROWS[0][1:])), "found a formula"),
    "a formula in XLSX": (make_xlsx(HEAD, ("=1+1", *ROWS[0][1:])), "row 2, column « A »: .*found a formula"),
    "an error in XLSX": (make_xlsx(HEAD, ("#REF!", *ROWS[0][1:])), "row 2, column « A »: .*found the error #REF!"),
    "a long cell": (make_csv(HEAD, ("x" * (LONGEST_CELL + 1), *ROWS[0][1:])), "row 2, .*: expected 2000 characters"),
    "too many columns": (make_csv(tuple("c" * 201), tuple("1" * 201)), "row 1: expected 200 columns at most"),
    "bytes of nothing": (b"a;b\r\n1;\x00\r\n", "bytes that are no text"),
    "half of UTF-16": ("a;b".encode("utf-16") + b"x", "byte"),
    "no Windows-1252": (b"a;b\r\n\x81;\x8d\r\n", "UTF-8, UTF-16 or Windows-1252"),
    "an old .xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel: save it as .xlsx"),
    "a PDF": (b"%PDF-1.7", "found a PDF"),
    "a picture": (b"\x89PNG\r\n", "found a picture"),
    "a web page": (b"<html><table><tr><td>1", "a web page or XML"),
    "a compressed file": (b"\x1f\x8b\x08", "a compressed file"),
    "two sheets": (make_xlsx(HEAD, *ROWS, sheets=2), r"2 sheets with rows \(Sheet, Feuille 2\)"),
    "no sheet": (make_xlsx(), "no row"),
    "truncated": (GOOD[: len(GOOD) // 2], "truncated or damaged archive"),
    "damaged": (remake(GOOD, {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"}), "a damaged one"),
    "another archive": (make_zip({"content.xml": b"x"}), "another archive"),
    "with macros": (remake(GOOD, {"xl/vbaProject.bin": b"x"}), "without macros"),
    "a zip bomb": (remake(GOOD, {"xl/bomb.bin": b"0" * 60_000_000}), "times its size unpacked at most"),
    "many entries": (remake(GOOD, {f"x/{n}": b"" for n in range(MOST_ENTRIES)}), "entries at most"),
    "entities": (
        remake(
            GOOD,
            {
                "xl/worksheets/sheet1.xml": b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
                b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
                b'<c r="A1" t="inlineStr"><is><t>&c;</t></is></c></row></sheetData></worksheet>'
            },
        ),
        "a damaged one",
    ),
    "too large": (b"a;b\r\n" + b"1;2\r\n" * (MOST_BYTES // 5 + 1), "50 MB at most"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_is_refused_with_its_row_and_reason(kind: str) -> None:
    content, told = BROKEN[kind]

    with pytest.raises(BadSheet, match=told):
        read_sheet(content)


def test_in_a_child_the_same_is_read_and_refused() -> None:
    assert read_sheet_apart(GOOD).header == HEAD

    with pytest.raises(BadSheet, match="row 2, column « A »"):
        read_sheet_apart(make_xlsx(HEAD, ("=1+1", *ROWS[0][1:])))


def test_a_file_that_takes_too_long_is_refused() -> None:
    slow = make_xlsx(HEAD, *((str(n), "a", "b", "c", "d") for n in range(30_000)))

    with pytest.raises(BadSheet, match=r"read within 0\.05 seconds"):
        read_sheet_apart(slow, seconds=0.05)
