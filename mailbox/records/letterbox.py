"""What came in, raw, from the moment it was promised to be kept."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .columns import Base, state


class ItemState(StrEnum):
    """Kept, read, or put aside for a person."""

    KEPT = "kept"
    READ = "read"
    ASIDE = "aside"


class Refusal(StrEnum):
    """Why a file's bytes are not kept; only its name is."""

    TOO_BIG = "too_big"
    TOO_MANY = "too_many"
    INFECTED = "infected"
    UNCHECKED = "unchecked"


class Item(Base):
    """A raw letter or a raw update.

    `key` says what makes it the same item when it comes twice (a mail's Message-ID and digest, an update's number);
    items of one `lane` (a chat, a sender) are read in the order they came. `tries` counts failures of its own,
    `put_off` how often the database would not take what follows from it.
    """

    __tablename__ = "items"
    __table_args__ = (
        UniqueConstraint("call", "channel", "key"),
        Index("ix_items_waiting", "call", "channel", "state", "lane", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(String(128))
    lane: Mapped[str] = mapped_column(String(320))
    raw: Mapped[bytes]
    envelope: Mapped[dict[str, Any]]
    kept_at: Mapped[datetime]
    state: Mapped[ItemState] = mapped_column(state(ItemState), default=ItemState.KEPT)
    tries: Mapped[int] = mapped_column(default=0)
    put_off: Mapped[int] = mapped_column(default=0, server_default="0")
    next_try_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)
    read_at: Mapped[datetime | None]


class Attachment(Base):
    """A file that came with a message, kept whole; `refusal` says why one is not."""

    __tablename__ = "attachments"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    name: Mapped[str] = mapped_column(String(255))
    type: Mapped[str] = mapped_column(String(255))
    size: Mapped[int]
    content: Mapped[bytes | None]
    reference: Mapped[str | None] = mapped_column(String(255))
    refusal: Mapped[Refusal | None] = mapped_column(state(Refusal))
