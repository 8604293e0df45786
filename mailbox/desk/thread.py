"""Threads: which conversation a message belongs to, and how messages are filed in it."""

import re
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ..delivery.addressing import reply_address
from ..delivery.body import Body, pack
from ..delivery.carrier import MailTrace
from ..delivery.phrases import say
from ..records.models import Address, Attachment, Author, Message, Thread, Ticket
from .indexing import note_message, note_words
from .inquiry import Inquiry
from .person import tongue

MAIL = "mail"
PHONE = "phone"
"""The channel of those who left a telephone number alone: nothing can be sent to them."""
REFERENCES_KEPT = 20
TOKEN_BYTES = 10
SUBJECT = 400
_NUMBERED = re.compile(r"\[\s*(n\s?[°o.]\s?|#)?(\d{1,9})\s*\]", re.IGNORECASE)
_REPLY = re.compile(r"\s*re\s*:", re.IGNORECASE)
OURS = (Author.ASSISTANT, Author.STAFF)
"""Whose Message-IDs are ours: nobody can guess them."""


def find_thread(session: Session, call: str, address: Address, mail: MailTrace, now: datetime) -> Thread:
    """Find the conversation: in a chat the one there is, by mail the one whose message is replied to; or begin one.

    By mail, the token in the address it was sent to comes first, then the identifiers (RFC 5322 section 3.6.4). A mail
    joins only threads of the address it comes from.
    """
    if address.channel != MAIL:
        found = session.scalars(_threads(call, address).limit(1)).one_or_none()
    else:
        found = find_replied_to(session, call, address, mail)
    if found is not None:
        return found
    thread = Thread(
        call=call, address=address, subject=mail.subject[:SUBJECT], created_at=now, updated_at=now, version=0
    )
    session.add(thread)
    session.flush()
    return thread


def find_foreign(session: Session, call: str, address: Address, mail: MailTrace) -> Thread | None:
    """Find the thread of somebody else that a mail replies to: by its token, by a Message-ID of ours, by a number.

    One that replies to a thread of its sender's replies to no other, whatever else it names.
    """
    if find_replied_to(session, call, address, mail) is not None:
        return None
    others = select(Thread).where(Thread.call == call, Thread.address_id != address.id)
    if mail.token and (named := session.scalars(others.where(Thread.token == mail.token)).one_or_none()):
        return named
    ids = [name for name in (mail.in_reply_to, *mail.references) if name][:REFERENCES_KEPT]
    ours = others.join(Message).where(Message.mail_id.in_(ids), Message.author.in_(OURS)).limit(1)
    if ids and (replied := session.scalars(ours).first()):
        return replied
    numbered = _NUMBERED.search(mail.subject)
    if numbered is None or not numbered[1]:  # a bare [2026] is a year as well
        return None
    return session.scalars(others.join(Ticket).where(Ticket.id == int(numbered[2])).limit(1)).first()


def find_latest(session: Session, call: str, address: Address, since: datetime) -> Thread | None:
    """Find the thread in which we last spoke with an address, unless that is too long ago."""
    latest = select(Thread).where(Thread.call == call, Thread.address_id == address.id, Thread.updated_at > since)
    latest = latest.where(Thread.messages.any(Message.author.in_(OURS)))
    return session.scalars(latest.order_by(Thread.updated_at.desc(), Thread.id.desc()).limit(1)).one_or_none()


def has_words_of_ours(session: Session, thread: Thread) -> bool:
    """Tell whether we have said something in a thread."""
    said = select(Message.id).where(Message.thread_id == thread.id, Message.author.in_(OURS)).limit(1)
    return session.scalars(said).first() is not None


def _threads(call: str, address: Address) -> Select[Thread]:
    return select(Thread).where(Thread.call == call, Thread.address_id == address.id).order_by(Thread.id.desc())


def find_replied_to(session: Session, call: str, address: Address, mail: MailTrace) -> Thread | None:
    """Find the thread of this address that a mail replies to: by its token, else by the identifiers it names.

    Last by the number of a request in brackets in its subject ("[n° 12]"), which only whoever has that request may use.

    A mail that is filed there already replies to its own thread: it came again, perhaps by another way.
    """
    if mail.token:
        named = session.scalars(_threads(call, address).where(Thread.token == mail.token)).one_or_none()
        if named is not None:
            return named
    ids = [name for name in (mail.message_id, mail.in_reply_to, *reversed(mail.references)) if name]
    for name in ids[:REFERENCES_KEPT]:
        query = _threads(call, address).join(Message).where(Message.mail_id == name).limit(1)
        if thread := session.scalars(query).first():
            return thread
    numbered = _NUMBERED.search(mail.subject)
    if numbered is None:
        return None
    return session.scalars(_threads(call, address).join(Ticket).where(Ticket.id == int(numbered[2])).limit(1)).first()


def file_inquiry(session: Session, thread: Thread, inquiry: Inquiry, now: datetime) -> Message | None:
    """File what a person sent; None when this very mail is in the thread already.

    The same Message-ID over another text is another mail: it is filed without the identifier, which is taken.
    """
    mail_id = inquiry.mail.message_id[:255] or None
    if mail_id:
        known = session.scalars(select(Message).filter_by(thread_id=thread.id, mail_id=mail_id)).first()
        if known is not None and _says_the_same(known, inquiry):
            return None
        mail_id = mail_id if known is None else None
    message = Message(
        thread=thread,
        author=Author.ROBOT if inquiry.automatic else Author.CANDIDATE,
        item_id=inquiry.item_id,
        at=now,
        subject=inquiry.mail.subject[:SUBJECT],
        text=inquiry.text,
        words=inquiry.words,
        html=inquiry.html or None,
        mail_id=mail_id,
        authenticity=inquiry.authenticity,
        attachments=[
            Attachment(
                name=e.name[:255],
                type=e.type[:255],
                size=e.size,
                content=e.content,
                reference=e.reference,
                refusal=e.why_not_kept,
            )
            for e in inquiry.enclosures
        ],
    )
    _move(thread, now)
    session.add(message)
    session.flush()
    note_message(session, message)
    return message


def _says_the_same(known: Message, inquiry: Inquiry) -> bool:
    """Tell whether a mail is one that is filed: the same words, and the same files."""
    files = sorted((file.name, file.size) for file in known.attachments)
    return known.text == inquiry.text and files == sorted((file.name[:255], file.size) for file in inquiry.enclosures)


def file_our_words(
    session: Session,
    thread: Thread,
    author: Author,
    body: Body,
    mail: MailTrace,
    now: datetime,
    staff_id: int | None = None,
) -> Message:
    """File what we say, as it is put into the outbox."""
    message = Message(
        thread=thread,
        author=author,
        staff_id=staff_id,
        at=now,
        subject=mail.subject[:SUBJECT],
        text=body.text,
        words=body.text,
        body=pack(body),
        mail_id=mail.message_id or None,
    )
    _move(thread, now)
    session.add(message)
    session.flush()
    note_words(session, thread.id, message.text, message.subject)
    return message


def trace_reply(session: Session, thread: Thread, own_address: str) -> MailTrace:
    """Make the headers of our next mail in this thread; nothing of them for a chat."""
    if thread.address.channel != MAIL:
        return MailTrace()
    ids = _mail_ids(session, thread)
    theirs = [name for name, author in ids if author is Author.CANDIDATE]
    subject = thread.subject or say("letter.subject", tongue(thread.address))
    return MailTrace(
        subject=subject if _REPLY.match(subject) else f"Re: {subject}"[:SUBJECT],
        message_id=_new_mail_id(own_address),
        in_reply_to=theirs[-1] if theirs else "",
        references=tuple(name for name, _ in ids[-REFERENCES_KEPT:]),
        reply_to=reply_address(own_address, _token(thread)),
    )


def begin_trace(address: Address, subject: str, own_address: str) -> MailTrace:
    """Make the headers of a mail that begins a thread; nothing of them for a chat."""
    return MailTrace(subject, _new_mail_id(own_address)) if address.channel == MAIL else MailTrace()


def _token(thread: Thread) -> str:
    token = thread.token or secrets.token_hex(TOKEN_BYTES)
    thread.token = token
    return token


def _new_mail_id(own_address: str) -> str:
    """Make a Message-ID that nobody can guess (RFC 5322 section 3.6.4)."""
    return f"{secrets.token_hex(16)}@{own_address.rpartition('@')[2]}"


def _mail_ids(session: Session, thread: Thread) -> Sequence[tuple[str, Author]]:
    query = select(Message.mail_id, Message.author).where(Message.thread_id == thread.id, Message.mail_id.is_not(None))
    return [(name, author) for name, author in session.execute(query.order_by(Message.id)) if name]


def _move(thread: Thread, now: datetime) -> None:
    """Count one more message; in the database, since another process may be counting one of the same thread."""
    thread.version = Thread.version + 1
    thread.updated_at = max(thread.updated_at, now)
