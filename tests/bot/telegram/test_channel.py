import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from starlette.applications import Starlette

from guichet.bot.event import Event
from guichet.bot.telegram.channel import TelegramChannel
from guichet.bot.telegram.webhook import SECRET_FIELD, make_secret
from guichet.bot.web import WebServer
from guichet.mailbox.delivery.bell import Bell
from guichet.mailbox.desk.inquiry import Visitor
from guichet.mailbox.intake.letterbox import Kept
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Attachment, Author, Item, Message
from guichet.tests.bot_api import TOKEN, BotApi, Refusal, bot_api
from guichet.tests.factories import NOW, SLUG, make_address, make_thread

Opener = Callable[..., TelegramChannel]


@dataclass
class Table:
    """Remembers who did what."""

    done: list[tuple[Visitor, Event]] = field(default_factory=list)

    def take_part(
        self, session: Session, visitor: Visitor, event: Event, now: datetime, item_id: int | None = None
    ) -> None:
        self.done.append((visitor, event))


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with bot_api() as api:
        yield api


def make_channel(database: Database, url: str, *, webhook: str | None = None) -> TelegramChannel:
    return TelegramChannel(
        database,
        Table().take_part,
        call=SLUG,
        token=TOKEN,
        api=url,
        webhook=webhook,
        clock=lambda: NOW,
        bell=Bell(),
    )


@asynccontextmanager
async def listening(channel: TelegramChannel) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(channel.listen(stop))
    try:
        yield
    finally:
        stop.set()
        async with asyncio.timeout(3):
            await task
        await channel.close()


def kept(database: Database) -> list[dict[str, Any]]:
    with database.read() as session:
        return [json.loads(raw) for raw in session.scalars(select(Item.raw).order_by(Item.id))]


async def until(holds: Callable[[], bool], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.02)


async def test_updates_are_kept_as_they_came_and_then_confirmed(sqlite: Database, api: BotApi) -> None:
    first, second = api.write("un"), api.write("deux")

    async with listening(make_channel(sqlite, api.url)):
        await until(lambda: api.confirmed == second + 1)

    assert [update["update_id"] for update in kept(sqlite)] == [first, second]


async def test_what_is_not_kept_is_not_confirmed(sqlite: Database, api: BotApi) -> None:
    channel = make_channel(sqlite, api.url)
    api.write("un")
    with sqlite.engine.connect() as connection:
        connection.exec_driver_sql("ALTER TABLE items RENAME TO elsewhere")
        connection.commit()

    async with listening(channel):
        await until(lambda: len(api.named("getUpdates")) > 1)
        confirmed_meanwhile = api.confirmed
        with sqlite.engine.connect() as connection:
            connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO items")
            connection.commit()
        await until(lambda: api.confirmed > 0)

    assert confirmed_meanwhile == 0
    assert len(kept(sqlite)) == 1


async def test_after_a_quiet_week_lower_numbers_are_confirmed_as_well(sqlite: Database, api: BotApi) -> None:
    api.write("un")

    async with listening(make_channel(sqlite, api.url)):
        await until(lambda: api.confirmed > 7)
        api.updates = [{"update_id": 7, "message": api.message(1001, text="deux")}]
        api.wake()
        await until(lambda: api.named("getUpdates")[-1]["offset"] == 8)

    assert len(kept(sqlite)) == 2


async def test_an_update_that_comes_twice_is_kept_once(sqlite: Database, api: BotApi) -> None:
    channel = make_channel(sqlite, api.url)
    update = {"update_id": 5, "message": api.message(1001, text="un")}

    for _ in range(2):
        channel._listener.keep([update])

    assert kept(sqlite) == [update]


async def test_telegram_that_is_down_at_the_start_is_asked_again(sqlite: Database, api: BotApi) -> None:
    api.faults["getMe"] += [Refusal(502, "Bad Gateway")]
    api.faults["getUpdates"] += [Refusal(500, "Internal Server Error"), Refusal(409, "Conflict: other getUpdates")]
    api.write("un")

    async with listening(make_channel(sqlite, api.url)):
        await until(lambda: api.confirmed > 0)

    assert len(kept(sqlite)) == 1


async def test_menus_are_set_in_both_languages(sqlite: Database, api: BotApi) -> None:
    async with listening(make_channel(sqlite, api.url)):
        await until(lambda: bool(api.named("getUpdates")))

    assert api.commands == {
        "": ["start", "help", "eligibility", "dates", "reminders", "human", "language"],
        "fr": ["start", "aide", "eligibilite", "dates", "rappels", "humain", "langue"],
    }


async def test_menus_that_cannot_be_set_do_not_keep_us_from_listening(sqlite: Database, api: BotApi) -> None:
    api.faults["setMyCommands"] += [Refusal(400, "Bad Request: no")]

    async with listening(make_channel(sqlite, api.url)):
        await until(lambda: bool(api.named("getUpdates")))


async def test_a_kept_update_is_handed_to_the_conversation(sqlite: Database, api: BotApi) -> None:
    table = Table()
    channel = make_channel(sqlite, api.url)
    channel.reader._take_part = table.take_part
    raw = json.dumps({"update_id": 5, "message": api.message(1001, text="un")}).encode()

    with sqlite.begin() as session:
        channel.reader.read(Kept(3, SLUG, raw, {}, NOW))(session, NOW)
    await channel.close()

    assert [event.text for _, event in table.done] == ["un"]


@pytest.fixture
def attachment(sqlite: Database) -> int:
    with sqlite.begin() as session:
        thread = make_thread(session, make_address(session, "telegram", "1001"))
        message = Message(thread=thread, author=Author.CANDIDATE, at=NOW, text="", words="")
        message.attachments = [Attachment(name="cv.pdf", type="application/pdf", size=3, reference="f1")]
        session.add(message)
        session.flush()
        numbers = [one.id for one in message.attachments]
    return numbers[0]


def look_at(database: Database, number: int) -> tuple[bytes | None, str | None]:
    with database.read() as session:
        found = session.get_one(Attachment, number)
        return found.content, found.reference


async def fetch(channel: TelegramChannel, holds: Callable[[], bool]) -> None:
    stop = asyncio.Event()
    task = asyncio.create_task(channel.fetch(stop))
    await until(holds)
    stop.set()
    await task
    await channel.close()


async def test_a_file_s_bytes_are_fetched_although_it_fails_at_first(
    sqlite: Database, api: BotApi, attachment: int
) -> None:
    api.files["f1"] = b"%PDF"
    api.faults["getFile"] += [Refusal(500, "Internal Server Error")]

    await fetch(make_channel(sqlite, api.url), lambda: look_at(sqlite, attachment)[0] is not None)

    assert look_at(sqlite, attachment) == (b"%PDF", "f1")


async def test_a_file_that_is_unavailable_for_a_while_is_fetched_later(
    sqlite: Database, api: BotApi, attachment: int
) -> None:
    unavailable = "Bad Request: wrong file_id or the file is temporarily unavailable"
    api.faults["getFile"] += [Refusal(400, unavailable), Refusal(400, unavailable)]
    api.files["f1"] = b"%PDF"

    await fetch(make_channel(sqlite, api.url), lambda: look_at(sqlite, attachment)[0] is not None)

    assert look_at(sqlite, attachment) == (b"%PDF", "f1")


async def test_a_file_that_is_not_to_be_had_is_given_up(sqlite: Database, api: BotApi, attachment: int) -> None:
    await fetch(make_channel(sqlite, api.url), lambda: look_at(sqlite, attachment)[1] is None)

    assert look_at(sqlite, attachment) == (None, None)


@asynccontextmanager
async def called_by_webhook(database: Database, api: BotApi) -> AsyncIterator[httpx.AsyncClient]:
    channel = make_channel(database, api.url, webhook="https://guichet.example.org/hook")
    server = WebServer(Starlette(routes=channel.webhook_routes("https://guichet.example.org/hook")))
    host, port = await server.open("127.0.0.1", 0)
    async with listening(channel), httpx.AsyncClient(base_url=f"http://{host}:{port}") as client:
        yield client
    await server.close()


SECRET = {SECRET_FIELD: make_secret(TOKEN)}


async def test_the_webhook_is_set_with_a_secret(sqlite: Database, api: BotApi) -> None:
    async with called_by_webhook(sqlite, api):
        await until(lambda: bool(api.webhook))

    assert (api.webhook["url"], api.webhook["secret_token"]) == ("https://guichet.example.org/hook", make_secret(TOKEN))


async def test_what_the_webhook_brings_is_kept_before_the_200(sqlite: Database, api: BotApi) -> None:
    update = {"update_id": 5, "message": api.message(1001, text="un")}

    async with called_by_webhook(sqlite, api) as client:
        reply = await client.post("/hook", json=update, headers=SECRET)

    assert (reply.status_code, kept(sqlite)) == (200, [update])


@pytest.mark.parametrize(
    ("headers", "body", "code"),
    [
        ({}, b'{"update_id": 5}', 403),
        ({SECRET_FIELD: "x"}, b'{"update_id": 5}', 403),
        ({SECRET_FIELD: "é".encode()}, b'{"update_id": 5}', 403),
        (SECRET, b"[]", 400),
        (SECRET, b"{", 400),
        (SECRET, b'{"update_id": "x"}', 400),
        (SECRET, b'{"update_id": 5, "x": "' + b"a" * 1_000_001 + b'"}', 400),
    ],
)
async def test_what_is_no_call_of_telegram_s_is_refused(
    sqlite: Database, api: BotApi, headers: dict[str, Any], body: bytes, code: int
) -> None:
    async with called_by_webhook(sqlite, api) as client:
        reply = await client.post("/hook", content=body, headers=headers)

    assert (reply.status_code, kept(sqlite)) == (code, [])


async def test_telegram_repeats_a_call_that_could_not_be_kept(sqlite: Database, api: BotApi) -> None:
    with sqlite.engine.connect() as connection:
        connection.exec_driver_sql("DROP TABLE items")
        connection.commit()

    async with called_by_webhook(sqlite, api) as client:
        reply = await client.post("/hook", json={"update_id": 5}, headers=SECRET)

    assert reply.status_code == 500
    with pytest.raises(OperationalError):
        kept(sqlite)
