"""Tables as files for a spreadsheet, in which no cell is taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from starlette.responses import Response

BOM = "\ufeff"
"""Without it, Excel takes UTF-8 for its own code page."""
SEPARATOR = ";"
"""What Excel splits at where it speaks French."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_sheet(name: str, head: Sequence[str], rows: Iterable[Sequence[str | int | None]]) -> Response:
    """Answer with a CSV file to be kept under `name`.csv (ASCII); numbers stay numbers, None is an empty cell."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=SEPARATOR, lineterminator="\r\n")
    writer.writerow(guard(cell) for cell in head)
    writer.writerows([guard(cell) for cell in row] for row in rows)
    disposition = f'attachment; filename="{name}.csv"'
    content = (BOM + file.getvalue()).encode("utf-8", "replace")
    return Response(content, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition})


def guard(cell: str | int | None) -> str | int | None:
    """Put an apostrophe before a text that a spreadsheet would run (OWASP ASVS 5.0, 1.2.10)."""
    if isinstance(cell, str) and (cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA)):
        return f"'{cell}"
    return cell
