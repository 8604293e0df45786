"""What goes out: parcels, and the reminders that become parcels."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .columns import Base, state
from .people import Address


class ParcelState(StrEnum):
    """Due, on its way with a carrier, sent, given up, or given up and seen by a desk round."""

    DUE = "due"
    LEAVING = "leaving"
    SENT = "sent"
    ABANDONED = "abandoned"
    HANDED_OVER = "handed-over"


class ParcelKind(StrEnum):
    """What a parcel is. After a crash between sending and marking, each of these is sent again: a repeat does no harm.

    A repeated mail keeps its Message-ID, so the recipient's server knows it; a repeated chat message is read twice.
    """

    REPLY = "reply"
    STAFF_ANSWER = "staff-answer"
    REMINDER = "reminder"
    PRESS = "press"
    STAFF_NOTICE = "staff-notice"


class Parcel(Base):
    """A message of ours on its way out, written in the transaction that decided it.

    `mail` holds what a mail needs besides: subject, message_id, in_reply_to, references. After `until` its words do
    not hold any more, so it leaves no later. `edits` names the carrier's own id of a message that this one replaces.
    Parcels to one address leave in the order of their ids.
    """

    __tablename__ = "parcels"
    __table_args__ = (
        Index("ix_parcels_queue", "state", "channel", "due_at"),
        Index("ix_parcels_address", "channel", "address", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(String(320))
    kind: Mapped[ParcelKind] = mapped_column(state(ParcelKind))
    key: Mapped[str | None] = mapped_column(String(128), unique=True)
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
    body: Mapped[dict[str, Any]]
    mail: Mapped[dict[str, Any]]
    edits: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[ParcelState] = mapped_column(state(ParcelState), default=ParcelState.DUE)
    due_at: Mapped[datetime]
    until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None]
    remote_id: Mapped[str | None] = mapped_column(String(255))
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class Subscription(Base):
    """An address that wants to be reminded of a milestone of a call."""

    __tablename__ = "subscriptions"
    __table_args__ = (UniqueConstraint("call", "address_id", "milestone"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call: Mapped[str] = mapped_column(String(64))
    address_id: Mapped[int] = mapped_column(ForeignKey("addresses.id"), index=True)
    milestone: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    address: Mapped[Address] = relationship()


class ReminderState(StrEnum):
    """Planned, handed to the outbox, or dropped because its moment or its subscription had gone."""

    PLANNED = "planned"
    SENT = "sent"
    DROPPED = "dropped"


class Reminder(Base):
    """One reminder of one subscription, `days` before the milestone."""

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("subscription_id", "days"),
        Index("ix_reminders_due", "state", "due_at"),
        {"sqlite_autoincrement": True},  # an id names a parcel, so it must not be given out again
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscriptions.id", ondelete="CASCADE"))
    days: Mapped[int]
    due_at: Mapped[datetime]
    state: Mapped[ReminderState] = mapped_column(state(ReminderState), default=ReminderState.PLANNED)
    subscription: Mapped[Subscription] = relationship()
