"""What a list of the inbox is narrowed to: its lane, and what else its address asks for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

from ..records.models import TicketReason

LONGEST_WORDS = 200


class Lane(StrEnum):
    """What a list shows; a search shows `EVERY` one unless it is confined to one of them."""

    EVERY = "toutes"
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
    """What a list shows: a lane, or with `words` what is searched for in one lane or in all; the rest narrows either.

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

    @property
    def everywhere(self) -> "Filters":
        """Return a search of the same words that nothing confines."""
        return Filters(Lane.EVERY, words=self.words)

    @property
    def confines(self) -> bool:
        """Tell whether a search looks at less than everything."""
        return bool(self.words) and self != self.everywhere

    @property
    def fields(self) -> Mapping[str, str]:
        """Name what is asked for as the inbox's address does; the default of each is left out.

        The lane of a search has another name than that of a list, so that a view of a search that was kept before
        searches could be confined still looks everywhere.
        """
        lane = "" if self.lane is Lane.EVERY else str(self.lane)
        fields = {
            "file": "" if self.words else lane or str(Lane.OPEN),
            "etat": lane if self.words else "",
            "service": self.department,
            "a": str(self.owner),
            "motif": self.reason.value if self.reason else "",
            "retard": "oui" if self.late else "",
            "canal": self.channel,
            "pieces": "oui" if self.files else "",
            "cherche": self.words,
        }
        return {name: value for name, value in fields.items() if value}

    def query(self, **changed: object) -> str:
        """Write what stands behind the inbox's `?`, with what `changed`."""
        return urlencode(replace(self, **changed).fields)  # pyright: ignore[reportArgumentType]


def read_filters(asked: Mapping[str, str], departments: Collection[str], channels: Collection[str]) -> Filters:
    """Read what an address asks for; what it names that there is not, narrows nothing."""

    def known(name: str, values: Collection[str]) -> str:
        return asked.get(name, "") if asked.get(name, "") in values else ""

    reason = known("motif", set(TicketReason))
    words = asked.get("cherche", "").strip()[:LONGEST_WORDS]
    lane = known("etat", set(Lane)) or Lane.EVERY if words else known("file", set(Lane) - {Lane.EVERY}) or Lane.OPEN
    return Filters(
        lane=Lane(lane),
        department=known("service", departments),
        owner=Owner(known("a", set(Owner))),
        reason=TicketReason(reason) if reason else None,
        late=asked.get("retard") == "oui",
        channel=known("canal", channels),
        files=asked.get("pieces") == "oui",
        words=words,
    )


def parse_filters(query: str, departments: Collection[str], channels: Collection[str]) -> Filters:
    """Read filters from what stands behind a `?`, as a view keeps it."""
    return read_filters(dict(parse_qsl(query)), departments, channels)
