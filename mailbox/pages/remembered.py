"""Figures that are counted once for as long as no row is added to what they count."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..records.models import Act, Message, Question, Ticket, Told

Counted = TypeVar("Counted")
MOST = 32
"""How many figures are kept, those that were asked for last."""
_COUNTED = (Message, Question, Ticket, Told, Act)


class Remembered:
    """Keeps what was counted, by what was asked for and by how far the tables had come then; one a process."""

    def __init__(self) -> None:
        self._found: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def count(self, session: Session, asked: Hashable, count: Callable[[], Counted]) -> Counted:
        """Return what `count` gives for what is `asked`, called again once a row was added or the last one taken away.

        What changes rows and adds none is seen at the next write.
        """
        key = (asked, _read_mark(session))
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        found = count()
        with self._lock:
            self._found[key] = found
            while len(self._found) > MOST:
                self._found.popitem(last=False)
        return found


def _read_mark(session: Session) -> tuple[int | None, ...]:
    """Read the last number of each table: what staff and candidates do writes a row of one of them."""
    return tuple(session.execute(select(*(select(func.max(table.id)).scalar_subquery() for table in _COUNTED))).one())
