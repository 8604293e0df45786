"""The desk: lanes and clocks of tickets, notes, drafts, entries, views, the journal, and words to search by."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms")),
        sa.UniqueConstraint("word", name=op.f("uq_terms_word")),
    )
    op.create_table(
        "saved_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["staff.id"], name=op.f("fk_saved_replies_changed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_replies")),
        sa.UniqueConstraint("call", "number", name=op.f("uq_saved_replies_call_number")),
    )
    op.create_table(
        "views",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("query", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_views_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_views")),
        sa.UniqueConstraint("staff_id", "name", name=op.f("uq_views_staff_id_name")),
    )
    op.create_table(
        "places",
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["term_id"], ["terms.id"], name=op.f("fk_places_term_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_places_thread_id")),
        sa.PrimaryKeyConstraint("term_id", "thread_id", name=op.f("pk_places")),
    )
    op.create_index("ix_places_thread_id", "places", ["thread_id"], unique=False)
    op.create_table(
        "acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_acts_staff_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_acts_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acts")),
    )
    op.create_index("ix_acts_call_at", "acts", ["call", "at"], unique=False)
    op.create_index(op.f("ix_acts_ticket_id"), "acts", ["ticket_id"], unique=False)
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_drafts_staff_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_drafts_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("ticket_id", "staff_id", name=op.f("uq_drafts_ticket_id_staff_id")),
    )
    op.create_index(op.f("ix_drafts_staff_id"), "drafts", ["staff_id"], unique=False)
    op.create_table(
        "entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call", sa.String(length=64), nullable=False),
        sa.Column("pair", sa.String(length=130), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("citations", sa.JSON(), nullable=False),
        sa.Column("phrasings", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["approved_by"], ["staff.id"], name=op.f("fk_entries_approved_by")),
        sa.ForeignKeyConstraint(["proposed_by"], ["staff.id"], name=op.f("fk_entries_proposed_by")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_entries_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
    )
    op.create_index("ix_entries_call_pair", "entries", ["call", "pair"], unique=False)
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_notes_staff_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_notes_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index(op.f("ix_notes_ticket_id"), "notes", ["ticket_id"], unique=False)
    op.create_table(
        "presences",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_presences_staff_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_presences_ticket_id")),
        sa.PrimaryKeyConstraint("ticket_id", "staff_id", name=op.f("pk_presences")),
    )
    op.add_column("questions", sa.Column("reason", sa.Text(), nullable=True))
    op.add_column("staff", sa.Column("totp_secret", sa.String(length=64), nullable=True))
    op.add_column("staff", sa.Column("totp_step", sa.Integer(), nullable=True))
    op.add_column("staff", sa.Column("notify", sa.String(length=24), server_default="digest", nullable=False))
    op.add_column("staff", sa.Column("notified_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("staff", sa.Column("absent_from", sa.DateTime(timezone=True), nullable=True))
    op.add_column("staff", sa.Column("absent_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("staff", sa.Column("single_keys", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("staff", sa.Column("language", sa.String(length=2), server_default="fr", nullable=False))
    op.add_column("tickets", sa.Column("waiting", sa.String(length=24), server_default="answer", nullable=False))
    op.add_column("tickets", sa.Column("owner_id", sa.Integer(), nullable=True))
    op.add_column("tickets", sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("tickets", sa.Column("left_minutes", sa.Integer(), nullable=True))
    op.add_column("tickets", sa.Column("wakes_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("tickets", sa.Column("wakes_on", sa.String(length=64), nullable=True))
    op.add_column("tickets", sa.Column("stirred", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("tickets", sa.Column("merged_into", sa.Integer(), nullable=True))
    op.create_index("ix_tickets_lane", "tickets", ["call", "state", "waiting", "due_at"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_tickets_lane", table_name="tickets")
    op.drop_column("tickets", "merged_into")
    op.drop_column("tickets", "stirred")
    op.drop_column("tickets", "wakes_on")
    op.drop_column("tickets", "wakes_at")
    op.drop_column("tickets", "left_minutes")
    op.drop_column("tickets", "due_at")
    op.drop_column("tickets", "owner_id")
    op.drop_column("tickets", "waiting")
    op.drop_column("staff", "language")
    op.drop_column("staff", "single_keys")
    op.drop_column("staff", "absent_until")
    op.drop_column("staff", "absent_from")
    op.drop_column("staff", "notified_at")
    op.drop_column("staff", "notify")
    op.drop_column("staff", "totp_step")
    op.drop_column("staff", "totp_secret")
    op.drop_column("questions", "reason")
    op.drop_table("presences")
    op.drop_index(op.f("ix_notes_ticket_id"), table_name="notes")
    op.drop_table("notes")
    op.drop_index("ix_entries_call_pair", table_name="entries")
    op.drop_table("entries")
    op.drop_index(op.f("ix_drafts_staff_id"), table_name="drafts")
    op.drop_table("drafts")
    op.drop_index(op.f("ix_acts_ticket_id"), table_name="acts")
    op.drop_index("ix_acts_call_at", table_name="acts")
    op.drop_table("acts")
    op.drop_index("ix_places_thread_id", table_name="places")
    op.drop_table("places")
    op.drop_table("views")
    op.drop_table("saved_replies")
    op.drop_table("terms")
