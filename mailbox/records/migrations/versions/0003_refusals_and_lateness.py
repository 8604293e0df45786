"""Why a file was not kept, how often what follows from an item was not taken, until when a parcel may leave."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("attachments", sa.Column("refusal", sa.String(length=24), nullable=True))
    op.add_column("items", sa.Column("put_off", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("parcels", sa.Column("until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Go back."""
    op.drop_column("parcels", "until")
    op.drop_column("items", "put_off")
    op.drop_column("attachments", "refusal")
