"""Readdressing: a forwarded question is answered to who asked it, in a thread of theirs."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..records.models import Attachment, Author, Message, Note, Thread, Ticket, TicketState
from .errors import NoFirstWriter, TicketClosed
from .forwarding import find_original_sender
from .indexing import note_message, note_ticket, note_words
from .inquiry import Visitor
from .person import recognise
from .reindexing import take_out
from .thread import MAIL, SUBJECT
from .ticket import find_ticket


def find_first_writer(messages: Iterable[Message], but: Collection[str]) -> tuple[Message, str] | None:
    """Find the last message that somebody forwarded, and the address of who wrote it first, if it is not one of `but`.

    That is a claim of the message's text, never an identity: a person decides whether to write to it.
    """
    for message in reversed(list(messages)):
        if message.author is Author.CANDIDATE:
            address = find_original_sender(message.subject, message.text)
            if address and address not in but:
                return message, address
    return None


def readdress(session: Session, number: int, own: str, now: datetime) -> Ticket:
    """Move a ticket to a new thread with who wrote the forwarded mail first; `own` is our address.

    A copy of the message goes along with its files; the thread of who forwarded it stays as it is, but is found by
    the ticket and its notes no more. Raises `UnknownTicket`, `TicketClosed`, `NoFirstWriter`.
    """
    ticket = find_ticket(session, number)
    if ticket.state is TicketState.CLOSED:
        raise TicketClosed(number)
    old = ticket.thread
    by_mail = old is not None and old.address.channel == MAIL
    found = find_first_writer(old.messages, (own, old.address.address)) if old is not None and by_mail else None
    if found is None:
        raise NoFirstWriter(number)
    message, writer = found
    copy = _copy(session, message)
    address = recognise(session, Visitor(MAIL, writer), now)
    ticket.thread = new = Thread(
        call=ticket.call,
        address=address,
        subject=message.subject[:SUBJECT],
        version=1,
        created_at=now,
        updated_at=now,
        messages=[copy],
    )
    session.flush()
    note_message(session, copy)
    note_ticket(session, ticket)
    notes = session.scalars(select(Note.words).where(Note.ticket_id == ticket.id)).all()
    note_words(session, new.id, *notes)
    take_out(session, message.thread_id, ticket.title, str(ticket.id), *notes)
    return ticket


def _copy(session: Session, message: Message) -> Message:
    """Copy a message whole, but for its Message-ID: what replies to that belongs to the thread it came in."""
    files = session.scalars(select(Attachment).where(Attachment.message_id == message.id).order_by(Attachment.id))
    return Message(
        author=message.author,
        item_id=message.item_id,
        at=message.at,
        subject=message.subject,
        text=message.text,
        words=message.words,
        attachments=[
            Attachment(name=one.name, type=one.type, size=one.size, content=one.content, refusal=one.refusal)
            for one in files
        ],
    )
