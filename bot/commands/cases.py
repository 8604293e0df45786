"""`guichet cases`: the phrasings that staff kept, for a person to add to `knowledge/asking/phrasings/`."""

import json
from dataclasses import asdict
from typing import TextIO

from ...knowledge.folder import find_folder, load_call
from ...mailbox.desk.case import list_cases
from ..house import open_database
from ..settings import BadSetting, Settings


def cases(settings: Settings, out: TextIO) -> int:
    """Print a JSON line `{text, label}` for each; nothing is written, but that the database is brought up to date."""
    if settings.sqlite_file is not None and not settings.sqlite_file.exists():
        raise BadSetting("GUICHET_DATA", str(settings.data), "the folder of a desk; `guichet serve` makes one")
    call = load_call(find_folder(settings.call, own=settings.data / "calls"))
    database = open_database(settings)
    with database.read() as session:
        for case in list_cases(session, call.slug):
            out.write(json.dumps(asdict(case), ensure_ascii=False) + "\n")
    database.close()
    return 0
