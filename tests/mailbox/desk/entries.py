"""Entries, and those who propose and approve them, for tests of the desk."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.knowledge.call import Pair
from guichet.knowledge.entry import EntryKind
from guichet.mailbox.desk.entry import approve, propose
from guichet.mailbox.desk.proposal import Proposal
from guichet.mailbox.records.models import Entry, Role, Staff
from guichet.tests.factories import NOW, make_call, make_staff

CALL = make_call()
WORDS = "La grille nationale s'applique."


def staff_member(session: Session, name: str = "Agent du service", role: Role = Role.AGENT, **more: Any) -> Staff:
    """Find the account of that name, or make it."""
    found = session.scalars(select(Staff).where(Staff.name == name)).one_or_none()
    staff = found or make_staff(session, f"{name.lower().replace(' ', '.')}@example.org")
    for field, value in {"name": name, "role": role, **more}.items():
        setattr(staff, field, value)
    session.flush()
    return staff


def proposal(pair: str = "contract.how_much", *phrasings: str, **more: Any) -> Proposal:
    """Make a proposal of a decision, or of the quotation of a `passage`."""
    kind = EntryKind.QUOTE if "passage" in more else EntryKind.DECISION
    plain: dict[str, Any] = {"kind": kind, "words": WORDS, "passage": ""}
    return Proposal(pair=Pair.parse(pair), phrasings=phrasings or ("Quel est le salaire ?",), **{**plain, **more})


def propose_one(session: Session, wanted: Proposal | None = None) -> Entry:
    return propose(session, CALL, wanted or proposal(), staff_member(session), NOW)


def approve_one(session: Session, entry: Entry, name: str = "Collègue du service", **more: Any) -> Entry:
    staff = staff_member(session, name)
    return approve(session, CALL, entry.id, staff, more.pop("now", NOW), seen_version=entry.version, **more)


def make_approved(session: Session, wanted: Proposal | None = None) -> Entry:
    """Propose an entry and let a colleague approve it."""
    return approve_one(session, propose_one(session, wanted))
