from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.error import InvalidToken, RetryAfter, TelegramError, TimedOut

from guichet.bot.telegram.carrier import TelegramCarrier
from guichet.bot.telegram.trouble import judge
from guichet.mailbox.delivery.body import Body, Choice, text
from guichet.mailbox.delivery.carrier import Delivery, Later, MailTrace, Refused
from guichet.mailbox.records.models import ParcelKind
from guichet.tests.bot_api import TOKEN, BotApi, Refusal, bot_api


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with bot_api() as api:
        yield api


@pytest.fixture
async def carrier(api: BotApi) -> AsyncIterator[TelegramCarrier]:
    bot = Bot(TOKEN, base_url=f"{api.url}/bot")
    async with bot:
        yield TelegramCarrier(bot)


def delivery(
    words: str = "Bonjour", *choices: Choice, kind: ParcelKind = ParcelKind.REPLY, edits: str | None = None
) -> Delivery:
    return Delivery(1, "1001", kind, Body((text(words),), choices), MailTrace(), edits)


async def test_a_message_is_sent_with_its_buttons(api: BotApi, carrier: TelegramCarrier) -> None:
    await carrier.carry(delivery("1 < 2", Choice("Oui", "yes:1")))

    [sent] = api.sent
    assert (sent["chat_id"], sent["text"], sent["parse_mode"]) == (1001, "1 &lt; 2", "HTML")
    assert sent["reply_markup"] == {"inline_keyboard": [[{"text": "Oui", "callback_data": "yes:1"}]]}


async def test_a_long_message_leaves_in_pieces_with_the_buttons_under_the_last(
    api: BotApi, carrier: TelegramCarrier
) -> None:
    await carrier.carry(delivery("mot " * 2000, Choice("Oui", "yes:1")))

    assert ["reply_markup" in sent for sent in api.sent] == [False] * (len(api.sent) - 1) + [True]
    assert len(api.sent) > 1


async def test_a_wait_between_two_pieces_is_waited_out_and_nothing_said_twice(
    api: BotApi, carrier: TelegramCarrier
) -> None:
    api.refuse_at(2, Refusal(429, "Too Many Requests: retry after 1", retry_after=1))

    await carrier.carry(delivery("mot " * 2000))

    assert sum(len(text.split()) for text in api.texts()) == 2000


async def test_a_message_is_edited_in_place(api: BotApi, carrier: TelegramCarrier) -> None:
    number = await carrier.carry(delivery(edits="77"))

    assert (number, api.sent) == ("77", [])


async def test_an_edit_of_a_message_that_is_gone_is_sent_anew(api: BotApi, carrier: TelegramCarrier) -> None:
    api.faults["editMessageText"] += [Refusal(400, "Bad Request: message to edit not found")]

    await carrier.carry(delivery("Bonjour", edits="77"))

    assert api.texts() == ["Bonjour"]


async def test_an_edit_that_changes_nothing_is_done(api: BotApi, carrier: TelegramCarrier) -> None:
    api.faults["editMessageText"] += [Refusal(400, "Bad Request: message is not modified: …")]

    assert await carrier.carry(delivery(edits="77")) == "77"


async def test_html_that_telegram_does_not_understand_is_sent_plain(api: BotApi, carrier: TelegramCarrier) -> None:
    api.faults["sendMessage"] += [Refusal(400, "Bad Request: can't parse entities: Unsupported start tag")]

    await carrier.carry(delivery("1 < 2"))

    assert [(sent["text"], sent.get("parse_mode")) for sent in api.sent] == [("1 < 2", None)]


async def test_a_press_is_answered(api: BotApi, carrier: TelegramCarrier) -> None:
    await carrier.carry(delivery("Trop tard", kind=ParcelKind.PRESS, edits="q1"))

    assert api.named("answerCallbackQuery") == [{"callback_query_id": "q1", "text": "Trop tard", "show_alert": True}]


async def test_a_press_that_telegram_forgot_is_done(api: BotApi, carrier: TelegramCarrier) -> None:
    api.faults["answerCallbackQuery"] += [Refusal(400, "Bad Request: query is too old and response timeout expired")]

    await carrier.carry(delivery("", kind=ParcelKind.PRESS, edits="q1"))

    assert len(api.named("answerCallbackQuery")) == 1


@pytest.mark.parametrize(
    ("code", "description", "gone"),
    [
        (403, "Forbidden: bot was blocked by the user", True),
        (400, "Bad Request: chat not found", True),
        (400, "Bad Request: BUTTON_DATA_INVALID", False),
    ],
)
async def test_what_never_goes_through_is_refused(
    api: BotApi, carrier: TelegramCarrier, code: int, description: str, gone: bool
) -> None:
    api.faults["sendMessage"] += [Refusal(code, description)]

    with pytest.raises(Refused) as refused:
        await carrier.carry(delivery())

    assert refused.value.gone is gone


async def test_telegram_s_wait_is_kept(api: BotApi, carrier: TelegramCarrier) -> None:
    api.faults["sendMessage"] += [Refusal(429, "Too Many Requests: retry after 7", retry_after=7)]

    with pytest.raises(Later) as later:
        await carrier.carry(delivery())

    assert later.value.seconds == 7


@pytest.mark.parametrize("error", [TimedOut(), RetryAfter(1), InvalidToken(), TelegramError("x")])
def test_what_may_go_through_later_is_not_given_up(error: TelegramError) -> None:
    assert isinstance(judge(error), Later)


async def test_no_reason_names_the_token(api: BotApi, carrier: TelegramCarrier) -> None:
    api.faults["sendMessage"] += [Refusal(500, f"Internal Server Error at /bot{TOKEN}/sendMessage")]

    with pytest.raises(Later) as later:
        await carrier.carry(delivery())

    assert TOKEN not in str(later.value)
