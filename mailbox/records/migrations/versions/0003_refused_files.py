"""Why a file was not kept; how often the database would not take what follows from an item."""

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


def downgrade() -> None:
    """Go back."""
    op.drop_column("items", "put_off")
    op.drop_column("attachments", "refusal")
