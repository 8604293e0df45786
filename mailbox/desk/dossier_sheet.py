"""The rows of an export of the application site, read as applications; each that cannot be is named with its reason."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ...knowledge.date_expression import PARIS
from ...knowledge.text import fold
from ..records.models import DossierState

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "number": ("N° dossier", "N° de dossier", "Numéro de dossier", "Numéro", "Dossier", "Application number", "Number"),
    "email": ("Courriel", "Adresse électronique", "E-mail", "Email", "Mail"),
    "surname": ("Nom", "Nom de famille", "Nom d'usage", "Surname", "Last name"),
    "given_name": ("Prénom", "Prénoms", "Given name", "First name"),
    "state": ("État", "Statut", "Statut du dossier", "État du dossier", "State", "Status"),
    "slot": ("Créneau", "Créneau d'audition", "Audition", "Slot", "Interview"),
}
"""The names that a column may have, accents and case aside; `[dossiers.columns]` in office.toml adds to them."""
STATES: Mapping[DossierState, tuple[str, ...]] = {
    DossierState.DRAFT: ("Brouillon", "En cours", "Draft"),
    DossierState.FILED: ("Déposé", "Soumis", "Filed", "Submitted"),
    DossierState.ADMISSIBLE: ("Recevable", "Admissible"),
    DossierState.INADMISSIBLE: ("Non recevable", "Irrecevable", "Inadmissible"),
    DossierState.PRESELECTED: ("Présélectionné", "Preselected", "Shortlisted"),
    DossierState.NOT_PRESELECTED: ("Non présélectionné", "Not preselected", "Not shortlisted"),
    DossierState.AUDITION: ("Auditionné", "À auditionner", "Convoqué", "Audition", "Interview"),
    DossierState.SELECTED: ("Lauréat", "Lauréate", "Retenu", "Selected"),
    DossierState.WAITING_LIST: ("Liste complémentaire", "Waiting list"),
    DossierState.NOT_SELECTED: ("Non retenu", "Non retenue", "Not selected"),
    DossierState.STARTED: ("Prise de fonction", "En fonction", "Started"),
}
"""The words that a state may be exported by; feminine forms of those above are the same."""
NEEDED = ("number", "email", "state")
LONGEST = {"number": 64, "email": 320, "surname": 200, "given_name": 200}
_ADDRESS = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+")
_MOMENTS = (
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %Hh%M",
    "%d/%m/%Y à %H:%M",
)
Line = tuple[int, Sequence[str]]
"""A row's number in its file, where the header is row 1, and its cells."""


@dataclass(frozen=True)
class Refusal:
    """Why a row, or the whole file (row 0), is not taken."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        where = f"row {self.row}" if self.row else "the file"
        return f"{where}{f', column « {self.column} »' if self.column else ''}: {self.reason}"


@dataclass(frozen=True)
class Application:
    """One row: an application as the site exports it; `slot` is aware."""

    row: int
    number: str
    email: str
    surname: str
    given_name: str
    state: DossierState
    slot: datetime | None


@dataclass
class SheetReader:
    """Reads rows by the names of their columns; `refused` are those that cannot be read."""

    columns: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    states: Mapping[DossierState, Sequence[str]] = field(default_factory=dict[DossierState, Sequence[str]])
    refused: list[Refusal] = field(default_factory=list[Refusal])

    def read(self, header: Sequence[str], lines: Iterable[Line]) -> Iterator[Application]:
        """Read each row that can be; a number that stands twice is refused where it comes again."""
        places = self._find_columns(header)
        if self.refused:
            return
        words = self._words()
        seen: dict[str, int] = {}
        for row, cells in lines:
            told = {name: cells[at] for name, at in places.items()}
            found = self._application(row, told, {name: header[at] for name, at in places.items()}, words)
            if found and found.number in seen:
                self._refuse(
                    row, header[places["number"]], f"{found.number} stands in row {seen[found.number]} already"
                )
            elif found:
                seen[found.number] = row
                yield found

    def _find_columns(self, header: Sequence[str]) -> dict[str, int]:
        """Find each column by its name; one that is needed and not there, or there twice, refuses the file."""
        places: dict[str, int] = {}
        names = [_fold(name) for name in header]
        for column, known in COLUMNS.items():
            wanted = [_fold(name) for name in (*self.columns.get(column, ()), *known)]
            found = [at for at, name in enumerate(names) if name in wanted]
            if len(found) > 1 and not self.columns.get(column):
                self._refuse(1, header[found[1]], f"expected one column for `{column}`; found {len(found)}")
            elif found:
                places[column] = min(found, key=lambda at: wanted.index(names[at]))
            elif column in NEEDED:
                self._refuse(
                    1, "", f"expected a column for `{column}`, such as « {known[0]} »; found {', '.join(header)}"
                )
        return places

    def _words(self) -> dict[str, DossierState]:
        """Map the words of states to them; what the office names goes first."""
        known = {_fold(word): state for state, words in STATES.items() for word in words}
        feminine = {f"{word}e": state for word, state in known.items() if word.endswith("e")}
        named = {_fold(word): state for state, words in self.states.items() for word in words}
        return feminine | known | named

    def _application(
        self, row: int, told: Mapping[str, str], names: Mapping[str, str], words: Mapping[str, DossierState]
    ) -> Application | None:
        before = len(self.refused)
        for column, most in LONGEST.items():
            if len(told.get(column, "")) > most:
                self._refuse(row, names[column], f"expected {most} characters at most; found {len(told[column])}")
        if not told["number"]:
            self._refuse(row, names["number"], "expected a number; found nothing")
        if not _ADDRESS.fullmatch(told["email"]):
            self._refuse(row, names["email"], f"expected an address such as ann@example.org; found {told['email']!r}")
        state = words.get(_fold(told["state"]))
        if state is None:
            known = ", ".join(one[0] for one in STATES.values())
            self._refuse(row, names["state"], f"expected one of {known}; found {told['state']!r}")
        slot = self._slot(row, told.get("slot", ""), names.get("slot", ""))
        if state is None or len(self.refused) > before:
            return None
        surname, given = told.get("surname", ""), told.get("given_name", "")
        return Application(row, told["number"], told["email"].lower(), surname, given, state, slot)

    def _slot(self, row: int, text: str, name: str) -> datetime | None:
        if not text:
            return None
        for form in _MOMENTS:
            try:
                return datetime.strptime(text, form).replace(tzinfo=PARIS)
            except ValueError:
                continue
        self._refuse(row, name, f"expected a moment such as 03/06/2026 09:30; found {text!r}")
        return None

    def _refuse(self, row: int, column: str, reason: str) -> None:
        self.refused.append(Refusal(row, column, reason))


def _fold(text: str) -> str:
    return " ".join(re.sub(r"[^\w°]+", " ", fold(text)).split())
