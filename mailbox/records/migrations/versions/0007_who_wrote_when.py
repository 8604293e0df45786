"""Who wrote when in a thread, found without reading its messages."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_index("ix_messages_author", "messages", ["thread_id", "author", "at"])


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_messages_author", table_name="messages")
