"""The interview on who may apply, through real sockets: by chat over a kill in the middle, by mail in one reply."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from guichet.mailbox.records.models import Parcel, ParcelState
from guichet.tests.bot_api import TOKEN, BotApi, bot_api
from guichet.tests.serving import Serve, Serving, text_of
from guichet.tests.test_journeys import count

ELIGIBLE = "vous remplissez les conditions que l'appel énonce"
WORDS = ("chef de clinique", "soutenue en 2022", "oui, un M2 recherche", "unité Inserm")
BUTTONS = ("status:cca", "thesis:yes", "m2:yes", "lab:unit")


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with bot_api() as api:
        yield api


def telegram(api: BotApi) -> dict[str, str]:
    return {"GUICHET_TELEGRAM_TOKEN": TOKEN, "GUICHET_TELEGRAM_API": api.url}


async def until_told(api: BotApi, chat: int, number: int) -> str:
    """Wait for so many messages in a chat, and return the last of them."""
    async with asyncio.timeout(20):
        while len(api.texts(chat)) < number:
            await asyncio.sleep(0.02)
    return api.texts(chat)[-1]


async def press_all(api: BotApi, chat: int, buttons: tuple[str, ...], told: int) -> str:
    said = ""
    for number, button in enumerate(buttons, told + 1):
        api.press(f"elig:set:{button}", message=1, chat=chat)
        said = await until_told(api, chat, number)
    return said


async def until_all_is_said(serving: Serving) -> None:
    """Wait until nothing is on its way: what a kill leaves there is looked at two minutes later on PostgreSQL."""
    async with asyncio.timeout(20):
        while await asyncio.to_thread(count, serving, Parcel.state != ParcelState.SENT):
            await asyncio.sleep(0.05)


async def test_buttons_words_a_question_between_and_a_kill_all_end_in_the_same_words(serve: Serve, api: BotApi) -> None:
    serving = await asyncio.to_thread(serve, **telegram(api))
    for chat in (1, 2, 3, 4):
        api.write("/eligibilite", chat=chat)
        await until_told(api, chat, 1)

    by_buttons = await press_all(api, 1, BUTTONS, 1)
    for number, words in enumerate(WORDS, 2):
        api.write(words, chat=2)
        by_words = await until_told(api, 2, number)
    await press_all(api, 3, BUTTONS[:1], 1)
    api.write("quelle est la date limite ?", chat=3)
    between = await until_told(api, 3, 3)
    with_a_question = await press_all(api, 3, BUTTONS[1:], 3)
    await press_all(api, 4, BUTTONS[:2], 1)
    await until_all_is_said(serving)
    serving.kill()
    await asyncio.to_thread(serving.start)
    over_a_kill = await press_all(api, 4, BUTTONS[2:], 3)

    assert ELIGIBLE in by_buttons
    assert "20 février 2026 - 17 heures" in between
    assert "Avez-vous la thèse d'exercice" in between
    assert with_a_question == over_a_kill == by_buttons
    assert _without_what_was_said(by_words) == _without_what_was_said(by_buttons)


async def test_two_quick_answers_in_a_row_are_both_heard(serve: Serve, api: BotApi) -> None:
    await asyncio.to_thread(serve, **telegram(api))
    api.write("/eligibilite", chat=1)
    await until_told(api, 1, 1)

    for words in WORDS:
        api.write(words, chat=1)

    assert ELIGIBLE in await until_told(api, 1, 5)


def test_by_mail_one_reply_answers_all(serve: Serve) -> None:
    serving = serve()
    asked = serving.mail("Bonjour,\n\nSuis-je éligible ?\n\nAnn", subject="Candidature")
    [questions] = serving.until_outgoing(1)
    lines = "\n".join(f"{number}. {words}" for number, words in enumerate(WORDS, 1))
    quoted = "\n".join(f"> {line}" for line in text_of(questions).splitlines())

    serving.mail(
        f"Bonjour,\n\n{lines}\n\nCordialement,\nAnn\n\nLe 10 février 2026, le service a écrit :\n{quoted}",
        subject="Re: Candidature",
        **{"In-Reply-To": str(questions["Message-ID"]), "References": str(questions["Message-ID"])},
    )

    [_, verdict] = serving.until_outgoing(2)
    assert "1. Quel est votre statut ?" in text_of(questions)
    assert asked["Message-ID"] in str(questions["References"])
    assert ELIGIBLE in " ".join(text_of(verdict).split())


def _without_what_was_said(words: str) -> list[str]:
    """Leave out the answers themselves, which are as they were given."""
    return [line for line in words.splitlines() if not line.startswith("Vous avez dit")]
