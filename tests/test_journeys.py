"""What candidates and staff do, through real sockets: `guichet serve` in a process of its own, on each database."""

import asyncio
import signal
import smtplib
import socketserver
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import func, select

from guichet.mailbox.records.models import Attachment, Message, Ticket, TicketState
from guichet.tests.bot_api import TOKEN, BotApi, bot_api
from guichet.tests.clamd import EICAR, Scanning, scanning
from guichet.tests.desk_client import DeskClient
from guichet.tests.serving import Serve, Serving, open_database, text_of, write_letter

HELD = 60.0
"""The seconds in which an answer of staff's, which is held for twenty, must have left."""
DEADLINE = "Date limite de dépôt des candidatures le 20 février 2026 - 17 heures"
PAY = "quel est le salaire ?"


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with bot_api() as api:
        yield api


def count(serving: Serving, *conditions: object) -> int:
    database = open_database(serving)
    with database.read() as session:
        found = session.scalar(select(func.count()).where(*conditions)) or 0
    database.close()
    return found


def telegram(api: BotApi) -> dict[str, str]:
    return {"GUICHET_TELEGRAM_TOKEN": TOKEN, "GUICHET_TELEGRAM_API": api.url}


async def test_a_candidate_in_a_chat_is_greeted_answered_and_handed_over(serve: Serve, api: BotApi) -> None:
    serving = await asyncio.to_thread(serve, **telegram(api))

    api.write("/start")
    api.write("date limite ?")
    api.write(PAY)
    api.write("/start", chat=1002, language="en")
    await api.until_sent(4)

    french, deadline, pay = api.texts()
    [english] = api.texts(1002)
    assert (french.split("!")[0], english.split("!")[0]) == ("Bonjour Ann ", "Hello Ann")
    assert DEADLINE in deadline
    assert "n° 1" in pay
    assert await asyncio.to_thread(count, serving, Ticket.state == TicketState.OPEN) == 1


async def test_what_staff_answer_reaches_the_chat_and_closes_the_ticket(serve: Serve, api: BotApi) -> None:
    serving = await asyncio.to_thread(serve, **telegram(api))
    api.write(PAY)
    await api.until_sent(1)

    async with DeskClient.signed_up(serving) as desk:
        await desk.answer(1, "Le montant est fixé par le contrat type.")
    await api.until_sent(2, HELD)

    assert "Le montant est fixé par le contrat type." in api.texts()[1]
    assert await asyncio.to_thread(count, serving, Ticket.state == TicketState.OPEN) == 0


async def test_a_button_under_an_answer_hands_over_and_is_itself_answered(serve: Serve, api: BotApi) -> None:
    await asyncio.to_thread(serve, **telegram(api))
    api.write("date limite ?")
    await api.until_sent(1)
    buttons = [button for row in api.sent[0]["reply_markup"]["inline_keyboard"] for button in row]
    [person] = [button["callback_data"] for button in buttons if "une personne" in button["text"]]

    api.press(person, message=2)
    await api.until_sent(2)

    assert "n° 1" in api.texts()[1]
    async with asyncio.timeout(5):
        while not api.named("answerCallbackQuery"):
            await asyncio.sleep(0.02)


async def test_a_file_is_acknowledged_and_its_bytes_reach_the_desk(serve: Serve, api: BotApi) -> None:
    serving = await asyncio.to_thread(serve, **telegram(api))
    api.files["f1"] = b"%PDF-1.7 dossier"
    document = {"file_id": "f1", "file_unique_id": "u1", "file_name": "dossier.pdf", "mime_type": "application/pdf"}

    api.push(message=api.message(1001, document=document | {"file_size": 16}))
    await api.until_sent(1)

    async with DeskClient.signed_up(serving) as desk:
        assert await desk.download(1, "dossier.pdf") == b"%PDF-1.7 dossier"
    assert "Ce service n'enregistre pas de candidature" in api.texts()[0]


async def test_twenty_updates_survive_a_kill(serve: Serve, api: BotApi) -> None:
    serving = await asyncio.to_thread(serve, **telegram(api))

    for chat in range(2001, 2021):
        api.write("date limite ?", chat=chat)
    await asyncio.sleep(0.03)
    serving.kill()
    await asyncio.to_thread(serving.start)
    async with asyncio.timeout(30):
        while not all(api.texts(chat) for chat in range(2001, 2021)):
            await asyncio.sleep(0.05)

    assert [{DEADLINE in said for said in api.texts(chat)} for chat in range(2001, 2021)] == [{True}] * 20


def test_a_mail_is_answered_in_its_thread_as_by_a_robot(serve: Serve) -> None:
    serving = serve()

    asked = serving.mail("Bonjour,\n\nQuelle est la date limite ?\n\nCordialement,\nAnn", subject="Date limite")
    [reply] = serving.until_outgoing(1)

    assert (reply["In-Reply-To"], reply["References"]) == (asked["Message-ID"], asked["Message-ID"])
    assert (reply["To"], reply["Subject"]) == ("ann@example.net", "Re: Date limite")
    assert reply["Auto-Submitted"] == "auto-replied"
    assert "20 février 2026 - 17 heures" in " ".join(text_of(reply).replace("|", " ").split())


def test_the_same_mail_twice_is_answered_once(serve: Serve) -> None:
    serving = serve()
    letter = write_letter(PAY)

    for _ in range(2):
        with smtplib.SMTP(*serving.smtp) as client:
            client.send_message(letter)
    serving.until_outgoing(1)
    serving.mail("date limite ?")
    replies = serving.until_outgoing(2)

    assert (len(replies), count(serving, Ticket.id > 0)) == (2, 1)


async def test_what_staff_answer_reaches_the_mailbox_and_closes_the_ticket(serve: Serve) -> None:
    serving = await asyncio.to_thread(serve)
    asked = await asyncio.to_thread(serving.mail, PAY)
    await asyncio.to_thread(serving.until_outgoing, 1)

    async with DeskClient.signed_up(serving) as desk:
        await desk.answer(1, "Le montant est fixé par le contrat type.")
    [_, answer] = await asyncio.to_thread(serving.until_outgoing, 2, HELD)

    assert (answer["In-Reply-To"], answer["Auto-Submitted"]) == (asked["Message-ID"], "no")
    assert "Le montant est fixé par le contrat type." in text_of(answer)
    assert count(serving, Ticket.state == TicketState.OPEN) == 0


def test_a_robot_s_mail_is_filed_and_not_answered(serve: Serve) -> None:
    serving = serve()

    serving.mail("Je suis absent jusqu'au 3 mars.", Auto_Submitted="auto-replied")
    serving.mail("date limite ?")
    replies = serving.until_outgoing(1)

    assert (len(replies), count(serving, Message.text.like("Je suis absent%"))) == (1, 1)


def test_a_reminder_asked_for_by_mail_leaves_once_when_it_is_due(serve: Serve) -> None:
    serving = serve(now="2026-02-13T08:59:56")

    serving.mail("Pouvez-vous me rappeler la date limite de dépôt avant la clôture ?")
    [noted, reminder] = serving.until_outgoing(2)
    time.sleep(2.5)

    assert noted["Auto-Submitted"] == "auto-replied"
    assert reminder["Auto-Submitted"] == "auto-generated"
    assert "dans 7 jours" in text_of(reminder)
    assert len(serving.outgoing()) == 2


def test_one_sqlite_file_has_one_service_whatever_the_data_folder(tmp_path: Path) -> None:
    url = {"GUICHET_DATABASE_URL": f"sqlite:///{tmp_path / 'guichet.db'}"}
    (tmp_path / "other").mkdir()

    with Serving(tmp_path, url), pytest.raises(AssertionError, match="another `guichet serve` runs on"):
        Serving(tmp_path / "other", url).start()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly_within_five_seconds(serve: Serve, number: int) -> None:
    serving = serve()
    serving.mail("date limite ?")

    assert serving.stop(number) == 0


@pytest.mark.parametrize("there", [True, False])
def test_a_file_that_the_scanner_refuses_or_cannot_check_is_not_kept_and_the_reply_says_so(
    serve: Serve, tmp_path: Path, there: bool
) -> None:
    path = tmp_path / "clamd.ctl"
    with ExitStack() as running:
        if there:
            running.enter_context(scanning(socketserver.ThreadingUnixStreamServer(str(path), Scanning)))
        serving = serve(GUICHET_CLAMD=f"unix:{path}")
        letter = write_letter("Voici mes documents.")
        letter.add_attachment(EICAR, maintype="application", subtype="pdf", filename="virus.pdf")
        letter.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="cv.pdf")
        with smtplib.SMTP(*serving.smtp) as client:
            client.send_message(letter)
        [reply] = serving.until_outgoing(1)
    database = open_database(serving)
    with database.read() as session:
        kept = {file.name: file.content for file in session.scalars(select(Attachment))}
    database.close()

    said = " ".join(text_of(reply).split())
    assert kept == {"virus.pdf": None, "cv.pdf": b"%PDF" if there else None}
    assert ("L'antivirus a refusé ce fichier : virus.pdf" in said) is there
    assert (
        "n'a pas pu être vérifié par l'antivirus et n'est donc pas conservé : virus.pdf, cv.pdf" in said
    ) is not there


def test_a_database_in_a_folder_that_is_not_there_is_refused_in_one_line(tmp_path: Path) -> None:
    url = {"GUICHET_DATABASE_URL": f"sqlite:///{tmp_path / 'none' / 'guichet.db'}"}

    with pytest.raises(AssertionError, match="GUICHET_DATABASE_URL") as refused:
        Serving(tmp_path, url).start()

    assert "Traceback" not in str(refused.value)
