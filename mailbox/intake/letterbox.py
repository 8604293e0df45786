"""The letterbox: raw items of every channel, kept before anything is promised, then read one by one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session, aliased, defer

from ..records.models import Item, ItemState

TRIES = 3
PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=5)
MOST_PUT_OFF = 40
"""So often the database may refuse what follows from an item, some three hours long, before a person looks at it."""


@dataclass(frozen=True)
class Kept:
    """A kept item, as its reader sees it."""

    id: int
    call: str
    raw: bytes
    envelope: Mapping[str, Any]
    kept_at: datetime
    failed_before: bool = False


class Reader(Protocol):
    """Reads the items of one channel."""

    def read(self, item: Kept) -> Callable[[Session, datetime], None]:
        """Parse an item, outside any transaction, and return what is to be done about it within one.

        Whatever it raises makes the item be tried again, and put aside for a person after the third time.
        """
        ...


@dataclass(frozen=True)
class Arrival:
    """What came in at a door, to be kept; `kept_at` is when."""

    call: str
    channel: str
    key: str
    lane: str
    raw: bytes
    envelope: dict[str, Any]
    kept_at: datetime


def keep(session: Session, arrival: Arrival) -> bool:
    """Keep a raw item; return False when the same one is kept already. Promise nothing before the commit."""
    return bool(session.scalars(_insert(session).values(**_row(arrival)).returning(Item.id)).all())


def keep_read(session: Session, arrival: Arrival) -> int | None:
    """Keep a raw item that is read within the same transaction; return its number, None where it is kept already."""
    row = _row(arrival) | {"state": ItemState.READ, "read_at": arrival.kept_at}
    return session.scalars(_insert(session).values(**row).returning(Item.id)).one_or_none()


def keep_all(session: Session, arrivals: Sequence[Arrival]) -> None:
    """Keep raw items in one statement, each once. Promise nothing before the commit."""
    session.execute(_insert(session), [_row(arrival) for arrival in arrivals])


def _row(arrival: Arrival) -> dict[str, Any]:
    return {**vars(arrival), "state": ItemState.KEPT, "tries": 0}


def _insert(session: Session) -> Any:
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    return insert(Item).on_conflict_do_nothing(index_elements=["call", "channel", "key"])


def waiting(session: Session, call: str, channel: str, now: datetime, limit: int) -> list[int]:
    """List a call's items to read next: of each lane the oldest, unless it is to be tried again later."""
    earlier = aliased(Item)
    behind = exists().where(
        and_(
            earlier.call == Item.call,
            earlier.channel == Item.channel,
            earlier.lane == Item.lane,
            earlier.id < Item.id,
            earlier.state == ItemState.KEPT,
        )
    )
    ready = or_(Item.next_try_at.is_(None), Item.next_try_at <= now)
    kept = and_(Item.call == call, Item.channel == channel, Item.state == ItemState.KEPT)
    query = select(Item.id).where(kept, ready, ~behind)
    return list(session.scalars(query.order_by(Item.id).limit(limit)))


def look(session: Session, item_id: int) -> Kept:
    """Read a kept item's raw bytes."""
    item = session.get_one(Item, item_id)
    return Kept(item.id, item.call, item.raw, item.envelope, item.kept_at, failed_before=item.error is not None)


def take(session: Session, item_id: int, now: datetime) -> bool:
    """Mark an item read within the transaction that acts on it; False when another process has it or had it."""
    item = _hold(session, item_id)
    if item is None:
        return False
    item.state, item.read_at, item.error = ItemState.READ, now, None
    session.flush()
    return True


def fail(session: Session, item_id: int, reason: str, now: datetime, *, for_good: bool = False) -> ItemState | None:
    """Record that reading failed: to be tried again, or put aside after the third time or `for_good`; return its state.

    None where another process has it, or read it meanwhile.
    """
    item = _hold(session, item_id)
    if item is None:
        return None
    item.tries += 1
    item.error = reason
    item.next_try_at = now + PAUSE * item.tries
    if for_good or item.tries >= TRIES:
        item.state = ItemState.ASIDE
    session.flush()
    return item.state


def put_off(session: Session, item_id: int, reason: str, now: datetime) -> ItemState | None:
    """Let an item wait, longer each time, which counts as no failure of its own; return its state, as `fail` does.

    It is put aside where the database takes this very word of it forty times, and what follows from it never.
    """
    item = _hold(session, item_id)
    if item is None:
        return None
    item.put_off += 1
    item.next_try_at = now + min(PAUSE * 2 ** min(item.put_off - 1, 10), LONGEST_PAUSE)
    if item.put_off >= MOST_PUT_OFF:
        item.state, item.error = ItemState.ASIDE, reason
    session.flush()
    return item.state


def put_back(session: Session, call: str) -> int:
    """Make a call's items that were put aside be read again; return how many there were."""
    aside = select(Item).where(Item.call == call, Item.state == ItemState.ASIDE).with_for_update(skip_locked=True)
    items = list(session.scalars(aside.options(defer(Item.raw))))
    for item in items:
        item.state, item.tries, item.put_off, item.next_try_at = ItemState.KEPT, 0, 0, None
    session.flush()
    return len(items)


def _hold(session: Session, item_id: int) -> Item | None:
    """Lock an item that is still to be read; None where another process holds it or it has been read."""
    query = select(Item).where(Item.id == item_id, Item.state == ItemState.KEPT).with_for_update(skip_locked=True)
    return session.scalars(query).one_or_none()
