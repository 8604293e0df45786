"""The journal: who did what, a row for each act."""

from datetime import datetime

from sqlalchemy.orm import Session

from ..records.models import Act


def record(
    session: Session,
    call: str,
    staff_id: int | None,
    kind: str,
    now: datetime,
    ticket_id: int | None = None,
    **detail: object,
) -> None:
    """Write an act into the journal (`kind` as `entry.approved`); `detail` holds no word of a candidate's."""
    session.add(Act(call=call, at=now, staff_id=staff_id, kind=kind, ticket_id=ticket_id, detail=detail))
