"""Which accounts can answer at a moment."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_

from ..records.models import Role, Staff


def can_answer(now: datetime) -> ColumnElement[bool]:
    """Hold for the accounts that are neither disabled, nor absent, nor there to read alone."""
    there = or_(Staff.absent_from.is_(None), Staff.absent_from > now, Staff.absent_until <= now)
    return and_(Staff.disabled_at.is_(None), Staff.role != Role.LECTURE, there)
