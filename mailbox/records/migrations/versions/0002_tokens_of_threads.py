"""A token for each thread, by which a reply by mail finds it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("threads") as table:
        table.add_column(sa.Column("token", sa.String(length=32), nullable=True))
        table.create_unique_constraint(op.f("uq_threads_token"), ["token"])


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("threads") as table:
        table.drop_constraint(op.f("uq_threads_token"), type_="unique")
        table.drop_column("token")
