"""Whom an OpenID provider knows as which staff member, and who is on the way to it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "staff_identities",
        sa.Column("staff_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_identities_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_staff_identities")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_staff_identities_issuer_subject")),
    )
    op.create_table(
        "sign_ons",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("wanted", sa.String(length=1000), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_sign_ons_staff_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_ons")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("sign_ons")
    op.drop_table("staff_identities")
