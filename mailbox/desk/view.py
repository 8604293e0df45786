"""Saved views: lists of the inbox that somebody keeps under a name, for themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from ..records.models import View
from .view_errors import BadView, TooManyViews, UnknownView

LONGEST_NAME, LONGEST_QUERY, MOST = 80, 400, 20


@dataclass(frozen=True)
class SavedView:
    """A view; `query` is what stands behind the inbox's `?`."""

    number: int
    name: str
    query: str


def list_views(session: Session, staff_id: int) -> Sequence[SavedView]:
    """List somebody's views by their names."""
    query = select(View.id, View.name, View.query).where(View.staff_id == staff_id).order_by(View.name, View.id)
    return [SavedView(*row) for row in session.execute(query)]


def save_view(session: Session, staff_id: int, name: str, query: str) -> None:
    """Save a view; one of the same name shows this from now on. Raises `BadView`, `TooManyViews`."""
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME or len(query) > LONGEST_QUERY:
        raise BadView
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    saved = insert(View).values(staff_id=staff_id, name=name, query=query)
    session.execute(saved.on_conflict_do_update(index_elements=["staff_id", "name"], set_={"query": query}))
    if (session.scalar(select(func.count()).where(View.staff_id == staff_id)) or 0) > MOST:
        raise TooManyViews(MOST)


def delete_view(session: Session, staff_id: int, number: int) -> None:
    """Delete one of somebody's views; raises `UnknownView` for one that is not theirs."""
    gone = delete(View).where(View.id == number, View.staff_id == staff_id).returning(View.id)
    if session.scalars(gone).one_or_none() is None:
        raise UnknownView
