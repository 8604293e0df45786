"""The office's own answers (FAQ), and the words by which everything is searched."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ...knowledge.entry import EntryKind
from .columns import Base, state


class EntryState(StrEnum):
    """Proposed by one; valid once another approved it; stale when its passage changed; contradicted; withdrawn."""

    PROPOSED = "proposed"
    VALID = "valid"
    STALE = "stale"
    CONTRADICTED = "contradicted"
    WITHDRAWN = "withdrawn"


class Entry(Base):
    """A staff answer that serves all who ask the same.

    `phrasings` are how it was asked; `citations` holds `{source, version, start, end, text}` each, for a quotation.
    `reason` is why a responsable approved it alone. `version` rises with each change.
    """

    __tablename__ = "entries"
    __table_args__ = (Index("ix_entries_call_pair", "call", "pair"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call: Mapped[str] = mapped_column(String(64))
    pair: Mapped[str] = mapped_column(String(130))
    kind: Mapped[EntryKind] = mapped_column(state(EntryKind))
    words: Mapped[str] = mapped_column(Text)
    citations: Mapped[list[Any]]
    phrasings: Mapped[list[Any]]
    state: Mapped[EntryState] = mapped_column(state(EntryState), default=EntryState.PROPOSED)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    proposed_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    proposed_at: Mapped[datetime]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    approved_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)


class Term(Base):
    """A word as it is searched: folded, without accents, once."""

    __tablename__ = "terms"

    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(String(40), unique=True)


class Place(Base):
    """A thread in which a word stands."""

    __tablename__ = "places"
    __table_args__ = (Index("ix_places_thread_id", "thread_id"),)

    term_id: Mapped[int] = mapped_column(ForeignKey("terms.id"), primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), primary_key=True)
