"""The screen of one entry: what it says, what was done with it, and what staff do with it."""

from collections.abc import Callable

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ..desk.conflict import Justice, fingerprint
from ..desk.entry import approve, edit, refuse, withdraw
from ..desk.errors import DeskError, IncompleteEntry, NoReason, UnequalTreatment, UnknownEntry
from ..desk.proposal import Proposal
from ..records.models import Role, Staff
from .entry_form import list_pairs, list_passages, read_proposal
from .entry_sheet import read_entry
from .visit import Visit

_STATUS: dict[type[DeskError], int] = {UnknownEntry: 404, IncompleteEntry: 400, NoReason: 400}


def show_entry(visit: Visit) -> Response:
    """Show an entry whole."""
    return _show(visit, done=visit.asked("fait"))


def approve_entry(visit: Visit) -> Response:
    """Let a proposed entry be told, with a reason where who proposed it approves it alone."""
    call, now, seen = visit.front.call, visit.front.clock(), _seen(visit)

    def go(session: Session, staff: Staff) -> None:
        justice = Justice(visit.sent("motif"), visit.sent("ecarts"))
        reason = visit.sent("reason")
        approve(session, call, visit.number, staff, now, seen_version=seen, reason=reason, justice=justice)

    return _act(visit, go, "valide")


def refuse_entry(visit: Visit) -> Response:
    """Refuse a proposed entry for a reason."""
    call, now, seen = visit.front.call, visit.front.clock(), _seen(visit)

    def go(session: Session, staff: Staff) -> None:
        refuse(session, call, visit.number, staff, visit.sent("reason"), now, seen_version=seen)

    return _act(visit, go, "refuse")


def withdraw_entry(visit: Visit) -> Response:
    """Withdraw an approved entry for a reason."""
    call, now, seen = visit.front.call, visit.front.clock(), _seen(visit)

    def go(session: Session, staff: Staff) -> None:
        withdraw(session, call, visit.number, staff, visit.sent("reason"), now, seen_version=seen)

    return _act(visit, go, "retire")


def edit_entry(visit: Visit) -> Response:
    """Propose the next version of an entry; what is wrong with it is said on the page, which keeps it."""
    call, now, wanted = visit.front.call, visit.front.clock(), read_proposal(visit)

    def go(session: Session, staff: Staff) -> None:
        edit(session, call, visit.number, wanted, staff, now, seen_version=_seen(visit))

    return _act(visit, go, "modifie", draft=wanted)


def _act(visit: Visit, go: Callable[[Session, Staff], object], done: str, draft: Proposal | None = None) -> Response:
    """Do something with an entry; what the desk refuses is said on its page, which keeps what was written."""
    try:
        with visit.front.database.begin() as session:
            go(session, session.get_one(Staff, visit.staff.id))
    except DeskError as refusal:
        return _show(visit, status=_STATUS.get(type(refusal), 409), refusal=refusal, draft=draft)
    return visit.go(f"/faq/{visit.number}?fait={done}")


def _seen(visit: Visit) -> int:
    """Return the version on the page that the form was on; one that no entry has where it says none."""
    version = visit.sent("version")
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else -1


def _show(
    visit: Visit, *, status: int = 200, refusal: DeskError | None = None, done: str = "", draft: Proposal | None = None
) -> Response:
    front, staff = visit.front, visit.staff
    with front.database.read() as session:
        entry = read_entry(session, front.call, visit.number)
    if entry is None:
        raise HTTPException(404)
    shown = draft or entry.draft
    conflicts = refusal.conflicts if isinstance(refusal, UnequalTreatment) else ()
    return visit.show(
        "entry.html",
        status=status,
        entry=entry,
        refusal=refusal,
        done=done,
        draft=shown,
        editing=draft is not None,
        reason=visit.sent("reason"),
        conflicts=conflicts,
        seen_conflicts=fingerprint(conflicts) if conflicts else "",
        why=visit.sent("motif"),
        name_channel=front.name_channel,
        acts=staff.role is not Role.LECTURE,
        own=entry.proposed_by == staff.id,
        chief=staff.role is Role.RESPONSABLE,
        pairs=list_pairs(front.call, shown.pair),
        passages=list_passages(front.call),
    )
