"""Interviews on who may apply, one a thread."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "interviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call", sa.String(length=64), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("situation", sa.JSON(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("trail", sa.JSON(), nullable=False),
        sa.Column("verdict", sa.String(length=24), nullable=True),
        sa.Column("version", sa.String(length=64), nullable=True),
        sa.Column("told", sa.JSON(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_interviews_thread_id")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_interviews_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interviews")),
        sa.UniqueConstraint("thread_id", name=op.f("uq_interviews_thread_id")),
    )
    op.create_index("ix_interviews_told", "interviews", ["call", "version"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("interviews")
