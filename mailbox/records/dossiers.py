"""Applications: what the application site says of each, and every change of their state."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .columns import Base, state


class DossierState(StrEnum):
    """Where an application stands; the call does not name being admissible or on a waiting list: these are imported."""

    DRAFT = "draft"
    FILED = "filed"
    ADMISSIBLE = "admissible"
    INADMISSIBLE = "inadmissible"
    PRESELECTED = "preselected"
    NOT_PRESELECTED = "not-preselected"
    AUDITION = "audition"
    SELECTED = "selected"
    WAITING_LIST = "waiting-list"
    NOT_SELECTED = "not-selected"
    STARTED = "started"


class DossierImport(Base):
    """One file of the application site's that was taken: who took it (nobody on the command line), when, how much."""

    __tablename__ = "dossier_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    call: Mapped[str] = mapped_column(String(64), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    file: Mapped[str] = mapped_column(String(255))
    digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    new: Mapped[int]
    changed: Mapped[int]
    unchanged: Mapped[int]
    missing: Mapped[int]


class Dossier(Base):
    """One application, by its number on the application site; `email` is the address on file, as it was given.

    `import_id` names the last file that it stood in.
    """

    __tablename__ = "dossiers"
    __table_args__ = (UniqueConstraint("call", "number"), Index("ix_dossiers_email", "call", "email"))

    id: Mapped[int] = mapped_column(primary_key=True)
    call: Mapped[str] = mapped_column(String(64))
    number: Mapped[str] = mapped_column(String(64))
    email: Mapped[str] = mapped_column(String(320))
    surname: Mapped[str] = mapped_column(String(200))
    given_name: Mapped[str] = mapped_column(String(200))
    state: Mapped[DossierState] = mapped_column(state(DossierState))
    slot: Mapped[datetime | None]
    import_id: Mapped[int] = mapped_column(ForeignKey("dossier_imports.id"))
    changes: Mapped[list["DossierChange"]] = relationship(back_populates="dossier", order_by="DossierChange.id")


class DossierChange(Base):
    """A change of a dossier's state or slot, the first without `before`; `reason` is why an unlawful one was forced."""

    __tablename__ = "dossier_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"), index=True)
    before: Mapped[DossierState | None] = mapped_column(state(DossierState))
    after: Mapped[DossierState] = mapped_column(state(DossierState))
    slot: Mapped[datetime | None]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("dossier_imports.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    reason: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime]
    dossier: Mapped[Dossier] = relationship(back_populates="changes")
