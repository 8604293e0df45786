"""The items of the security list (OWASP ASVS 5.0) on mail that staff send, and on two who do one thing, by number.

That a parcel which a relay does not take stays in the outbox is seen in `test_carrying`.
"""

import asyncio
import ssl
from collections import Counter
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP
from httpx import Response
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from guichet.mailbox.delivery.carrier import Later, MailTrace
from guichet.mailbox.intake.letter import read_letter
from guichet.mailbox.intake.letter_reader import to_inquiry
from guichet.mailbox.records.models import Act, Entry, Parcel, ParcelKind, Staff, Ticket, TicketReason, TicketState
from guichet.tests.mailbox.delivery.test_carriers import DELIVERY, Relay, carrier, listening
from guichet.tests.mailbox.desk import conftest
from guichet.tests.mailbox.desk.entries import propose_one
from guichet.tests.mailbox.desk.notifications import (
    PASSED,
    RECEPTION,
    WORDS,
    answers,
    ask,
    make_reader,
    reply,
    tell,
    written,
)
from guichet.tests.mailbox.intake import test_smtp
from guichet.tests.mailbox.pages.desk_browser import Browser, Stage
from guichet.tests.smtp_client import START, items, opened, talk

session, certificate = conftest.session, test_smtp.certificate
AGENT = b"From: agent@example.org\r\n"


def write_reply(session: Session) -> bytes:
    """Write a proved reply of a staff member's to a mail of ours, as bytes."""
    [parcel] = tell(session)
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "agent@example.org", written(parcel)["Reply-To"], "Re: x"
    letter["Authentication-Results"] = PASSED
    letter.set_content(WORDS)
    return letter.as_bytes().replace(b"\n", b"\r\n")


@pytest.mark.parametrize(
    "changed",
    [
        (AGENT, b"From: eve@example.net\r\n" + AGENT),
        (AGENT, AGENT + b"From: eve@example.net\r\n"),
        (AGENT, AGENT + b"from : eve@example.net\r\n"),
        (b"Subject: Re: x", b"Subject: Re: x\rFrom: agent@example.org"),
        (b"Subject: Re: x", b"Subject: Re: x\nFrom: agent@example.org"),
    ],
    ids=["another before", "another after", "in other letters", "bare CR", "bare LF"],
)
async def test_item_06_no_reply_of_two_senders_comes_in_at_the_door(
    each_stage: Stage, changed: tuple[bytes, bytes]
) -> None:
    with each_stage.database.begin() as session:
        make_reader(session)
        ask(session)
        raw = write_reply(session)

    async with opened(each_stage.database) as door:
        refused = await talk(door, *START, raw.replace(*changed) + b".\r\n")
        taken = await talk(door, *START, raw + b".\r\n")

    assert (refused[:3], taken[:3]) == (b"550", b"250")
    assert len(items(each_stage.database)) == 1


@pytest.mark.parametrize("sender", ["eve@example.net, agent@example.org", '"agent@example.org" <eve@example.net>', ""])
def test_item_06_one_sender_decides_whose_reply_it_is(session: Session, sender: str) -> None:
    make_reader(session)
    ticket = ask(session)
    raw = write_reply(session).replace(
        AGENT, f"From: {sender}\r\n".encode() if sender else b"Sender: agent@example.org\r\n"
    )
    letter = read_letter(raw, "postes@example.org", "mx.example.org")
    extra = raw.partition(b"To: ")[2].partition(b"\r\n")[0].decode().partition("+")[2].partition("@")[0]

    RECEPTION.receive(session, to_inquiry(letter, extras=[extra]), ticket.opened_at)

    assert (answers(session), ticket.state) == ([], TicketState.OPEN)


async def open_ticket(stage: Stage, *emails: str) -> list[Browser]:
    """Let several people open the page of one ticket."""
    stage.receive("Quel est le salaire ?")
    browsers = [stage.staff_browser(email) for email in emails]
    for browser in browsers:
        await browser.get("/demandes/1")
    return browsers


def count_parcels(stage: Stage) -> int:
    with stage.database.read() as session:
        query = select(func.count()).select_from(Parcel).where(Parcel.kind == ParcelKind.STAFF_ANSWER)
        return session.scalars(query).one()


def statuses(responses: list[Response]) -> list[int]:
    return sorted(response.status_code for response in responses)


async def test_item_07_of_two_who_answer_one_ticket_at_once_one_wins_and_the_other_is_told(each_stage: Stage) -> None:
    browsers = await open_ticket(each_stage, "a@example.org", "b@example.org")

    done = await asyncio.gather(
        *(
            browser.post("/demandes/1/reponse", words=f"Réponse {number}", version=browser.hidden("version"))
            for number, browser in enumerate(browsers)
        )
    )

    assert statuses(done) == [303, 409]
    assert count_parcels(each_stage) == 1
    [loser] = [browser for browser in browsers if browser.page]
    assert loser.draft.startswith("Réponse ")


async def test_item_07_an_answer_sent_and_taken_back_many_times_at_once_is_one(each_stage: Stage) -> None:
    [browser] = await open_ticket(each_stage, "a@example.org")
    form = {"jeton": browser.token, "words": "2 400 €.", "version": browser.hidden("version")}

    sent = await asyncio.gather(*(browser.client.post("/demandes/1/reponse", data=form) for _ in range(6)))
    after_send = count_parcels(each_stage)
    undone = await asyncio.gather(*(browser.client.post("/demandes/1/annulation", data=form) for _ in range(6)))

    assert (statuses(sent), after_send) == ([303] * 6, 1)
    assert (statuses(undone), count_parcels(each_stage)) == ([303, *[409] * 5], 0)


async def test_item_07_an_entry_that_two_settle_at_once_is_settled_once(each_stage: Stage) -> None:
    with each_stage.database.begin() as session:
        propose_one(session)
        session.execute(update(Staff).values(email="proposer@example.org"))
    browsers = [each_stage.staff_browser(email) for email in ("a@example.org", "b@example.org")]
    for browser in browsers:
        await browser.get("/faq/1")

    done = await asyncio.gather(
        browsers[0].post("/faq/1/validation", version="1"),
        browsers[1].post("/faq/1/refus", version="1", reason="Faux."),
    )

    assert statuses(list(done)) == [303, 409]
    with each_stage.database.read() as session:
        kinds = Counter(session.scalars(select(Act.kind)))
        assert kinds["entry.approved"] + kinds["entry.refused"] == 1
        assert session.get_one(Entry, 1).version == 1


async def test_item_08_who_asks_without_end_gets_six_answers_an_hour_and_one_ticket(stage: Stage) -> None:
    browser = stage.staff_browser()

    for number in range(30):
        stage.receive(
            "Quelle est la date limite ?", mail=MailTrace("Question", f"{number}@example.net", "0@example.net")
        )
        stage.pass_time(seconds=20)
    await browser.get("/?motif=often")

    with stage.database.read() as session:
        reasons = Counter(session.scalars(select(Ticket.reason)))
        replies = session.scalars(select(func.count()).where(Parcel.kind == ParcelKind.REPLY)).one()
    assert reasons == {TicketReason.OFTEN: 1}
    assert replies == 6 + 1
    assert browser.page.count('class="row"') == 1


def test_item_08_a_machine_that_replies_to_mail_for_staff_is_never_answered(session: Session) -> None:
    make_reader(session)
    ask(session)
    [parcel] = tell(session)
    before = session.scalars(select(func.count()).select_from(Parcel)).one()

    for name, value in (("Auto-Submitted", "auto-replied"), ("Precedence", "bulk"), ("List-Id", "<x.example.org>")):
        reply(session, parcel, **{name: value})

    assert session.scalars(select(func.count()).select_from(Parcel)).one() == before


async def test_item_22_mail_leaves_to_a_relay_that_proves_who_it_is_or_stays(certificate: Path) -> None:
    relay, context = Relay(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    loop = asyncio.get_running_loop()
    unknown = await loop.create_server(lambda: SMTP(relay, loop=loop, tls_context=context), "127.0.0.1", 0)

    async with listening(relay) as stripped:
        for port in (stripped, unknown.sockets[0].getsockname()[1]):
            with pytest.raises(Later):
                await carrier(port, tls=True).carry(DELIVERY)
    unknown.close()

    assert relay.received == []
