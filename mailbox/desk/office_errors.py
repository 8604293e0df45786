"""What the desk refuses of the office's settings; a part of the tree in `errors.py`."""

from collections.abc import Sequence
from pathlib import Path

from .errors import DeskError


class BadOffice(DeskError):
    """An entry of office.toml is missing or wrong."""

    message = "{path}: {entry} should be {expected}, found {found}"  # English: for who mends the file

    def __init__(self, path: Path, entry: str, expected: str, found: object) -> None:
        what = "nothing" if found is None else repr(found)
        super().__init__(self.message, path=path, entry=entry, expected=expected, found=what)


class BadService(DeskError):
    """The settings cannot be taken as asked; `faults` names the entries, as in `name` or `department-rh`."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("Rien n'est enregistré : corrigez ce qui est signalé.")
        self.faults = tuple(faults)


class OfficeMoved(DeskError):
    """Somebody else changed the settings meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            "Rien n'est enregistré : ces réglages ont changé depuis l'ouverture de cette page. "
            "Comparez ce que vous avez écrit avec ce qui est en vigueur, puis enregistrez."
        )
