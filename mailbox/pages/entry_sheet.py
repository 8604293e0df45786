"""An entry as its page shows it: what it says, how it is asked, what was done with it, and whom it would serve."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session, aliased

from ...knowledge.call import Call
from ...knowledge.entry import EntryKind
from ...knowledge.markup import Span, render
from ..delivery.phrases import capital, name_pair
from ..desk.alike import WaitingAlike, waiting_alike
from ..desk.entry_review import APPROVED
from ..desk.proposal import Proposal, draft_from_entry
from ..records.models import Act, Entry, EntryState, Staff, Told
from .translation import language


@dataclass(frozen=True)
class Deed:
    """A line of an entry's history; `words` are what it said from then on, where that changed."""

    kind: str
    who: str
    at: datetime
    version: int
    reason: str
    words: str


@dataclass(frozen=True)
class EntrySheet:
    """An entry whole; `passages` are what it quotes, `rivals` the others of its pair that it contradicts."""

    number: int
    version: int
    state: EntryState
    kind: EntryKind
    topic: str
    words: str
    passages: tuple[tuple[Span, ...], ...]
    phrasings: tuple[str, ...]
    ticket: int | None
    proposed_by: int
    signature: str
    approved_at: datetime | None
    reason: str
    history: tuple[Deed, ...]
    waiting: tuple[WaitingAlike, ...]
    people: int
    rivals: tuple[int, ...]
    draft: Proposal

    @property
    def approved(self) -> bool:
        """Tell whether it was approved and not withdrawn since."""
        return self.state in APPROVED


def read_entry(session: Session, call: Call, number: int) -> EntrySheet | None:
    """Read an entry of a call."""
    approver = aliased(Staff)
    query = select(Entry, approver).outerjoin(approver, Entry.approved_by == approver.id)
    found = session.execute(query.where(Entry.id == number, Entry.call == call.slug)).one_or_none()
    if found is None:
        return None
    entry, signer = found
    return EntrySheet(
        number=entry.id,
        version=entry.version,
        state=entry.state,
        kind=entry.kind,
        topic=capital(name_pair(entry.pair, language())),
        words=entry.words,
        passages=tuple(render(str(citation["text"])) for citation in entry.citations),
        phrasings=tuple(entry.phrasings),
        ticket=entry.ticket_id,
        proposed_by=entry.proposed_by,
        signature=_sign(call, signer) if signer else "",
        approved_at=entry.approved_at,
        reason=entry.reason or "",
        history=_read_history(session, entry),
        waiting=() if entry.state is EntryState.WITHDRAWN else waiting_alike(session, call, entry),
        people=_count_people(session, entry),
        rivals=_find_rivals(session, entry),
        draft=draft_from_entry(call, entry),
    )


def _sign(call: Call, signer: Staff) -> str:
    department = call.departments.get(signer.department, signer.department)
    return ", ".join(line for line in (signer.name, signer.capacity, department) if line)


def _read_history(session: Session, entry: Entry) -> tuple[Deed, ...]:
    query = (
        select(Act.kind, Act.at, Act.detail, Staff.name)
        .outerjoin(Staff, Act.staff_id == Staff.id)
        .where(Act.call == entry.call, Act.kind.startswith("entry."), Act.detail["entry"].as_integer() == entry.id)
        .order_by(Act.id)
    )
    return tuple(_read_deed(kind, at, detail, who or "") for kind, at, detail, who in session.execute(query))


def _read_deed(kind: str, at: datetime, detail: dict[str, Any], who: str) -> Deed:
    version, reason, words = detail["version"], detail.get("reason", ""), detail.get("words", "")
    return Deed(kind.removeprefix("entry."), who, at, int(version), str(reason), str(words))


def _count_people(session: Session, entry: Entry) -> int:
    """Count who was told a decision, in any version."""
    told = select(func.count(distinct(Told.candidate_id)))
    told = told.where(Told.call == entry.call, Told.pair == entry.pair, Told.source == f"entry:{entry.id}")
    return session.scalars(told).one()


def _find_rivals(session: Session, entry: Entry) -> tuple[int, ...]:
    if entry.state is not EntryState.CONTRADICTED:
        return ()
    same = select(Entry.id).where(Entry.call == entry.call, Entry.pair == entry.pair, Entry.id != entry.id)
    return tuple(session.scalars(same.where(Entry.state == EntryState.CONTRADICTED).order_by(Entry.id)))
