"""The page that an HTML letter is, cleaned when it was read."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("messages", sa.Column("html", sa.Text(), nullable=True))


def downgrade() -> None:
    """Go back."""
    op.drop_column("messages", "html")
