"""A TOML file that people write: what stands in it is what is expected there, or is refused with its place."""

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from ..errors import BadFolder


class TomlFile:
    """Reads entries of a file; raises `BadFolder` naming the entry, what is expected there and what was found."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Mapping[str, Any]:
        """Read the whole file."""
        try:
            return tomllib.loads(self._path.read_bytes().decode())
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise BadFolder(self._path, f"cannot be read as TOML in UTF-8: {error}") from None

    def _table(self, where: str, found: object) -> Mapping[str, Any]:
        if not isinstance(found, dict):
            raise self._bad(where, "a table", found)
        return found  # pyright: ignore[reportUnknownVariableType]

    def _text(self, where: str, found: object) -> str:
        if not isinstance(found, str):
            raise self._bad(where, "a text", found)
        return found

    def _bool(self, where: str, found: object) -> bool:
        if not isinstance(found, bool):
            raise self._bad(where, "true or false", found)
        return found

    def _array(self, where: str, found: object) -> list[object]:
        if not isinstance(found, list):
            raise self._bad(where, "a list", found)
        return found  # pyright: ignore[reportUnknownVariableType]

    def _list(self, where: str, found: object) -> tuple[str, ...]:
        return tuple(self._text(where, one) for one in self._array(where, found))

    def _known(self, where: str, table: Mapping[str, Any], known: Collection[str]) -> None:
        if strange := sorted(set(table) - set(known)):
            raise self._bad(where, f"nothing but {', '.join(known)}", ", ".join(strange))

    def _bad(self, where: str, expected: str, found: object) -> BadFolder:
        return BadFolder(self._path, f"{where}: expected {expected}; found {found!r}")
