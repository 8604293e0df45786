"""`guichet rules told`: who was told another verdict than they would be told now."""

from typing import TextIO

from ...knowledge.date_expression import PARIS
from ...mailbox.desk.told_verdict import find_told_otherwise
from ..house import open_database
from ..settings import BadSetting, Settings
from .in_force import load_rules


def told(settings: Settings, out: TextIO) -> int:
    """Print each conversation whose last verdict would be another one now, as CSV; return 1 if there is one.

    Nothing is written, but that the database is brought to this version.
    """
    if settings.sqlite_file is not None and not settings.sqlite_file.exists():
        raise BadSetting("GUICHET_DATA", str(settings.data), "the folder of a desk; `guichet serve` makes one")
    call, rules = load_rules(settings)
    database = open_database(settings)
    with database.read() as session:
        found = list(find_told_otherwise(session, call, rules))
    database.close()
    if not found:
        out.write("Everybody was told what they would be told now.\n")
        return 0
    out.write("conversation,told on,was told,would be told now\n")
    out.writelines(f"/fils/{one.thread},{one.told_at.astimezone(PARIS).date()},{one.was},{one.now}\n" for one in found)
    return 1
