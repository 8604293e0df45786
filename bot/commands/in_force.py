"""The rules of the call that is served, as the office has ruled what they leave open."""

from ...knowledge.call import Call
from ...knowledge.errors import BadFolder
from ...knowledge.folder import find_folder, load_call
from ...knowledge.ruling.rule import Rules
from ...mailbox.desk.office import read_office
from ..settings import Settings


def load_rules(settings: Settings) -> tuple[Call, Rules]:
    """Load the call and its rules; the office's rulings count where there is an office yet.

    Raises `BadFolder` for a call without rules, `BadOffice` for an `office.toml` that cannot be used.
    """
    folder = find_folder(settings.call, own=settings.data / "calls")
    call = load_call(folder)
    if call.rules is None:
        raise BadFolder(folder / "rules.toml", "expected the rules of this call, found no such file")
    office = settings.data / "office.toml"
    if not office.exists():
        return call, call.rules
    return call, call.rules.ruled(read_office(office, rulable=call.rules.to_rule).rulings)
