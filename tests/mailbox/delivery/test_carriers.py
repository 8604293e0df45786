import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from guichet.mailbox.delivery.body import Body, text
from guichet.mailbox.delivery.carrier import CarrierError, Delivery, Later, MailTrace, Refused
from guichet.mailbox.delivery.file_carrier import FileCarrier
from guichet.mailbox.delivery.smtp_carrier import SmtpCarrier
from guichet.mailbox.records.models import ParcelKind
from guichet.tests.factories import NOW

DELIVERY = Delivery(
    7, "ann@example.net", ParcelKind.REPLY, Body((text("Bonjour"),)), MailTrace("Re: x", "m1@example.org")
)


@dataclass
class Relay:
    """A mail server that remembers, and refuses where it is told to."""

    reply: str = "250 OK"
    recipient_reply: str = "250 OK"
    received: list[Envelope] = field(default_factory=list[Envelope])

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, _: list[str]) -> str:  # noqa: N802
        if self.recipient_reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient_reply

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.received.append(envelope)
        return self.reply


@asynccontextmanager
async def listening(relay: Relay, *, utf8: bool = False) -> AsyncIterator[int]:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(relay, loop=loop, enable_SMTPUTF8=utf8), "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await asyncio.sleep(0.05)


def carrier(port: int, *, tls: bool = False) -> SmtpCarrier:
    return SmtpCarrier(
        "127.0.0.1", port, tls=tls, sender_name=lambda: "Le service", sender="p@example.org", clock=lambda: NOW
    )


async def test_a_mail_reaches_the_relay() -> None:
    relay = Relay()
    async with listening(relay) as port:
        remote_id = await carrier(port).carry(DELIVERY)

    [envelope] = relay.received
    assert remote_id == "m1@example.org"
    assert (envelope.mail_from, envelope.rcpt_tos) == (f"p+b{DELIVERY.parcel}.m1@example.org", ["ann@example.net"])
    assert b"Auto-Submitted: auto-replied" in bytes(envelope.content or b"")


@pytest.mark.parametrize(
    ("relay", "error", "gone"),
    [
        (Relay(recipient_reply="550 5.1.1 No such user"), Refused, True),
        (Relay(recipient_reply="550 5.7.1 Not welcome"), Refused, False),
        (Relay(recipient_reply="450 4.2.1 Later"), Later, None),
        (Relay(reply="554 5.6.0 Spam"), Refused, False),
        (Relay(reply="451 4.3.0 Disk"), Later, None),
    ],
)
async def test_what_the_relay_says_decides(relay: Relay, error: type[CarrierError], gone: bool | None) -> None:
    async with listening(relay) as port:
        with pytest.raises(error) as raised:
            await carrier(port).carry(DELIVERY)

    assert getattr(raised.value, "gone", None) is gone


@pytest.mark.parametrize("utf8", [True, False])
async def test_letters_of_any_language_leave_where_the_relay_takes_them(utf8: bool) -> None:
    relay, delivery = Relay(), replace(DELIVERY, address="rené@exämple.fr")
    async with listening(relay, utf8=utf8) as port:
        if utf8:
            await carrier(port).carry(delivery)
        else:
            with pytest.raises(Refused, match="SMTPUTF8"):
                await carrier(port).carry(delivery)

    assert [envelope.rcpt_tos for envelope in relay.received] == ([["rené@xn--exmple-cua.fr"]] if utf8 else [])


async def test_without_encryption_nothing_leaves_where_it_is_required() -> None:
    relay = Relay()
    async with listening(relay) as port:
        with pytest.raises(Later):
            await carrier(port, tls=True).carry(DELIVERY)

    assert relay.received == []


async def test_a_relay_that_is_not_there_is_tried_later() -> None:
    async with listening(Relay()) as port:
        pass

    with pytest.raises(Later):
        await carrier(port).carry(DELIVERY)


async def test_without_a_relay_mail_is_written_once(tmp_path: Path) -> None:
    files = FileCarrier(
        tmp_path / "outgoing", sender_name=lambda: "Le service", sender="p@example.org", clock=lambda: NOW
    )

    await files.carry(DELIVERY)
    await files.carry(DELIVERY)

    [file] = (tmp_path / "outgoing").iterdir()
    assert b"Subject: Re: x\r\n" in file.read_bytes()
