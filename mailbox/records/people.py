"""Candidates and their addresses; staff and what lets them in."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .columns import Base, state


class Candidate(Base):
    """A person who asks; known by their addresses alone."""

    __tablename__ = "candidates"

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]
    addresses: Mapped[list["Address"]] = relationship(back_populates="candidate")


class Address(Base):
    """Where a candidate is reached on one channel; `language` is what they last wrote or chose."""

    __tablename__ = "addresses"
    __table_args__ = (UniqueConstraint("channel", "address"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"), index=True)
    channel: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(String(320))
    name: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str | None] = mapped_column(String(2))
    language_chosen: Mapped[bool] = mapped_column(default=False)
    blocked_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    candidate: Mapped[Candidate] = relationship(back_populates="addresses")


class Role(StrEnum):
    """What a staff account may do: read, answer, or answer and run the office."""

    LECTURE = "lecture"
    AGENT = "agent"
    RESPONSABLE = "responsable"


class Notify(StrEnum):
    """When a staff member hears of new tickets by mail."""

    AT_ONCE = "at-once"
    DIGEST = "digest"
    NEVER = "never"


class Staff(Base):
    """A staff account; `capacity` and `department` sign a person's answer.

    `totp_secret` is the second factor's (RFC 6238), `totp_step` the last time step it was used for. From `absent_from`
    to `absent_until` their tickets go to others. `single_keys` tells whether keys act alone (WCAG 2.1.4). `seen_at` is
    when they were last logged in, of the real clock.
    """

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    capacity: Mapped[str] = mapped_column(String(200), default="")
    department: Mapped[str] = mapped_column(String(64))
    role: Mapped[Role] = mapped_column(state(Role), default=Role.AGENT)
    password_hash: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    totp_step: Mapped[int | None]
    notify: Mapped[Notify] = mapped_column(state(Notify), default=Notify.DIGEST, server_default="digest")
    notified_at: Mapped[datetime | None]
    absent_from: Mapped[datetime | None]
    absent_until: Mapped[datetime | None]
    single_keys: Mapped[bool] = mapped_column(default=True, server_default=true())
    language: Mapped[str] = mapped_column(String(2), default="fr", server_default="fr")
    seen_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code that stands in once for a lost telephone; used, it is gone."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("staff_id", "code_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    code_hash: Mapped[str] = mapped_column(String(64))


class Invitation(Base):
    """A one-time link that sets a staff account; times are of the real clock, always."""

    __tablename__ = "invitations"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    role: Mapped[Role] = mapped_column(state(Role))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class StaffSession(Base):
    """A staff member who is logged in; times are of the real clock, always."""

    __tablename__ = "staff_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    staff: Mapped[Staff] = relationship()


class StaffIdentity(Base):
    """Whom the institution's OpenID provider knows as this staff member: its issuer and subject, never an address."""

    __tablename__ = "staff_identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True, autoincrement=False)
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    linked_at: Mapped[datetime]


class SignOn(Base):
    """A browser that was sent to the OpenID provider and is not back yet; times are of the real clock, always.

    `token_hash` is of what that browser alone keeps. With a `staff_id` it went there to link that account, without one
    to log in and go on to `wanted`.
    """

    __tablename__ = "sign_ons"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    wanted: Mapped[str] = mapped_column(String(1000))
    expires_at: Mapped[datetime]


class LoginFailure(Base):
    """An attempt to log in that did not succeed; times are of the real clock, always.

    `key` is a digest of the account that was tried, or of where it was tried from: what people type by mistake into
    the field of the address is not kept.
    """

    __tablename__ = "login_failures"
    __table_args__ = (Index("ix_login_failures_key", "key", "at"), Index("ix_login_failures_at", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
