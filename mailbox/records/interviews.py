"""Interviews on who may apply: what is known of a thread's person, and the verdict they were told last."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .columns import Base
from .threads import Question, Thread


class Interview(Base):
    """The interview of a thread; no word of the person's is kept in it, only what is known.

    `situation` holds values, days and what they do not know; `asked` the facts that were asked last and are not
    answered, in their order; `trail` those that were answered, for the way back. `verdict` is what was told last, by
    the rules of that `version`, on the situation `told`.
    """

    __tablename__ = "interviews"
    __table_args__ = (Index("ix_interviews_told", "call", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call: Mapped[str] = mapped_column(String(64))
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), unique=True)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id"))
    situation: Mapped[dict[str, Any]]
    asked: Mapped[list[Any]]
    trail: Mapped[list[Any]]
    verdict: Mapped[str | None] = mapped_column(String(24))
    version: Mapped[str | None] = mapped_column(String(64))
    told: Mapped[dict[str, Any] | None]
    told_at: Mapped[datetime | None]
    began_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    thread: Mapped[Thread] = relationship()
    question: Mapped[Question | None] = relationship()
