"""Runs the migrations on the connection that `Database.upgrade` hands over; writes new ones in plain column types."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context

from guichet.mailbox.records.models import Base, UtcDateTime


def render_plainly(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Render our own types as what the database has, so that a migration needs no code of ours."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render_plainly,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
