"""Inquiries for tests, and the reception that receives them."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.knowledge.assistant import Assistant
from guichet.mailbox.delivery.body import unpack
from guichet.mailbox.delivery.carrier import MailTrace
from guichet.mailbox.desk.inquiry import Inquiry, Visitor
from guichet.mailbox.desk.reception import Reception
from guichet.mailbox.desk.ticket import Desk
from guichet.mailbox.records.models import (
    Parcel,
    Ticket,
)
from guichet.tests.factories import NOW, make_call, make_office

CALL = make_call()
RECEPTION = Reception(CALL, Assistant(CALL), Desk(make_office(), "postes@example.org"))


def chat(words: str, address: str = "1001", **more: object) -> Inquiry:
    visitor = Visitor("terminal", address, language="fr")
    return Inquiry(visitor, text=words, words=words, **more)  # pyright: ignore[reportArgumentType]


def mail(words: str, message_id: str = "a1@example.net", subject: str = "Question", **trace: object) -> Inquiry:
    headers = MailTrace(subject, message_id, **trace)  # pyright: ignore[reportArgumentType]
    return Inquiry(Visitor("mail", "ann@example.net"), text=words, words=words, mail=headers)


def receive(session: Session, inquiry: Inquiry, now: datetime = NOW) -> str:
    """Receive an inquiry and return what is sent back."""
    before = set(session.scalars(select(Parcel.id)))
    RECEPTION.receive(session, inquiry, now)
    sent = [p for p in session.scalars(select(Parcel).order_by(Parcel.id)) if p.id not in before]
    return "\n\n".join(unpack(parcel.body).text for parcel in sent)


def tickets(session: Session) -> list[Ticket]:
    return list(session.scalars(select(Ticket).order_by(Ticket.id)))
