"""The call that is served, its rules as the office has ruled what they leave open."""

from dataclasses import replace

from ...knowledge.call import Call
from ...knowledge.errors import BadFolder
from ...knowledge.folder import find_folder, load_call
from ...knowledge.ruling.rule import Rules
from ...mailbox.desk.office import read_office
from ..settings import Settings


def load_in_force(settings: Settings) -> Call:
    """Load the call, whose rules are as the office has ruled them where there is an office yet.

    Raises `BadOffice` for an `office.toml` that cannot be used.
    """
    call = load_call(find_folder(settings.call, own=settings.data / "calls"))
    office = settings.data / "office.toml"
    if call.rules is None or not office.exists():
        return call
    return replace(call, rules=call.rules.ruled(read_office(office, rulable=call.rules.to_rule).rulings))


def load_rules(settings: Settings) -> tuple[Call, Rules]:
    """Load the call and its rules as `load_in_force` does; raises `BadFolder` for a call without rules as well."""
    call = load_in_force(settings)
    if call.rules is None:
        folder = find_folder(settings.call, own=settings.data / "calls")
        raise BadFolder(folder / "rules.toml", "expected the rules of this call, found no such file")
    return call, call.rules
