"""Taking over an export of the application site: compared first, then taken whole or not at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from ..records.models import Dossier, DossierChange, DossierImport
from .dossier_sheet import Application, Line, Refusal, SheetReader
from .dossier_state import may_become


@dataclass(frozen=True)
class Changed:
    """A dossier that a file says something else of; `moved` tells whether its state or its slot is another."""

    id: int
    before: Dossier
    after: Application

    @property
    def moved(self) -> bool:
        """Tell whether its state or its slot is another."""
        return (self.before.state, self.before.slot) != (self.after.state, self.after.slot)


@dataclass
class Comparison:
    """What a file would change: rows new, changed, unchanged and refused, and the dossiers that it holds no more."""

    new: list[Application] = field(default_factory=list[Application])
    changed: list[Changed] = field(default_factory=list[Changed])
    unchanged: list[int] = field(default_factory=list[int])
    missing: list[str] = field(default_factory=list[str])
    refused: list[Refusal] = field(default_factory=list[Refusal])


def compare(
    session: Session,
    call: str,
    header: Sequence[str],
    lines: Iterable[Line],
    reader: SheetReader,
    *,
    forced: bool = False,
) -> Comparison:
    """Compare a file with the dossiers that are known; an unlawful change of state is refused unless it is `forced`."""
    known = {one.number: one for one in session.scalars(select(Dossier).where(Dossier.call == call))}
    found = Comparison()
    for application in reader.read(header, lines):
        before = known.pop(application.number, None)
        if before is None:
            found.new.append(application)
        elif not forced and application.state not in may_become(before.state):
            reason = f"{before.state} cannot become {application.state}; a responsable may force it, with a reason"
            reader.refused.append(Refusal(application.row, "", f"{application.number}: {reason}"))
        elif _told(application) == _known(before):
            found.unchanged.append(before.id)
        else:
            found.changed.append(Changed(before.id, before, application))
    found.refused, found.missing = reader.refused, sorted(known)
    return found


def take(
    session: Session,
    call: str,
    found: Comparison,
    *,
    file: str,
    digest: str,
    now: datetime,
    staff_id: int | None = None,
    reason: str | None = None,
) -> DossierImport | None:
    """Take what a comparison found, within the caller's transaction; None where it changes nothing.

    What was refused must have been seen to: raises `ValueError` where there is any. A dossier that the file does not
    hold any more is kept as it is.
    """
    if found.refused:
        raise ValueError("a file with refused rows is not taken")
    if not (found.new or found.changed):
        return None
    taken = DossierImport(
        call=call, staff_id=staff_id, file=file[:255], digest=digest, at=now, new=len(found.new),
        changed=len(found.changed), unchanged=len(found.unchanged), missing=len(found.missing),
    )  # fmt: skip
    session.add(taken)
    session.flush()
    _add(session, call, found.new, taken, now)
    _change(session, found.changed, taken, now, reason)
    return taken


def _add(session: Session, call: str, new: Sequence[Application], taken: DossierImport, now: datetime) -> None:
    if not new:
        return
    rows = [
        {"call": call, "number": one.number, "import_id": taken.id, "state": one.state, "slot": one.slot}
        | {"email": one.email, "surname": one.surname, "given_name": one.given_name}
        for one in new
    ]
    session.execute(insert(Dossier), rows)
    query = select(Dossier.id, Dossier.state, Dossier.slot).where(Dossier.import_id == taken.id)
    changes = [
        {"dossier_id": number, "before": None, "after": state, "slot": slot, "import_id": taken.id, "at": now}
        for number, state, slot in session.execute(query)
    ]
    session.execute(insert(DossierChange), changes)


def _change(
    session: Session, changed: Sequence[Changed], taken: DossierImport, now: datetime, reason: str | None
) -> None:
    moves = [
        {"dossier_id": one.id, "before": one.before.state, "after": one.after.state, "slot": one.after.slot}
        | {"import_id": taken.id, "at": now, "reason": reason if _is_forced(one) else None}
        for one in changed
        if one.moved
    ]
    if moves:
        session.execute(insert(DossierChange), moves)
    rows = [
        {"id": one.id, "state": one.after.state, "slot": one.after.slot, "import_id": taken.id}
        | {"email": one.after.email, "surname": one.after.surname, "given_name": one.after.given_name}
        for one in changed
    ]
    if rows:
        session.execute(update(Dossier), rows)


def _is_forced(one: Changed) -> bool:
    return one.after.state not in may_become(one.before.state)


def _told(one: Application) -> tuple[object, ...]:
    return one.email, one.surname, one.given_name, one.state, one.slot


def _known(one: Dossier) -> tuple[object, ...]:
    return one.email, one.surname, one.given_name, one.state, one.slot
