"""`guichet letters`: what is done with the letters of the letterbox as a whole."""

from typing import TextIO

from ...mailbox.intake.letterbox import put_back
from ..house import open_database
from ..settings import BadSetting, Settings


def reread(settings: Settings, out: TextIO) -> int:
    """Have read again what could not be read, after a fix; the running service reads it, and closes its tickets."""
    if settings.sqlite_file is not None and not settings.sqlite_file.exists():
        raise BadSetting("GUICHET_DATA", str(settings.data), "the folder of a desk; `guichet serve` makes one")
    database = open_database(settings)
    with database.begin() as session:
        count = put_back(session, settings.call)
    database.close()
    out.write(f"{count} to be read again by `guichet serve`.\n" if count else "Nothing was put aside.\n")
    return 0
