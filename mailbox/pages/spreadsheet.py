"""Tables as files for a spreadsheet, in which no cell is taken for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from starlette.responses import Response

BOM = "\ufeff"
"""Without it, Excel takes UTF-8 for its own code page."""
SEPARATOR = ";"
"""What Excel splits at where it speaks French."""
_UNSEEN = r"\s\u200b-\u200f\u2060\ufeff"
_FORMULA = re.compile(rf"(^|[,;\t\r\n])(?=[{_UNSEEN}]*[=+\-@＝＋－＠﹦﹢﹣﹫])")
"""Where a formula begins: at the start or behind what some program splits at, and behind what is not seen."""


def write_sheet(name: str, head: Sequence[str], rows: Iterable[Sequence[str | int | None]]) -> Response:
    """Answer with a CSV file to be kept under `name`.csv (ASCII); numbers stay numbers, None is an empty cell."""
    file = io.StringIO()
    # Texts in quotes: a program that splits at commas and tabs as well finds no formula behind one.
    writer = csv.writer(file, delimiter=SEPARATOR, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(guard(cell) for cell in head)
    writer.writerows([guard(cell) for cell in row] for row in rows)
    disposition = f'attachment; filename="{name}.csv"'
    content = (BOM + file.getvalue()).encode("utf-8", "replace")
    return Response(content, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition})


def guard(cell: str | int | None) -> str | int | None:
    """Put an apostrophe before what a spreadsheet would run in a text (OWASP ASVS 5.0, 1.2.10).

    Behind commas too: a program that splits at those alone, as Excel in English, does not see our quotes.
    """
    if not isinstance(cell, str):
        return cell
    safe = _FORMULA.sub(r"\1'", cell)
    return f"'{safe}" if safe.startswith(("\t", "\r", "\n")) else safe
