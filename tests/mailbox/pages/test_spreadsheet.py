import csv

import pytest

from guichet.mailbox.pages.spreadsheet import guard, write_sheet


@pytest.mark.parametrize(
    "first", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\u00a0=", "﹣", "\u200b="]
)
def test_no_cell_begins_a_formula(first: str) -> None:
    assert guard(f"{first}HYPERLINK(1)") == f"'{first}HYPERLINK(1)"


@pytest.mark.parametrize("cell", ["", "Le salaire = ?", "l'appel", -3, 0, None])
def test_what_is_no_formula_stays_as_it_is(cell: str | int | None) -> None:
    assert guard(cell) == cell


def test_a_spreadsheet_in_french_reads_the_file() -> None:
    response = write_sheet("essai", ("sujet", "nombre"), [('L\'été ; "ici"\nlà', 2), ("=1+1", None)])

    text = bytes(response.body).decode("utf-8-sig")
    assert bytes(response.body).startswith(b'\xef\xbb\xbf"sujet";"nombre"\r\n')
    assert list(csv.reader(text.splitlines(keepends=True), delimiter=";"))[1:] == [
        ['L\'été ; "ici"\nlà', "2"],
        ["'=1+1", ""],
    ]
    assert response.headers["content-disposition"] == 'attachment; filename="essai.csv"'
    assert response.headers["content-type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("cell", ["Ann,=1+1", "Ann\t=1+1", "Ann, +1", "Ann;=1+1", "Ann\n=1+1"])
def test_no_formula_stands_behind_another_separator(separator: str, cell: str) -> None:
    response = write_sheet("essai", ("nom", "note"), [("Ann", cell)])

    lines = bytes(response.body).decode("utf-8-sig").splitlines(keepends=True)
    assert [c for row in csv.reader(lines, delimiter=separator) for c in row if c.strip()[:1] in (*"=+",)] == []
