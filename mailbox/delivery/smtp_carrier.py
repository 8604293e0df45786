"""The carrier by SMTP: hands mail to the relay, encrypted and its certificate verified unless told otherwise."""

from collections.abc import Callable
from datetime import datetime

import aiosmtplib

from .addressing import bounce_address
from .carrier import CarrierError, Delivery, Later, Refused
from .composition import compose, to_wire

TIMEOUT = 30.0
IMPLICIT_TLS = 465
_NO_SUCH_MAILBOX = (b"5.1.1", b"5.1.2", b"5.1.3", b"5.1.10")
"""RFC 3463 section 3.2: the address will never be one."""


class SmtpCarrier:
    """Sends each mail in a connection of its own."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        username: str | None = None,
        password: str | None = None,
        tls: bool,
        sender_name: Callable[[], str],
        sender: str,
        clock: Callable[[], datetime],
    ) -> None:
        self._host, self._port, self._tls = host, port, tls
        self._username, self._password = username, password
        self._sender_name, self._sender, self._clock = sender_name, sender, clock

    async def carry(self, delivery: Delivery) -> str:
        """Send it and return its Message-ID; 4xx and a silent relay are `Later`, 5xx to this recipient `Refused`."""
        raw = compose(delivery, sender_name=self._sender_name(), sender=self._sender, now=self._clock())
        try:
            await self._send(bounce_address(self._sender, delivery.parcel, delivery.mail.message_id), delivery, raw)
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            raise judge(error) from None
        return delivery.mail.message_id

    async def _send(self, sender: str, delivery: Delivery, raw: bytes) -> None:
        implicit = self._tls and self._port == IMPLICIT_TLS
        client = aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            timeout=TIMEOUT,
            use_tls=implicit,
            start_tls=self._tls and not implicit,
            username=self._username,
            password=self._password,
        )
        async with client:
            address = to_wire(delivery.address)
            options = [] if address.isascii() else await _ask_for_utf8(client)
            await client.sendmail(sender, [address], raw, mail_options=options)


async def _ask_for_utf8(client: aiosmtplib.SMTP) -> list[str]:
    """Return the options for an address that is not in ASCII (RFC 6531); raises `Refused` where the relay has none."""
    await client.ehlo()
    if not client.supports_extension("smtputf8"):
        raise Refused("the relay takes no address in such letters (SMTPUTF8)", gone=True)
    return ["SMTPUTF8", "BODY=8BITMIME"]


def judge(error: Exception) -> CarrierError:
    """Tell what an SMTP error means for the parcel; a relay that refuses us altogether may be mended, so later."""
    match error:
        case aiosmtplib.SMTPRecipientsRefused(recipients=[refused, *_]):
            return judge(refused)
        case aiosmtplib.SMTPRecipientRefused() | aiosmtplib.SMTPDataError() if error.code >= 500:
            reason = error.message.encode("utf-8", "replace")
            return Refused(f"SMTP {error.code}", gone=reason.startswith(_NO_SUCH_MAILBOX))
        case aiosmtplib.SMTPResponseException():
            return Later(f"SMTP {error.code}")
        case _:
            return Later(type(error).__name__)
