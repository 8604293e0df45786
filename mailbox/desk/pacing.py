"""How often the assistant answers one address by mail: enough for anybody who asks, too little for two machines."""

from datetime import datetime, timedelta

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from ...knowledge.conclusion import Outcome
from ..records.models import (
    Address,
    Author,
    Message,
    Parcel,
    ParcelKind,
    Question,
    Thread,
    Ticket,
    TicketReason,
    TicketState,
)

LIMITS = ((timedelta(hours=1), 6), (timedelta(days=1), 20))
_NOTICE_EVERY = timedelta(days=1)


def is_too_often(session: Session, address: Address, now: datetime) -> bool:
    """Tell whether this address has had as many replies as it may have for now."""
    return any(_count(session, address, now - span) >= most for span, most in LIMITS)


def was_told(session: Session, address: Address, now: datetime) -> bool:
    """Tell whether the address has been told that a person will answer: within a day, or of what still waits."""
    lately = (
        select(Ticket.id)
        .where(Ticket.reason == TicketReason.OFTEN)
        .where(or_(Ticket.opened_at > now - _NOTICE_EVERY, Ticket.state == TicketState.OPEN))
        .where(Ticket.thread.has(address_id=address.id))
        .limit(1)
    )
    return session.scalars(lately).first() is not None


def was_thanked(session: Session, message: Message, now: datetime) -> bool:
    """Tell whether an address has had a courtesy in return within a day, before this message of theirs."""
    reply = aliased(Message)
    answered = exists().where(
        reply.thread_id == Message.thread_id, reply.author == Author.ASSISTANT, reply.at == Message.at
    )
    courtesies = (
        select(Question.id)
        .join(Question.message)
        .join(Message.thread)
        .where(Thread.address_id == message.thread.address_id, Message.at > now - _NOTICE_EVERY)
        .where(Question.outcome == Outcome.SMALLTALK, Message.id != message.id, answered)
        .limit(1)
    )
    return session.scalars(courtesies).first() is not None


def _count(session: Session, address: Address, since: datetime) -> int:
    replies = (
        select(func.count())
        .select_from(Parcel)
        .where(Parcel.channel == address.channel, Parcel.address == address.address)
        .where(Parcel.kind == ParcelKind.REPLY, Parcel.created_at > since)
    )
    return session.scalars(replies).one()
