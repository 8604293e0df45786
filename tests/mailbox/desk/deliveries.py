"""Mail of ours that has left, as bytes, and what mail servers report on it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.mailbox.delivery.body import unpack
from guichet.mailbox.delivery.carrier import Delivery, MailTrace
from guichet.mailbox.delivery.composition import compose
from guichet.mailbox.records.models import Parcel, ParcelState
from guichet.tests.factories import NOW
from guichet.tests.mailbox.desk.inquiries import mail, receive

OWN = "postes@example.org"


def sent(session: Session) -> Parcel:
    """Answer a question by mail, and return the parcel as one that has left."""
    receive(session, mail("Quelle est la date limite ?"))
    parcel = session.scalars(select(Parcel).order_by(Parcel.id.desc())).first()
    assert parcel is not None
    parcel.state = ParcelState.SENT
    session.flush()
    return parcel


def written(parcel: Parcel) -> bytes:
    """Return a parcel as the bytes that leave."""
    trace = MailTrace(**{**parcel.mail, "references": tuple(parcel.mail["references"])})
    delivery = Delivery(parcel.id, parcel.address, parcel.kind, unpack(parcel.body), trace)
    return compose(delivery, sender_name="Le service", sender=OWN, now=NOW)


def report(parcel: Parcel, status: str = "5.1.1", action: str = "failed") -> bytes:
    """Write a report on a delivery as mail servers do (RFC 3464)."""
    told = f"Final-Recipient: rfc822; {parcel.address}\r\nAction: {action}\r\nStatus: {status}\r\n"
    parts = (
        "Content-Type: text/plain\r\n\r\nI could not deliver your message.",
        f"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.net\r\n\r\n{told}",
        f"Content-Type: message/rfc822\r\n\r\n{written(parcel).decode()}",
    )
    head = (
        "From: MAILER-DAEMON@mx.example.net\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        "Message-ID: <dsn1@mx.example.net>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
    )
    return (head + "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n").encode()
