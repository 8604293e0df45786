"""Item 27 of the security list (OWASP ASVS 5.0): a whole journey at log level debug leaves no secret and no words."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from smtplib import SMTP

import httpx
import pytest
from pyotp.totp import TOTP
from selectolax.lexbor import LexborHTMLParser

from guichet.tests.bot_api import TOKEN, BotApi, bot_api
from guichet.tests.desk_client import PASSWORD, DeskClient
from guichet.tests.serving import Serve, Serving

WORDS = "Je suis Zanzibarine. Quel est le salaire, au sujet de Quetzalcoatl ?"
RELAY_PASSWORD, WRONG_PASSWORD = "motdepassedurelais", "passepartoutvertical"
WRITTEN = ("zanzibarine", "quetzalcoatl", "mirabelle", "grenadine", "ann@example.net", "agent@example.org")
"""What candidates and staff write and are reached at, and nothing else says."""


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with bot_api() as api:
        yield api


async def test_item_27_no_log_holds_a_secret_an_address_or_what_somebody_wrote(serve: Serve, api: BotApi) -> None:
    settings = {"GUICHET_LOG": "debug", "GUICHET_TELEGRAM_TOKEN": TOKEN, "GUICHET_TELEGRAM_API": api.url}
    settings["GUICHET_SMTP_RELAY"] = f"smtp://relais:{RELAY_PASSWORD}@127.0.0.1:1?tls=none"
    serving = await asyncio.to_thread(serve, **settings)
    shown = len(serving.lines)

    secrets = {*WRITTEN, PASSWORD, TOKEN, TOKEN.partition(":")[2], RELAY_PASSWORD, WRONG_PASSWORD}
    secrets |= await work(serving, api)
    await asyncio.to_thread(serving.stop)

    logs = read_logs(serving)
    assert '"level": "debug"' in logs["guichet.log"]
    assert all(json.loads(line)["event"] for line in logs["guichet.log"].splitlines())
    logs["screen"] = "\n".join(serving.lines[shown:])
    assert len(secrets) > 20
    assert [
        (name, secret) for name, text in logs.items() for secret in secrets if secret.casefold() in text.casefold()
    ] == []


def read_logs(serving: Serving) -> Mapping[str, str]:
    """Read every log in the data folder."""
    return {path.name: path.read_text(encoding="utf-8") for path in serving.data.rglob("*.log*") if path.is_file()}


async def work(serving: Serving, api: BotApi) -> set[str]:
    """Do what candidates, staff and strangers do; return the secrets that were made on the way."""
    secrets = {serving.invitation.rpartition("/")[2]}
    api.write(WORDS)
    await asyncio.to_thread(serving.mail, WORDS, "Mirabelle")
    await asyncio.to_thread(send_what_nobody_signed, serving)
    await api.until_sent(1)
    async with DeskClient.signed_up(serving) as desk:
        secrets |= await set_factor(desk)
        await until_tickets(desk, 3)
        await desk.submit("/demandes/1", "/note", {"note": "Grenadine a téléphoné."})
        await desk.answer(1, "Grenadine vous répondra.")
        await desk.http.get("/", params={"cherche": "Quetzalcoatl"})
        await desk.http.post("/connexion?suite=/Quetzalcoatl", content=b"\xff", headers={"Origin": "http://["})
        secrets |= set(desk.http.cookies.values())
    async with httpx.AsyncClient(base_url=serving.desk, follow_redirects=True) as http:
        stranger = DeskClient(http)
        page = LexborHTMLParser((await http.get("/connexion")).text)
        sent = {"jeton": page.css("[name=jeton]")[0].attributes["value"] or "", "password": WRONG_PASSWORD}
        for email in ("agent@example.org", "grenadine@example.net"):
            await http.post("/connexion", data=sent | {"email": email})
        await stranger.submit("/connexion", "/connexion", {"email": "agent@example.org", "password": PASSWORD})
        secrets |= set(http.cookies.values())
    return secrets


def send_what_nobody_signed(serving: Serving) -> None:
    """Send a letter without From, which a person must open."""
    with SMTP(*serving.smtp) as client:
        letter = b"Subject: Mirabelle\r\n\r\nZanzibarine\r\n"
        client.sendmail("mirabelle@example.net", ["postesdaccueil.siege@inserm.fr"], letter)


async def set_factor(desk: DeskClient) -> set[str]:
    """Set a second factor; return its secret, as one reads it and whole, its recovery codes and the form's token."""
    page = await desk.submit("/compte/second-facteur", "/debut", {})
    [spaced] = re.findall(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", page.text)
    secret = spaced.replace(" ", "")
    code = TOTP(secret).at(datetime.now(UTC))
    page = await desk.submit("/compte/second-facteur", "/confirmation", {"code": code})
    codes = re.findall(r"\d{4} \d{4} \d{4}", page.text)
    [token] = {node.attributes["value"] or "" for node in LexborHTMLParser(page.text).css("[name=jeton]")}
    return {spaced, secret, token, *codes, *(code.replace(" ", "") for code in codes)}


async def until_tickets(desk: DeskClient, number: int) -> None:
    """Wait until so many tickets are open."""
    async with asyncio.timeout(20):
        while (await desk.http.get("/")).text.count('class="row"') < number:
            await asyncio.sleep(0.1)
