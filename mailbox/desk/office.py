"""What the office decides, read from `office.toml`: departments, telephone, postal address."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import BadOffice

TEMPLATE = """\
# Ce que le service décide. Relu à chaque démarrage de guichet.

[service]
# Le nom sous lequel partent les messages.
name = "{name}"
# Adresse postale et téléphone, nommés dans les accusés de réception s'ils sont remplis.
postal = ""
telephone = ""
"""
DEPARTMENT = """
[departments.{key}]
name = "{name}"
# Ce qui suit le nom de la personne sous ses réponses, par exemple la direction.
signature = ""
"""


@dataclass(frozen=True)
class Department:
    """A department that answers; `signature` follows its name under a person's answer."""

    key: str
    name: str
    signature: str = ""


@dataclass(frozen=True)
class Office:
    """The office's own settings."""

    name: str
    departments: Mapping[str, Department]
    postal: str = ""
    telephone: str = ""
    own: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False)

    def department(self, key: str) -> Department:
        """Return a department, or the first one where the key is not known to the office."""
        return self.departments.get(key) or next(iter(self.departments.values()))


def write_default(path: Path, *, name: str, departments: Mapping[str, str]) -> None:
    """Write `office.toml` with the call's departments, unless it is there."""
    if path.exists():
        return
    text = TEMPLATE.format(name=name)
    text += "".join(DEPARTMENT.format(key=key, name=label) for key, label in departments.items())
    path.write_text(text, encoding="utf-8")


def read_office(path: Path) -> Office:
    """Read `office.toml`; raises `BadOffice` naming the entry, what is expected and what was found."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadOffice(path, "the file", "readable TOML in UTF-8", str(error)) from None
    service = _table(path, table, "service")
    rows = _table(path, table, "departments")
    departments = {key: _department(path, key, rows) for key in rows}
    if not departments:
        raise BadOffice(path, "[departments]", "one department at least", rows)
    return Office(
        name=_text(path, service, "service.name"),
        departments=departments,
        postal=_text(path, service, "service.postal", default=""),
        telephone=_text(path, service, "service.telephone", default=""),
        own=table,
    )


def _department(path: Path, key: str, rows: Mapping[str, Any]) -> Department:
    row = _table(path, rows, key)
    where = f"departments.{key}"
    return Department(key, _text(path, row, f"{where}.name"), _text(path, row, f"{where}.signature", default=""))


def _table(path: Path, table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = table.get(key)
    if not isinstance(found, dict):
        raise BadOffice(path, f"[{key}]", "a table", found)
    return found  # pyright: ignore[reportUnknownVariableType]


def _text(path: Path, table: Mapping[str, Any], entry: str, *, default: str | None = None) -> str:
    found = table.get(entry.rpartition(".")[2], default)
    if not isinstance(found, str) or (default is None and not found.strip()):
        raise BadOffice(path, entry, "a text", found)
    return found.strip()
