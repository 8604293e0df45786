"""Objects for tests, with plain defaults: a test names only what it is about."""

from datetime import datetime
from functools import cache
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.knowledge.call import Call
from guichet.knowledge.date_expression import PARIS
from guichet.knowledge.folder import find_folder, load_call
from guichet.mailbox.delivery.body import Body, text
from guichet.mailbox.delivery.outbox import post
from guichet.mailbox.desk.office import Department, Office
from guichet.mailbox.intake.letterbox import Arrival, keep
from guichet.mailbox.records.models import (
    Address,
    Candidate,
    Item,
    Parcel,
    ParcelKind,
    Role,
    Staff,
    Thread,
    Ticket,
    TicketReason,
    TicketState,
)

NOW = datetime(2026, 2, 10, 9, tzinfo=PARIS)
SLUG = "postes-accueil-2026"


@cache
def make_call() -> Call:
    return load_call(find_folder(SLUG))


def make_office() -> Office:
    departments = {key: Department(key, name, "Inserm") for key, name in make_call().departments.items()}
    return Office(name="Le service", departments=departments)


def make_address(session: Session, channel: str = "mail", address: str = "ann@example.net", **more: object) -> Address:
    made = Address(candidate=Candidate(created_at=NOW), channel=channel, address=address, created_at=NOW, **more)
    session.add(made)
    session.flush()
    return made


def make_thread(session: Session, address: Address | None = None, subject: str = "Question") -> Thread:
    made = Thread(
        call=SLUG,
        address=address or make_address(session),
        subject=subject,
        created_at=NOW,
        updated_at=NOW,
        version=0,
    )
    session.add(made)
    session.flush()
    return made


def make_ticket(
    session: Session,
    thread: Thread | None = None,
    *,
    department: str = "rh",
    reason: TicketReason = TicketReason.GAP,
    title: str = "Quel est le salaire ?",
    state: TicketState = TicketState.OPEN,
) -> Ticket:
    made = Ticket(
        call=SLUG,
        thread=thread or make_thread(session),
        department=department,
        reason=reason,
        title=title,
        state=state,
        opened_at=NOW,
    )
    session.add(made)
    session.flush()
    return made


def make_staff(session: Session, email: str = "agent@example.org", department: str = "rh") -> Staff:
    made = Staff(
        email=email,
        name="Agent du service",
        capacity="Chargée de recrutement",
        department=department,
        role=Role.RESPONSABLE,
        password_hash="-",
        created_at=NOW,
    )
    session.add(made)
    session.flush()
    return made


def make_parcel(session: Session, address: Address | None = None, words: str = "Bonjour", **more: Any) -> Parcel:
    """Put a parcel into the outbox; of a kind and at a moment that `more` may name."""
    how = {"call": SLUG, "kind": ParcelKind.REPLY, "now": NOW, **more}
    return post(session, address=address or make_address(session), body=Body((text(words),)), **how)


def keep_item(session: Session, lane: str = "ann@example.net", **more: Any) -> int:
    """Keep an item and return its id; 0 when the same one is kept already."""
    row = {"channel": "mail", "key": uuid4().hex, "raw": b"x", "envelope": {}, "call": SLUG, "kept_at": NOW, **more}
    if not keep(session, Arrival(lane=lane, **row)):
        return 0
    return session.scalars(select(Item.id).filter_by(channel=row["channel"], key=row["key"])).one()
