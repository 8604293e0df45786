"""Unsaying what has not left: the parcel goes, its message goes from the thread, and its words from the search."""

from sqlalchemy.orm import Session

from ..records.models import Message, Parcel, Thread
from .reindexing import take_out


def unsend(session: Session, thread: Thread, parcel: Parcel, message: Message) -> None:
    """Take a parcel that nobody has carried out of the outbox, and its message out of the thread, which moves on."""
    session.delete(parcel)
    session.flush()
    session.delete(message)
    session.flush()
    take_out(session, thread.id, message.text, message.subject)
    thread.version = Thread.version + 1
