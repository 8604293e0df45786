"""The file in which the office keeps its settings: read again when it changes, written whole or not at all."""

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Collection, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from .office import Office, read_office
from .office_errors import BadOffice, BadService, OfficeMoved

BEFORE = ".before"
"""What the file before the last change is called, after the file's own name."""
LONGEST_LINE, LONGEST_TEXT, MOST_DAYS = 200, 600, 366
Mark = tuple[int, int, int]


@dataclass(frozen=True)
class Wish:
    """What the office is to become.

    `departments` gives name and signature by the keys that there are; `days_off` one day (2026-05-15) a line.
    """

    name: str
    postal: str
    telephone: str
    hours: str
    departments: Mapping[str, tuple[str, str]]
    days_off: str = ""


class OfficeFile:
    """One `office.toml`, which must have the departments `needed` and may rule what is `rulable`.

    Raises `BadOffice` where it cannot be used.

    Once it was read, a file that somebody broke changes nothing: what was read last holds, and `trouble` says why.
    """

    def __init__(self, path: Path, needed: Collection[str] = (), rulable: Collection[str] = ()) -> None:
        self._path, self._needed, self._rulable = path, tuple(needed), tuple(rulable)
        self._mark = _mark(path)
        self._office = read_office(path, self._needed, self._rulable)
        self.trouble = ""

    @property
    def office(self) -> Office:
        """Return the office as its file says now, in whichever process it was changed."""
        mark = _mark(self._path)
        if mark != self._mark:
            self._read(mark)
        return self._office

    @property
    def version(self) -> str:
        """Name the file's content, so that a change knows what it changes; empty where it cannot be read."""
        try:
            return _version(self._path.read_bytes())
        except OSError:
            return ""

    def change(self, wish: Wish, seen: str) -> Sequence[str]:
        """Write what the office is to become, and return which entries change; the file before is kept beside it.

        What the wish does not name stays as it is, and so do comments. `seen` is the version the wish was made on.
        Raises `BadService`, `OfficeMoved`, or `BadOffice` where the file that is there cannot be used; nothing is
        written then.
        """
        wish = _tidy(wish)
        with _alone(self._path.parent):
            read_office(self._path, self._needed, self._rulable)
            content = self._path.read_bytes()
            if _version(content) != seen:
                raise OfficeMoved
            table = _parse(self._path, content)
            changed = _fill_in(table, wish)
            if changed:
                self._replace(tomlkit.dumps(table))
        return changed

    def _replace(self, text: str) -> None:
        beside = self._path.with_name(f"{self._path.name}.new")
        _write(beside, text.encode())
        shutil.copymode(self._path, beside)
        read_office(beside, self._needed, self._rulable)
        before = self._path.with_name(f"{self._path.name}{BEFORE}")
        _write(before.with_name(f"{before.name}.new"), self._path.read_bytes())
        before.with_name(f"{before.name}.new").replace(before)
        beside.replace(self._path)

    def _read(self, mark: Mark | None) -> None:
        try:
            self._office, self.trouble = read_office(self._path, self._needed, self._rulable), ""
        except BadOffice as error:
            self.trouble = str(error)
        self._mark = mark


def _mark(path: Path) -> Mark | None:
    """Tell one state of the file from another, without reading it."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _version(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _parse(path: Path, content: bytes) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, TOMLKitError) as error:
        raise BadOffice(path, "the file", "readable TOML in UTF-8", str(error)) from None


def _tidy(wish: Wish) -> Wish:
    """Put each text on its line or lines; raises `BadService` naming the entries that cannot be taken."""
    departments = {key: (_line(name), _line(signature)) for key, (name, signature) in wish.departments.items()}
    postal = "\n".join(line for line in map(_line, wish.postal.splitlines()) if line)
    days = [one for one in re.split(r"[\s,;]+", wish.days_off) if one]
    days_off = "\n".join(sorted(set(days)))
    tidy = Wish(_line(wish.name), postal, _line(wish.telephone), _line(wish.hours), departments, days_off)
    names = {"name": tidy.name} | {f"department-{key}": name for key, (name, _) in departments.items()}
    lines = names | {"telephone": tidy.telephone, "hours": tidy.hours}
    lines |= {f"signature-{key}": signature for key, (_, signature) in departments.items()}
    faults = [entry for entry, text in names.items() if not text]
    faults += [entry for entry, text in lines.items() if len(text) > LONGEST_LINE]
    faults += ["postal"] if len(postal) > LONGEST_TEXT else []
    faults += [] if all(map(_is_day, days)) and len(days) <= MOST_DAYS else ["days_off"]
    if faults:
        raise BadService(faults)
    return tidy


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _fill_in(table: Mapping[str, Any], wish: Wish) -> list[str]:
    """Put the wish into the file's table; return the entries that were another before."""
    service: dict[str, Any] = table["service"]
    wanted = {"name": wish.name, "postal": wish.postal, "telephone": wish.telephone, "hours": wish.hours}
    changed = [f"service.{entry}" for entry in _put(service, wanted)]
    days = wish.days_off.split()
    if sorted(map(str, service.get("days_off", []))) != days:
        service["days_off"] = days
        changed.append("service.days_off")
    for key, (name, signature) in wish.departments.items():
        if key in table["departments"]:
            entries = _put(table["departments"][key], {"name": name, "signature": signature})
            changed += [f"departments.{key}.{entry}" for entry in entries]
    return changed


def _put(table: dict[str, Any], wanted: Mapping[str, str]) -> list[str]:
    changed = [entry for entry, text in wanted.items() if str(table.get(entry, "")).strip() != text]
    for entry in changed:
        table[entry] = wanted[entry]
    return changed


def _write(path: Path, content: bytes) -> None:
    """Write a file, on the disk when this returns."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _alone(folder: Path) -> Generator[None]:
    """Keep other processes from changing the file meanwhile; what was renamed is on the disk at the end."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
        os.fsync(handle)
    finally:
        os.close(handle)
