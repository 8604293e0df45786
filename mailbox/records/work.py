"""What staff do beside answering: notes, drafts, who reads what, views, saved replies, and who did what."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .columns import Base, state


class Note(Base):
    """An internal note on a ticket; it never leaves."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
    words: Mapped[str] = mapped_column(Text)


class Draft(Base):
    """An answer that is being written: one a ticket and person, over the thread's `version` that was read."""

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("ticket_id", "staff_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    at: Mapped[datetime]


class Presence(Base):
    """Who has a ticket's page open, as of when; information, never a lock. Of the real clock, always."""

    __tablename__ = "presences"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    seen_at: Mapped[datetime]


class View(Base):
    """A search or filter that somebody keeps under a name; `query` is what stands behind the inbox's `?`."""

    __tablename__ = "views"
    __table_args__ = (UniqueConstraint("staff_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    name: Mapped[str] = mapped_column(String(80))
    query: Mapped[str] = mapped_column(String(400))


class SavedReply(Base):
    """Words that staff put into their answers; those numbered 1 to 9 have a key."""

    __tablename__ = "saved_replies"
    __table_args__ = (UniqueConstraint("call", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    words: Mapped[str] = mapped_column(Text)
    changed_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    changed_at: Mapped[datetime]


class CorrectionState(StrEnum):
    """There may be somebody to correct still, or everybody was looked at."""

    DUE = "due"
    DONE = "done"


class Correction(Base):
    """An answer of staff that others are to be told as well, who read otherwise; one an answer.

    `ticket_id` is the request that was answered, `reached` the last row of what was told that was looked at, `opened`
    how many requests were opened for it.
    """

    __tablename__ = "corrections"
    __table_args__ = (Index("ix_corrections_queue", "call", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call: Mapped[str] = mapped_column(String(64))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcels.id"), unique=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    state: Mapped[CorrectionState] = mapped_column(state(CorrectionState), default=CorrectionState.DUE)
    reached: Mapped[int] = mapped_column(default=0)
    opened: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime]


class Act(Base):
    """One line of the journal: who did what to which ticket or entry; `detail` holds no word of a candidate's."""

    __tablename__ = "acts"
    __table_args__ = (Index("ix_acts_call_at", "call", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[str] = mapped_column(String(32))
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"), index=True)
    detail: Mapped[dict[str, Any]]
