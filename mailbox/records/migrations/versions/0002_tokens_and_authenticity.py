"""A token for each thread, by which a reply by mail finds it; what is known of who sent a message.

Only added to: on SQLite a table that others refer to cannot be made anew with rows in it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("threads", sa.Column("token", sa.String(length=32), nullable=True))
    op.create_index(op.f("ix_threads_token"), "threads", ["token"], unique=True)
    op.add_column("messages", sa.Column("authenticity", sa.String(length=24), nullable=True))


def downgrade() -> None:
    """Go back."""
    op.drop_column("messages", "authenticity")
    op.drop_index(op.f("ix_threads_token"), table_name="threads")
    op.drop_column("threads", "token")
