"""`guichet import mail`: last year's archive, filed in threads; nobody is answered, what is filed already stays."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

import typer

from ...mailbox.desk.archiving import file_archived
from ...mailbox.desk.thread import MAIL
from ...mailbox.intake.archive import Archived, NoArchive, open_archive
from ...mailbox.intake.envelope import Sealed, identify, sender_lane
from ...mailbox.intake.errors import IntakeError, NoSender
from ...mailbox.intake.letter_reader import to_inquiry
from ...mailbox.intake.letterbox import Arrival, keep_read
from ...mailbox.intake.safe_reading import SafeReading
from ...mailbox.records.database import Database
from ..clock import Clock
from ..house import make_data_folder, open_database
from ..settings import Settings


@dataclass
class _Importing:
    database: Database
    reading: SafeReading
    call: str
    own: str
    now: datetime
    filed: int = 0
    known: int = 0

    def add(self, archived: Archived) -> None:
        """File one letter, whole or not at all; raises `IntakeError` for one that cannot be read."""
        raw = archived.read()
        letter = self.reading.read(raw)
        if not letter.address:
            raise NoSender
        at = min(archived.at or self.now, self.now)
        sealed = Sealed(raw)
        arrival = Arrival(self.call, MAIL, identify(sealed), sender_lane(sealed, ""), raw, {"imported": True}, self.now)
        with self.database.begin() as session, session.begin_nested() as whole:
            item_id = keep_read(session, arrival)
            filed = item_id is not None and file_archived(session, self.call, self.own, to_inquiry(letter, item_id), at)
            if not filed:
                whole.rollback()  # an answer of ours may find what it replies to when the archive of that is imported
        self.filed, self.known = self.filed + filed, self.known + (not filed)


def import_mail(settings: Settings, path: Path, out: TextIO) -> int:
    """Import an archive; return 1 if some letters could not be read, which are named, 2 if there is no archive."""
    try:
        with open_archive(path) as letters:
            return _import_all(settings, letters, out)
    except (NoArchive, OSError) as error:
        told = f"cannot read {path}: {error.strerror}" if isinstance(error, OSError) else error
        print(f"guichet: {told}", file=sys.stderr)
        return 2


def _import_all(settings: Settings, letters: Sequence[Archived], out: TextIO) -> int:
    make_data_folder(settings)
    database = open_database(settings)
    reading = SafeReading(settings.address, settings.authserv_id or "")
    importing = _Importing(database, reading, settings.call, settings.address, Clock(settings.now).now())
    unread: list[str] = []
    try:
        with typer.progressbar(letters, label="Importing", file=out) as bar:
            for letter in bar:
                try:
                    importing.add(letter)
                except (IntakeError, ValueError, LookupError, TypeError) as error:
                    unread.append(f"{letter.name}: {error}")
    finally:
        reading.close()
        database.close()
    out.write(f"\n{importing.filed} filed, {importing.known} known already or answers to nothing that is here.\n")
    for line in unread:
        print(f"guichet: not read: {line}", file=sys.stderr)
    return 1 if unread else 0
