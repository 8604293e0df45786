"""The SMTP door: admits letters, keeps them, and says 250 only when they are on the disk."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session

from ..records.database import Database
from .envelope import identify, refusal, refuse_path, sender_lane
from .letterbox import keep

log = structlog.get_logger()

CHANNEL = "mail"
MOST_BYTES = 35_000_000
LONGEST_LINE = 10_000
ENDLESS_LINE = 9_000_000
MOST_CONNECTIONS = 50
MOST_COMMANDS = 200
TIMEOUT = 120.0
STOP_SECONDS = 3.0
OURS_TO_BLAME = "451 4.3.0 Try again later"


class _Protocol(SMTP):
    """aiosmtpd's SMTP, guarded: longer lines, an end to endless ones, no AUTH, a limit on connections."""

    line_length_limit = LONGEST_LINE

    def __init__(self, door: "Door", loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(
            door,
            data_size_limit=MOST_BYTES,
            enable_SMTPUTF8=True,
            ident="guichet",
            timeout=TIMEOUT,
            auth_exclude_mechanism=["LOGIN", "PLAIN"],
            command_call_limit=MOST_COMMANDS,
            loop=loop,
        )
        self._door = door
        self._taken: asyncio.Transport | None = None
        self._since_line_end = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection, unless there are too many."""
        assert isinstance(transport, asyncio.Transport)
        if not self._door.enter(transport):
            transport.write(b"421 4.7.0 Too many connections, try again later\r\n")
            transport.close()
            return
        self._taken = transport
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Let the next one in."""
        if self._taken is not None:
            super().connection_lost(error)
            self._door.leave(self._taken)

    def eof_received(self) -> bool | None:
        """End a conversation that the other side ended."""
        return super().eof_received() if self._taken is not None else None

    def data_received(self, data: bytes) -> None:
        """Take bytes; a line without an end is cut off before it fills the memory."""
        if self._taken is None:
            return
        end = data.rfind(b"\n")
        self._since_line_end = len(data) - end - 1 if end >= 0 else self._since_line_end + len(data)
        if self._since_line_end > ENDLESS_LINE:
            self._taken.abort()
            return
        super().data_received(data)


class Door:
    """Listens for SMTP and keeps letters to one address; `rang` is called after each that is kept."""

    def __init__(
        self,
        database: Database,
        *,
        call: str,
        address: str,
        clock: Callable[[], datetime],
        rang: Callable[[], None],
    ) -> None:
        self._database, self._call, self._clock, self._rang = database, call, clock, rang
        self._recipients = {address.lower(), f"postmaster@{address.rpartition('@')[2].lower()}", "postmaster"}
        self._open: set[asyncio.Transport] = set()
        self._keeping = 0
        self._server: asyncio.Server | None = None

    async def start(self, host: str, port: int) -> tuple[str, int]:
        """Listen, and return the address that was bound; raises OSError where it cannot be."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Protocol(self, loop), host, port)
        bound: tuple[str, int] = self._server.sockets[0].getsockname()[:2]
        return bound

    async def stop(self) -> None:
        """Take no more connections, let what is being kept be kept, then hang up."""
        if self._server is not None:
            self._server.close()
        waited = 0.0
        while self._keeping and waited < STOP_SECONDS:
            await asyncio.sleep(0.02)
            waited += 0.02
        for transport in list(self._open):
            transport.close()
        await asyncio.sleep(0)

    def enter(self, transport: asyncio.Transport) -> bool:
        """Count a connection in; False where there are too many."""
        if len(self._open) >= MOST_CONNECTIONS:
            return False
        self._open.add(transport)
        return True

    def leave(self, transport: asyncio.Transport) -> None:
        """Count a connection out."""
        self._open.discard(transport)

    async def handle_MAIL(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if refused := refuse_path(address or ""):
            return refused
        envelope.mail_from = address or ""
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.lower() not in self._recipients:
            return "550 5.7.1 No such recipient here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep a letter: 250 after the commit, 451 without a reason where the fault is ours."""
        content = envelope.content
        raw = content if isinstance(content, bytes) else bytes(content or "", "utf-8", "surrogateescape")
        if refused := await asyncio.to_thread(refusal, raw):
            return refused
        self._keeping += 1
        try:
            kept = await asyncio.to_thread(self._keep, raw, envelope.mail_from or "", list(envelope.rcpt_tos))
        except Exception as error:
            log.error("letter not kept", error=type(error).__name__)
            return OURS_TO_BLAME
        finally:
            self._keeping -= 1
        log.info("letter kept" if kept else "letter kept before", size=len(raw))
        self._rang()
        return "250 2.0.0 Kept"

    async def handle_exception(self, error: Exception) -> str:
        """Answer a fault of ours; what it was is for the log alone."""
        log.error("door failed", error=type(error).__name__)
        return OURS_TO_BLAME

    def _keep(self, raw: bytes, mail_from: str, recipients: list[Any]) -> bool:
        with self._database.begin() as session:
            return keep(
                session,
                call=self._call,
                channel=CHANNEL,
                key=identify(raw),
                lane=sender_lane(raw, mail_from),
                raw=raw,
                envelope={"mail_from": mail_from, "rcpt_tos": [str(address) for address in recipients]},
                now=self._clock(),
            )
