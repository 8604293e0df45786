"""The journal: who did what to which ticket or entry, and never a word of a candidate's."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from ..records.models import Act


def record(
    session: Session,
    call: str,
    staff_id: int | None,
    kind: str,
    now: datetime,
    ticket_id: int | None = None,
    **detail: Any,
) -> Act:
    """Write a line; `staff_id` is None for what nobody did, such as a ticket that woke by itself."""
    act = Act(call=call, at=now, staff_id=staff_id, kind=kind, ticket_id=ticket_id, detail=detail)
    session.add(act)
    session.flush()
    return act
