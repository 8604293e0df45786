"""`guichet import dossiers`: takes an export of the application site, whole or not at all."""

import hashlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.progress import track

from ...mailbox.desk.dossier_import import Comparison, compare, take
from ...mailbox.desk.dossier_sheet import Line, SheetReader
from ...mailbox.intake.errors import BadSheet
from ...mailbox.intake.sheet_reading import read_sheet_apart
from ..clock import Clock
from ..house import assemble
from ..settings import Settings

SHOWN = 30
"""How many refused rows, and missing dossiers, are named."""
LONG = 1_000
"""From how many rows on a bar shows how far it is."""


def import_dossiers(settings: Settings, path: Path, out: TextIO, *, force: str | None, dry_run: bool) -> int:
    """Compare a file with the dossiers that are known and take it; print what is new, changed, refused and missing.

    Return 1 where a row is refused and nothing is taken, 2 for a file that cannot be read.
    """
    if force is not None and not force.strip():
        return _refuse('expected a reason for what is forced, as in --force "erreur du site"; found none')
    try:
        content = path.read_bytes()
        sheet = read_sheet_apart(content)
    except OSError as error:
        return _refuse(f"cannot read {path}: {error.strerror}")
    except BadSheet as error:
        return _refuse(f"{path}: {error}; nothing was taken")
    house = assemble(settings)
    reader = SheetReader(house.desk.office.columns, house.desk.office.states)
    with house.database.begin() as session:
        lines = _follow([(line.number, line.cells) for line in sheet.lines])
        found = compare(session, house.call.slug, sheet.header, lines, reader, forced=force is not None)
        out.writelines(f"{line}\n" for line in _describe(found))
        if not (found.refused or dry_run):
            digest = hashlib.sha256(content).hexdigest()
            now = Clock(settings.now).now()
            take(session, house.call.slug, found, file=path.name, digest=digest, now=now, reason=force)
    house.database.close()
    if found.refused or dry_run:
        out.write("Nothing was taken.\n")
    return 1 if found.refused else 0


def _follow(lines: Sequence[Line]) -> Iterable[Line]:
    """Show how far a long file is read, on a terminal."""
    if len(lines) < LONG:
        return lines
    return track(lines, description="dossiers", console=Console(stderr=True), disable=not sys.stderr.isatty())


def _describe(found: Comparison) -> Iterator[str]:
    counted = {"new": found.new, "changed": found.changed, "unchanged": found.unchanged, "refused": found.refused}
    yield ", ".join(f"{len(rows)} {name}" for name, rows in counted.items())
    yield from (str(refusal) for refusal in found.refused[:SHOWN])
    if len(found.refused) > SHOWN:
        yield f"… and {len(found.refused) - SHOWN} more refused"
    if found.missing:
        more = f" and {len(found.missing) - SHOWN} more" if len(found.missing) > SHOWN else ""
        named = ", ".join(found.missing[:SHOWN])
        yield f"{len(found.missing)} known and not in this file, kept as they are: {named}{more}"


def _refuse(trouble: str) -> int:
    print(f"guichet: {trouble}", file=sys.stderr)
    return 2
