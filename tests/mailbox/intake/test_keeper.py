"""Letters that are committed together, each with its own fate."""

import asyncio
from typing import Any, cast

import pytest

from guichet.mailbox.intake.keeper import Keeper, NotKept
from guichet.mailbox.intake.letterbox import Arrival
from guichet.mailbox.records.database import Database
from guichet.tests.factories import NOW, SLUG
from guichet.tests.smtp_client import items


def arrival(key: str, lane: Any = "ann@example.net", envelope: Any = None) -> Arrival:
    return Arrival(SLUG, "mail", key, lane, b"x", envelope or {}, NOW)


async def keep(database: Database, *arrivals: Arrival) -> list[str]:
    """Keep arrivals at once and say what became of each."""
    keeper = Keeper(database)
    try:
        fates = await asyncio.gather(*(keeper.keep(one) for one in arrivals), return_exceptions=True)
    finally:
        keeper.close()
    return ["kept" if fate is None else type(cast("object", fate)).__name__ for fate in fates]


@pytest.mark.parametrize("bad", [{"lane": None}, {"envelope": {"peer": object()}}])
async def test_one_that_the_database_refuses_harms_no_other(database: Database, bad: dict[str, Any]) -> None:
    group = [arrival("first"), arrival("a"), arrival("bad", **bad), arrival("b")]

    assert await keep(database, *group) == ["kept", "kept", "NotKept", "kept"]
    assert [item.key for item in items(database)] == ["first", "a", "b"]


async def test_whatever_goes_wrong_the_sender_is_told_so(database: Database) -> None:
    def fail() -> Any:
        raise RuntimeError("no more threads")

    database.begin = fail
    with pytest.raises(NotKept, match="RuntimeError"):
        await asyncio.wait_for(Keeper(database).keep(arrival("a")), 5)
