"""What a list of the inbox is narrowed to: its lane, and what else its address asks for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

from ..records.models import TicketReason

LONGEST_WORDS = 200


class Lane(StrEnum):
    """What a list shows."""

    OPEN = "a-repondre"
    COLLEAGUE = "collegue"
    CANDIDATE = "candidat"
    ASLEEP = "veille"
    ASSISTANT = "assistant"
    CLOSED = "fermees"


class Owner(StrEnum):
    """Whose tickets a list shows."""

    ALL = ""
    MINE = "moi"
    NOBODY = "personne"


@dataclass(frozen=True)
class Filters:
    """What a list shows: `words` that are searched for everywhere, or a lane of which the rest narrows what is shown.

    Threads that the assistant answered have no department, owner, reason or clock: those narrow nothing there.
    """

    lane: Lane = Lane.OPEN
    department: str = ""
    owner: Owner = Owner.ALL
    reason: TicketReason | None = None
    late: bool = False
    channel: str = ""
    files: bool = False
    words: str = ""

    @property
    def narrows(self) -> bool:
        """Tell whether less than a whole lane is asked for."""
        return self != Filters(self.lane)

    def query(self, **changed: object) -> str:
        """Write what stands behind the inbox's `?`, with what `changed`; the default of each is left out."""
        asked = replace(self, **changed)  # pyright: ignore[reportArgumentType]
        fields = {
            "file": str(asked.lane),
            "service": asked.department,
            "a": str(asked.owner),
            "motif": asked.reason.value if asked.reason else "",
            "retard": "oui" if asked.late else "",
            "canal": asked.channel,
            "pieces": "oui" if asked.files else "",
            "cherche": asked.words,
        }
        return urlencode({name: value for name, value in fields.items() if value})


def read_filters(asked: Mapping[str, str], departments: Collection[str], channels: Collection[str]) -> Filters:
    """Read what an address asks for; what it names that there is not, narrows nothing."""

    def known(name: str, values: Collection[str]) -> str:
        return asked.get(name, "") if asked.get(name, "") in values else ""

    reason = known("motif", set(TicketReason))
    return Filters(
        lane=Lane(known("file", set(Lane)) or Lane.OPEN),
        department=known("service", departments),
        owner=Owner(known("a", set(Owner))),
        reason=TicketReason(reason) if reason else None,
        late=asked.get("retard") == "oui",
        channel=known("canal", channels),
        files=asked.get("pieces") == "oui",
        words=asked.get("cherche", "").strip()[:LONGEST_WORDS],
    )


def parse_filters(query: str, departments: Collection[str], channels: Collection[str]) -> Filters:
    """Read filters from what stands behind a `?`, as a view keeps it."""
    return read_filters(dict(parse_qsl(query)), departments, channels)
