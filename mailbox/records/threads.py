"""Conversations: threads, their messages, the questions in them, the tickets that wait for a person, what was told."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .columns import Base, state
from .letterbox import Attachment
from .people import Address, Staff


class Author(StrEnum):
    """Who wrote a message."""

    CANDIDATE = "candidate"
    ASSISTANT = "assistant"
    STAFF = "staff"
    ROBOT = "robot"


class Thread(Base):
    """One conversation with one address; `version` rises with each message.

    `expecting` says what the next message is for, where we asked for it (`person`, `add:12`). `token` stands in the
    address that mail of it is to be replied to: random, so that nobody can guess their way into a thread.
    """

    __tablename__ = "threads"

    id: Mapped[int] = mapped_column(primary_key=True)
    call: Mapped[str] = mapped_column(String(64), index=True)
    address_id: Mapped[int] = mapped_column(ForeignKey("addresses.id"), index=True)
    subject: Mapped[str] = mapped_column(String(400), default="")
    last_object: Mapped[str | None] = mapped_column(String(130))
    expecting: Mapped[str | None] = mapped_column(String(64))
    token: Mapped[str | None] = mapped_column(String(32), unique=True, index=True)
    version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime] = mapped_column(index=True)
    address: Mapped[Address] = relationship()
    messages: Mapped[list["Message"]] = relationship(back_populates="thread", order_by="Message.id")
    tickets: Mapped[list["Ticket"]] = relationship(back_populates="thread", order_by="Ticket.id")


class Authenticity(StrEnum):
    """What our own mail server found of a sender by DMARC (RFC 7489): theirs, not theirs, or nothing it could tell."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Message(Base):
    """One message of a thread, in or out.

    `text` is everything that was readable, `words` the writer's own words; `body` is what we said, as blocks; `html` is
    the page that a letter came as, cleaned when it was read, and loaded only where it is asked for.
    `mail_id` is the Message-ID without its brackets, unique within a thread and not in the world.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("thread_id", "mail_id"),
        Index("ix_messages_mail_id", "mail_id"),
        Index("ix_messages_author", "thread_id", "author", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), index=True)
    author: Mapped[Author] = mapped_column(state(Author))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id"))
    at: Mapped[datetime]
    subject: Mapped[str] = mapped_column(String(400), default="")
    text: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    body: Mapped[dict[str, Any] | None]
    html: Mapped[str | None] = mapped_column(Text, deferred=True)
    mail_id: Mapped[str | None] = mapped_column(String(255))
    authenticity: Mapped[Authenticity | None] = mapped_column(state(Authenticity))
    thread: Mapped[Thread] = relationship(back_populates="messages")
    staff: Mapped[Staff | None] = relationship()
    attachments: Mapped[list[Attachment]] = relationship()
    questions: Mapped[list["Question"]] = relationship(back_populates="message", order_by="Question.id")


class QuestionState(StrEnum):
    """Told by the assistant, asked back, open with a ticket, answered by a person, or declined with a reason."""

    TOLD = "told"
    ASKED_BACK = "asked-back"
    OPEN = "open"
    CLOSED = "closed"
    DECLINED = "declined"


class Question(Base):
    """One of the things a message asks, and what the assistant concluded; `reason` is why it was declined.

    `citations` holds `{source, version, start, end, text}` each; `choices` the pairs offered when asked back.
    """

    __tablename__ = "questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(24))
    pair: Mapped[str | None] = mapped_column(String(130), index=True)
    confidence: Mapped[float]
    citations: Mapped[list[Any]]
    choices: Mapped[list[Any]]
    state: Mapped[QuestionState] = mapped_column(state(QuestionState))
    reason: Mapped[str | None] = mapped_column(Text)
    message: Mapped[Message] = relationship(back_populates="questions")
    ticket: Mapped["Ticket | None"] = relationship(back_populates="questions")


class TicketState(StrEnum):
    """Waits for a person, or does not any more."""

    OPEN = "open"
    CLOSED = "closed"


class Waiting(StrEnum):
    """What an open ticket waits for: an answer, a colleague, the candidate, or a moment."""

    ANSWER = "answer"
    COLLEAGUE = "colleague"
    CANDIDATE = "candidate"
    ASLEEP = "asleep"


class TicketReason(StrEnum):
    """Why a person is needed."""

    GAP = "gap"
    CONTRADICTION = "contradiction"
    ASKED_FOR = "asked-for"
    UNSURE = "unsure"
    ELIGIBILITY = "eligibility"
    STATUS = "status"
    UNREADABLE = "unreadable"
    UNDELIVERED = "undelivered"
    DOCUMENT = "document"
    TAKEN_OVER = "taken-over"
    HELD = "held"
    AUTOMATIC = "automatic"
    OFTEN = "often"
    FORWARDED = "forwarded"
    CORRECTION = "correction"


class Ticket(Base):
    """What waits for a person; its number is its id.

    `owner_id` is the staff member whose it is. `due_at` is when its answer is due; while the candidate is waited for,
    the clock stands still with `left_minutes` of working time. A ticket asleep wakes at `wakes_at`, which is that of
    the milestone `wakes_on` where it names one; `stirred` tells that thanks came meanwhile. `merged_into` names the
    ticket that it was merged into.
    """

    __tablename__ = "tickets"
    __table_args__ = (
        Index("ix_tickets_queue", "call", "state", "opened_at"),
        Index("ix_tickets_lane", "call", "state", "waiting", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call: Mapped[str] = mapped_column(String(64))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id"))
    department: Mapped[str] = mapped_column(String(64))
    reason: Mapped[TicketReason] = mapped_column(state(TicketReason))
    title: Mapped[str] = mapped_column(String(400))
    waiting: Mapped[Waiting] = mapped_column(state(Waiting), default=Waiting.ANSWER, server_default="answer")
    state: Mapped[TicketState] = mapped_column(state(TicketState), default=TicketState.OPEN)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    owner_id: Mapped[int | None]
    due_at: Mapped[datetime | None]
    left_minutes: Mapped[int | None]
    wakes_at: Mapped[datetime | None]
    wakes_on: Mapped[str | None] = mapped_column(String(64))
    stirred: Mapped[bool] = mapped_column(default=False, server_default=false())
    merged_into: Mapped[int | None]
    thread: Mapped[Thread | None] = relationship(back_populates="tickets")
    questions: Mapped[list[Question]] = relationship(back_populates="ticket", order_by="Question.id")


class Told(Base):
    """What was told to whom: the pair, the words, their source and its version, and the parcel that carries them.

    `start` and `end` are offsets into the source, as in a citation; none where a person wrote.
    """

    __tablename__ = "told"
    __table_args__ = (Index("ix_told_pair", "call", "pair"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call: Mapped[str] = mapped_column(String(64))
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"), index=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcels.id"))
    pair: Mapped[str | None] = mapped_column(String(130))
    value: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(String(64))
    start: Mapped[int | None]
    end: Mapped[int | None]
    at: Mapped[datetime]
