"""Mail of earlier years, filed in its threads: nobody is answered, no ticket is opened."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..records.models import Author, Message, Thread
from .inquiry import Inquiry
from .person import recognise
from .thread import REFERENCES_KEPT, file_inquiry, find_thread


def file_archived(session: Session, call: str, own: str, inquiry: Inquiry, at: datetime) -> bool:
    """File a letter as of the moment `at` (aware); False where it is filed already, or is ours and replies to nothing.

    A letter from our own address is an answer of the office, in the thread of the letter it replies to.
    """
    if inquiry.visitor.address == own:
        return _file_answer(session, call, inquiry, at)
    address = recognise(session, inquiry.visitor, at)
    thread = find_thread(session, call, address, inquiry.mail, at)
    return file_inquiry(session, thread, inquiry, at) is not None


def _file_answer(session: Session, call: str, inquiry: Inquiry, at: datetime) -> bool:
    ids = [name for name in (inquiry.mail.in_reply_to, *reversed(inquiry.mail.references)) if name][:REFERENCES_KEPT]
    replied = select(Thread).join(Message).where(Thread.call == call, Message.mail_id.in_(ids)).limit(1)
    thread = session.scalars(replied).first() if ids else None
    if thread is None:
        return False
    message = file_inquiry(session, thread, inquiry, at)
    if message is None:
        return False
    message.author = Author.STAFF
    return True
