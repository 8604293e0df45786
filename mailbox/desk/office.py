"""What the office decides, read from `office.toml`: its name, address, telephone and hours, its departments."""

import json
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ...knowledge.ruling.rule import Outcome
from ..records.models import DossierState
from .dossier_sheet import COLUMNS
from .office_errors import BadOffice
from .second_factor import FactorRule

TEMPLATE = """\
# Ce que le service décide ; se change aussi au guichet, page Service. Relu dès qu'il change.

[service]
# Le nom sous lequel partent les messages.
name = {name}
# Adresse postale, téléphone et heures d'ouverture : sous chaque courriel, s'ils sont remplis.
postal = ""
telephone = ""
hours = ""
# Jours où le service ne travaille pas, outre les week-ends et les jours fériés : le délai de réponse n'y court pas.
# Par exemple : days_off = ["2026-05-15", "2026-12-24"]
days_off = []

[security]
# Le second facteur à la connexion : "required" (exigé de chacun) ou "optional" (au choix de chacun).
# Sans cette ligne : exigé, sauf d'un guichet ouvert sur cette seule machine.
# second_factor = "required"

[eligibility]
# Ce que l'appel laisse ouvert, et que le service tranche par une ligne : "met" (la condition est remplie) ou "not_met".
# Sans ligne, une personne décide chaque fois. Les noms sont ceux de rules.toml (guichet rules prove les liste) :
# practitioner : médecin, pharmacien ou odontologiste dans un autre statut. mixed_unit : unité mixte. Par exemple :
# mixed_unit = "met"

# Les colonnes et les états des exports du site de candidature, s'ils portent d'autres noms que ceux déjà connus :
# [dossiers.columns]
# number = "Référence"
# [dossiers.states]
# filed = ["Complet", "Transmis"]
"""
SECTION = """
[departments.{key}]
name = {name}
# Ce qui suit le nom de la personne sous ses réponses, par exemple la direction.
signature = ""
"""
SERVICE = ("name", "postal", "telephone", "hours", "days_off")
DEPARTMENT = ("name", "signature")
SECURITY = ("second_factor",)
RULINGS = (Outcome.MET, Outcome.NOT_MET)
"""What the office can rule of what a call leaves open."""


@dataclass(frozen=True)
class Department:
    """A department that answers; `signature` follows its name under a person's answer."""

    key: str
    name: str
    signature: str = ""


@dataclass(frozen=True)
class Office:
    """The office's own settings; `days_off` are those it does not work on, beside weekends and public holidays."""

    name: str
    departments: Mapping[str, Department]
    postal: str = ""
    telephone: str = ""
    hours: str = ""
    days_off: frozenset[date] = frozenset()
    second_factor: FactorRule | None = None
    rulings: Mapping[str, Outcome] = field(default_factory=dict[str, Outcome])
    """What the office has ruled of what a call leaves open on who may apply, by the name of the rule."""
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    """The names of the columns in the application site's exports, beside those that are known anyway."""
    states: Mapping[DossierState, Sequence[str]] = field(default_factory=dict[DossierState, Sequence[str]])
    """The words for states in these exports, likewise."""

    def requires_factor(self, *, on_own_machine: bool) -> bool:
        """Tell whether staff must have a second factor; where the office does not say: unless the desk is local."""
        if self.second_factor is None:
            return not on_own_machine
        return self.second_factor is FactorRule.REQUIRED

    @property
    def imprint(self) -> str:
        """Return what an acknowledgement must name (CRPA R112-11-1): the service, its address, its telephone."""
        telephone = self.telephone and f"Tél. {self.telephone}"
        return "\n".join(line for line in (self.name, self.postal, telephone, self.hours) if line)

    def department(self, key: str) -> Department:
        """Return a department, or the first one where the key is not known to the office."""
        return self.departments.get(key) or next(iter(self.departments.values()))


def write_default(path: Path, *, name: str, departments: Mapping[str, str]) -> None:
    """Write `office.toml` with the call's departments, unless it is there."""
    if path.exists():
        return
    text = TEMPLATE.format(name=_quoted(name))
    text += "".join(SECTION.format(key=_quoted(key), name=_quoted(label)) for key, label in departments.items())
    path.write_text(text, encoding="utf-8")


def _quoted(text: str) -> str:
    """Write a TOML string, which JSON's is for any text without a lone surrogate."""
    return json.dumps(text, ensure_ascii=False)


def read_office(path: Path, needed: Collection[str] = (), rulable: Collection[str] = ()) -> Office:
    """Read `office.toml`, which must have the departments `needed` and rule nothing but what is `rulable`.

    Raises `BadOffice` naming the entry, what is expected and what was found.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadOffice(path, "the file", "readable TOML in UTF-8", str(error)) from None
    _refuse_unknown(path, "", table, ("service", "departments", "security", "eligibility", "dossiers"))
    service = _table(path, table, "service")
    _refuse_unknown(path, "service.", service, SERVICE)
    rows = _table(path, table, "departments")
    departments = {key: _department(path, key, rows) for key in rows}
    for key in needed:
        if key not in departments:
            raise BadOffice(
                path, f"[departments.{key}]", "a table, since the call has that department", ", ".join(rows)
            )
    if not departments:
        raise BadOffice(path, "[departments]", "one department at least", rows)
    return Office(
        name=_text(path, service, "service.name"),
        departments=departments,
        postal=_text(path, service, "service.postal", default=""),
        telephone=_text(path, service, "service.telephone", default=""),
        hours=_text(path, service, "service.hours", default=""),
        days_off=_days(path, service, "service.days_off"),
        second_factor=_factor_rule(path, table),
        rulings=_rulings(path, table, rulable),
        columns=_names(path, table, "columns", COLUMNS),
        states={DossierState(key): names for key, names in _names(path, table, "states", set(DossierState)).items()},
    )


def _names(path: Path, table: Mapping[str, Any], key: str, known: Collection[str]) -> dict[str, Sequence[str]]:
    """Read the names that the application site gives to columns and states: one text each, or a list of them."""
    section = _table(path, {"dossiers": {}, **table}, "dossiers")
    _refuse_unknown(path, "dossiers.", section, ("columns", "states"))
    named = _table(path, {key: {}, **section}, key)
    _refuse_unknown(path, f"dossiers.{key}.", named, sorted(known))
    return {name: _texts(path, f"dossiers.{key}.{name}", found) for name, found in named.items()}


def _texts(path: Path, entry: str, found: object) -> Sequence[str]:
    """Read one text, or a list of texts."""
    texts: list[object] = found if isinstance(found, list) else [found]  # pyright: ignore[reportUnknownVariableType]
    if not texts or not all(isinstance(one, str) for one in texts):
        raise BadOffice(path, entry, "a text or a list of texts", found)  # pyright: ignore[reportUnknownArgumentType]
    return [str(one) for one in texts]


def _rulings(path: Path, table: Mapping[str, Any], rulable: Collection[str]) -> Mapping[str, Outcome]:
    section = _table(path, {"eligibility": {}, **table}, "eligibility")
    _refuse_unknown(path, "eligibility.", section, sorted(rulable))
    for name, found in section.items():
        if found not in RULINGS:
            raise BadOffice(path, f"eligibility.{name}", " or ".join(RULINGS), found)
    return {name: Outcome(found) for name, found in section.items()}


def _factor_rule(path: Path, table: Mapping[str, Any]) -> FactorRule | None:
    section = _table(path, {"security": {}, **table}, "security")
    _refuse_unknown(path, "security.", section, SECURITY)
    found = section.get("second_factor")
    if found is not None and found not in set(FactorRule):
        raise BadOffice(path, "security.second_factor", " or ".join(FactorRule), found)
    return None if found is None else FactorRule(found)


def _department(path: Path, key: str, rows: Mapping[str, Any]) -> Department:
    row = _table(path, rows, key)
    where = f"departments.{key}"
    _refuse_unknown(path, f"{where}.", row, DEPARTMENT)
    return Department(key, _text(path, row, f"{where}.name"), _text(path, row, f"{where}.signature", default=""))


def _refuse_unknown(path: Path, where: str, table: Mapping[str, Any], known: Sequence[str]) -> None:
    for name in table:
        if name not in known:
            raise BadOffice(path, f"{where}{name}", f"one of {', '.join(known)}", table[name])


def _table(path: Path, table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = table.get(key)
    if not isinstance(found, dict):
        raise BadOffice(path, f"[{key}]", "a table", found)
    return found  # pyright: ignore[reportUnknownVariableType]


def _text(path: Path, table: Mapping[str, Any], entry: str, *, default: str | None = None) -> str:
    found = table.get(entry.rpartition(".")[2], default)
    if not isinstance(found, str) or (default is None and not found.strip()):
        raise BadOffice(path, entry, "a text", found)
    return found.strip()


def _days(path: Path, table: Mapping[str, Any], entry: str) -> frozenset[date]:
    found: object = table.get(entry.rpartition(".")[2], [])
    if not isinstance(found, list):
        raise BadOffice(path, entry, 'a list of days such as ["2026-05-15"]', found)
    return frozenset(_day(path, entry, one) for one in found)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


def _day(path: Path, entry: str, found: object) -> date:
    """Read a day as a text, or as the date that TOML knows by itself."""
    if isinstance(found, date) and not isinstance(found, datetime):
        return found
    try:
        return datetime.strptime(str(found), "%Y-%m-%d").date()  # noqa: DTZ007 (a day has no hour)
    except ValueError:
        raise BadOffice(path, entry, 'a list of days such as ["2026-05-15"]', found) from None
