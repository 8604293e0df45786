"""Files that are known by a channel's reference alone, until their bytes have been fetched."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ..records.models import Address, Attachment, Message, Thread


def list_missing(session: Session, call: str, channel: str, limit: int) -> list[tuple[int, str]]:
    """List a call's files of a channel that are still to be fetched: their number and the channel's reference."""
    query = (
        select(Attachment.id, Attachment.reference)
        .join(Message, Attachment.message_id == Message.id)
        .join(Thread, Message.thread_id == Thread.id)
        .join(Address, Thread.address_id == Address.id)
        .where(
            Attachment.content.is_(None),
            Attachment.reference.is_not(None),
            Address.channel == channel,
            Thread.call == call,
        )
        .order_by(Attachment.id)
        .limit(limit)
    )
    return [(number, reference) for number, reference in session.execute(query) if reference]


def fill(session: Session, attachment_id: int, content: bytes) -> None:
    """Keep a file's bytes."""
    _set(session, attachment_id, content=content, size=len(content))


def give_up(session: Session, attachment_id: int) -> None:
    """Record that a file is not to be had: it stays listed by its name, without bytes and without a reference."""
    _set(session, attachment_id, reference=None)


def _set(session: Session, attachment_id: int, **values: object) -> None:
    session.execute(update(Attachment).where(Attachment.id == attachment_id).values(**values))
