"""The hour of a moment, in SQL: the same text on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class UtcHour(FunctionElement[str]):
    """The hour of a column of moments in UTC, as `2026-02-10 08`; a day of Europe/Paris is made of whole ones."""

    name = "utc_hour"
    type = String()
    inherit_cache = True


def read_hour(text: str) -> datetime:
    """Read what `UtcHour` gives as an aware moment."""
    return datetime(int(text[:4]), int(text[5:7]), int(text[8:10]), int(text[11:13]), tzinfo=UTC)


@compiles(UtcHour, "sqlite")
def _of_sqlite(element: UtcHour, compiler: SQLCompiler, **more: Any) -> str:
    return f"substr({compiler.process(element.clauses, **more)}, 1, 13)"


@compiles(UtcHour, "postgresql")
def _of_postgresql(element: UtcHour, compiler: SQLCompiler, **more: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **more)} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24')"
