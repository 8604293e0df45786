"""Mails to staff, and replies to them as their mail programs write them."""

from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.knowledge.assistant import Assistant
from guichet.mailbox.delivery.body import unpack
from guichet.mailbox.delivery.carrier import Delivery, MailTrace
from guichet.mailbox.delivery.composition import compose
from guichet.mailbox.desk.draft import find_draft
from guichet.mailbox.desk.notifying import notify
from guichet.mailbox.desk.reception import Reception
from guichet.mailbox.desk.ticket import Desk
from guichet.mailbox.intake.letter import read_letter
from guichet.mailbox.intake.letter_reader import to_inquiry
from guichet.mailbox.records.models import Notify, Parcel, ParcelKind, Staff, Ticket
from guichet.tests.factories import NOW, make_call, make_office, make_staff
from guichet.tests.mailbox.desk.inquiries import mail

CALL = make_call()
OWN = "postes@example.org"
DESK = Desk(make_office(), OWN, url="https://guichet.example.org")
RECEPTION = Reception(CALL, Assistant(CALL), DESK)
WORDS = "Le montant dépend de votre ancienneté."
PASSED = "mx.example.org; dmarc=pass header.from=example.org"


def make_reader(session: Session, email: str = "agent@example.org", *, when: str = "at-once", **more: object) -> Staff:
    staff = make_staff(session, email, **more)  # type: ignore[arg-type]
    staff.notify = Notify(when)
    session.flush()
    return staff


def ask(session: Session, words: str = "Quel est le salaire ?", now: datetime = NOW) -> Ticket:
    """Let a candidate ask what the call does not say, and return the ticket."""
    RECEPTION.receive(session, mail(words, f"{words[:9].strip()}@x".replace(" ", "")), now)
    ticket = session.scalars(select(Ticket).order_by(Ticket.id.desc())).first()
    assert ticket is not None
    return ticket


def told(session: Session) -> list[Parcel]:
    """Return the mails to staff, the first one first."""
    return list(session.scalars(select(Parcel).filter_by(kind=ParcelKind.STAFF_NOTICE).order_by(Parcel.id)))


def tell(session: Session, now: datetime = NOW) -> list[Parcel]:
    """Run the round, and return the mails it made."""
    before = told(session)
    assert notify(session, CALL, DESK, now) == len(told(session)) - len(before)
    return told(session)[len(before) :]


def read(parcel: Parcel) -> str:
    return unpack(parcel.body).text


def written(parcel: Parcel) -> EmailMessage:
    """Return a mail to staff as they get it."""
    trace = MailTrace(parcel.mail["subject"], parcel.mail["message_id"], reply_to=parcel.mail["reply_to"])
    delivery = Delivery(parcel.id, parcel.address, parcel.kind, unpack(parcel.body), trace)
    raw = compose(delivery, sender_name="Le service", sender=OWN, now=NOW)
    return cast("EmailMessage", message_from_bytes(raw, policy=policy.default))


def reply(
    session: Session,
    parcel: Parcel,
    words: str = WORDS,
    *,
    sender: str = "agent@example.org",
    results: str = PASSED,
    to: str = "",
    now: datetime = NOW,
    **headers: str,
) -> None:
    """Reply to a mail, quoting all of it as a mail program does."""
    whole = written(parcel)
    text = whole.get_body(("plain",))
    assert isinstance(text, EmailMessage)
    quoted = "\n".join(f"> {line}" for line in text.get_content().splitlines())
    letter = EmailMessage()
    letter["From"], letter["To"] = sender, to or whole["Reply-To"]
    letter["Subject"], letter["In-Reply-To"] = f"Re: {whole['Subject']}", whole["Message-ID"]
    if results:
        letter["Authentication-Results"] = results
    for name, value in headers.items():
        letter[name.replace("_", "-")] = value
    letter.set_content(f"{words}\n\nLe mar. 10 févr. 2026 à 09:00, Le service <{OWN}> a écrit :\n{quoted}\n")
    extra = str(letter["To"]).partition("+")[2].partition("@")[0]
    RECEPTION.receive(session, to_inquiry(read_letter(letter.as_bytes(), OWN, "mx.example.org"), extras=[extra]), now)


def answers(session: Session) -> list[Parcel]:
    return list(session.scalars(select(Parcel).filter_by(kind=ParcelKind.STAFF_ANSWER)))


def drafts(session: Session, ticket: Ticket, staff: int) -> str:
    draft = find_draft(session, ticket.id, staff)
    return draft.words if draft else ""


def proof_of(parcel: Parcel) -> str:
    return str(parcel.mail["reply_to"]).partition(".")[2].partition("@")[0]


def refusals(session: Session) -> list[str]:
    return [read(parcel) for parcel in told(session) if (parcel.key or "").startswith(("refused:", "unknown:"))]
