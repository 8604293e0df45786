"""Entries: staff answers that serve all who ask the same, proposed by one and approved by another.

An edit makes a new version, which is approved like a new entry; until then neither version is told, since what somebody
found to be in need of change is not to be told in the meantime. Told rows keep the words of the version they name.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...knowledge.call import Call, Pair
from ...knowledge.date_expression import PARIS
from ...knowledge.entry import ApprovedEntry, EntryKind, Signature
from ..records.models import Entry, EntryState, Role, Staff
from .conflict import AS_IT_IS, Justice, fingerprint
from .entry_review import APPROVED, locate, review
from .errors import (
    ColleaguePresent,
    EntryMoved,
    EntrySettled,
    NoReason,
    OwnProposal,
    UnequalEntry,
    UnknownEntry,
)
from .fairness import find_conflicts, override
from .journal import record
from .proposal import Checked, Proposal, check
from .staffing import can_answer

LONGEST_REASON = 1_000
_MAY_APPROVE = (Role.AGENT, Role.RESPONSABLE)


def load_approved(session: Session, call: Call) -> tuple[ApprovedEntry, ...]:
    """Read the entries of a call that may be told now; a quotation that the call does not bear any more is none."""
    query = select(Entry, Staff).join(Staff, Entry.approved_by == Staff.id)
    found = session.execute(query.where(Entry.call == call.slug, Entry.state == EntryState.VALID).order_by(Entry.id))
    return tuple(approved for entry, staff in found if (approved := _read_approved(call, entry, staff)))


def propose(
    session: Session, call: Call, proposal: Proposal, staff: Staff, now: datetime, *, ticket_id: int | None = None
) -> Entry:
    """Propose an entry, from the answer to a ticket where one is named; raises `IncompleteEntry`, `AnsweredByCall`."""
    checked = check(call, proposal)
    entry = Entry(call=call.slug, state=EntryState.PROPOSED, ticket_id=ticket_id, version=1)
    _write(entry, checked, staff, now)
    session.add(entry)
    session.flush()
    _record(session, entry, staff, "entry.proposed", now, words=entry.words)
    return entry


def edit(
    session: Session, call: Call, number: int, proposal: Proposal, staff: Staff, now: datetime, *, seen_version: int
) -> Entry:
    """Make the next version of an entry, whatever its state, to be approved anew; the one before is told no more.

    Raises `UnknownEntry`, `EntryMoved`, `IncompleteEntry`, `AnsweredByCall`.
    """
    entry = _find(session, call, number, seen_version)
    checked, before = check(call, proposal), entry.pair
    entry.state, entry.version = EntryState.PROPOSED, entry.version + 1
    _write(entry, checked, staff, now)
    review(session, call, before)
    _record(session, entry, staff, "entry.edited", now, words=entry.words)
    return entry


def approve(
    session: Session,
    call: Call,
    number: int,
    staff: Staff,
    now: datetime,
    *,
    seen_version: int,
    reason: str = "",
    justice: Justice = AS_IT_IS,
) -> Entry:
    """Let a proposed entry be told, signed by who approves it; it may turn out to contradict another, see `review`.

    Who proposed it may approve it as a responsable alone, with a reason, when nobody else who may is there. `justice`
    is why it serves though it disagrees with what people were told. Raises `UnknownEntry`, `EntryMoved`,
    `EntrySettled`, `OwnProposal`, `ColleaguePresent`, `NoReason`, `UnequalEntry`, `Unexplained`.
    """
    entry = _find(session, call, number, seen_version)
    if entry.state is not EntryState.PROPOSED:
        raise EntrySettled(number)
    alone = entry.proposed_by == staff.id
    if alone:
        _check_alone(session, staff, now)
    entry.reason = _read_reason(reason) if alone else None
    _stop_unequal(session, call, entry, staff, justice, now)
    entry.state, entry.approved_by, entry.approved_at = EntryState.VALID, staff.id, now
    review(session, call, entry.pair)
    _record(session, entry, staff, "entry.approved", now, reason=entry.reason or "")
    return entry


def refuse(
    session: Session, call: Call, number: int, staff: Staff, reason: str, now: datetime, *, seen_version: int
) -> Entry:
    """Refuse a proposed entry; raises `UnknownEntry`, `EntryMoved`, `EntrySettled`, `NoReason`."""
    return _end(session, call, _find(session, call, number, seen_version), staff, reason, now, proposed=True)


def withdraw(
    session: Session, call: Call, number: int, staff: Staff, reason: str, now: datetime, *, seen_version: int
) -> Entry:
    """Withdraw an approved entry, which is told no more from then on.

    Raises `UnknownEntry`, `EntryMoved`, `EntrySettled`, `NoReason`.
    """
    return _end(session, call, _find(session, call, number, seen_version), staff, reason, now, proposed=False)


def _end(
    session: Session, call: Call, entry: Entry, staff: Staff, reason: str, now: datetime, *, proposed: bool
) -> Entry:
    said = _read_reason(reason)
    if entry.state not in ((EntryState.PROPOSED,) if proposed else APPROVED):
        raise EntrySettled(entry.id)
    entry.state = EntryState.WITHDRAWN
    review(session, call, entry.pair)
    _record(session, entry, staff, "entry.refused" if proposed else "entry.withdrawn", now, reason=said)
    return entry


def _find(session: Session, call: Call, number: int, seen_version: int) -> Entry:
    """Return an entry, locked together with all of its pair, so that no two are approved without seeing each other."""
    pair = session.scalars(select(Entry.pair).where(Entry.id == number, Entry.call == call.slug)).one_or_none()
    if pair is None:
        raise UnknownEntry(number)
    alike = select(Entry).where(Entry.call == call.slug, Entry.pair == pair).order_by(Entry.id)
    locked: Sequence[Entry] = session.scalars(alike.with_for_update().execution_options(populate_existing=True)).all()
    entry = next((entry for entry in locked if entry.id == number), None)
    if entry is None or entry.version != seen_version:
        raise EntryMoved(number)
    return entry


def _stop_unequal(session: Session, call: Call, entry: Entry, staff: Staff, justice: Justice, now: datetime) -> None:
    """Let a decision go on where it agrees with what people were told of its pair, or a reason is given."""
    found = find_conflicts(session, call, [entry.pair], entry.words, None) if entry.kind is EntryKind.DECISION else ()
    if found and justice.seen != fingerprint(found):
        raise UnequalEntry(found)
    if found:
        override(session, call, found, justice.reason, staff_id=staff.id, now=now, ticket_id=entry.ticket_id)


def _check_alone(session: Session, staff: Staff, now: datetime) -> None:
    if staff.role is not Role.RESPONSABLE:
        raise OwnProposal
    others = select(Staff.name).where(Staff.id != staff.id, Staff.role.in_(_MAY_APPROVE), can_answer(now))
    if present := session.scalars(others.order_by(Staff.id).limit(1)).one_or_none():
        raise ColleaguePresent(present)


def _read_reason(reason: str) -> str:
    said = " ".join(reason.split())[:LONGEST_REASON]
    if not said:
        raise NoReason
    return said


def _write(entry: Entry, checked: Checked, staff: Staff, now: datetime) -> None:
    entry.pair, entry.kind, entry.words = checked.pair, checked.kind, checked.words
    entry.citations, entry.phrasings = checked.citations, checked.phrasings
    entry.proposed_by, entry.proposed_at = staff.id, now
    entry.approved_by = entry.approved_at = entry.reason = None


def _record(session: Session, entry: Entry, staff: Staff, kind: str, now: datetime, **detail: str) -> None:
    record(session, entry.call, staff.id, kind, now, entry.ticket_id, entry=entry.id, version=entry.version, **detail)
    session.flush()


def _read_approved(call: Call, entry: Entry, staff: Staff) -> ApprovedEntry | None:
    citations = locate(call, entry.citations)
    if citations is None or entry.approved_at is None:
        return None
    return ApprovedEntry(
        id=entry.id,
        version=entry.version,
        pair=Pair.parse(entry.pair),
        kind=entry.kind,
        words=entry.words,
        citations=citations,
        phrasings=tuple(entry.phrasings),
        signed=Signature(staff.name, staff.capacity, staff.department),
        dated=entry.approved_at.astimezone(PARIS).date(),
    )
