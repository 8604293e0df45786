"""The doors for mail, SMTP and LMTP: they admit letters, keep them, and say 250 only when they are on the disk."""

import asyncio
import ssl
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session

from ..desk.thread import MAIL
from ..records.database import Database
from .envelope import Sealed, identify, refusal, refuse_path, sender_lane
from .keeper import Keeper, NotKept
from .letterbox import Arrival
from .recipients import Recipients
from .smtp_protocol import LmtpProtocol, SmtpProtocol

log = structlog.get_logger()

MOST_CONNECTIONS = 50
MOST_HELD = 100_000_000
"""Bytes of all letters that are on their way in: two of the greatest size, or a thousand of 100 KB."""
STOP_SECONDS = 3.0
_NOBODY = "<>"
"""The null sender, as aiosmtpd hands it over."""
INLINE_BYTES = 1_000_000
"""A letter of that size is looked at without another thread: it takes less than a switch to one."""
OURS_TO_BLAME = "451 4.3.0 Try again later"


class Door:
    """Listens for mail and keeps letters to our addresses; `rang` is called after each that is kept."""

    def __init__(
        self,
        database: Database,
        *,
        call: str,
        address: str,
        clock: Callable[[], datetime],
        rang: Callable[[], None],
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._tls, self._name = tls, address.rpartition("@")[2]
        self._keeper = Keeper(database)
        self._hooks = _Hooks(self._keeper, Recipients(address), call=call, clock=clock, rang=rang)
        self._open: set[asyncio.Transport] = set()
        self._held = 0
        self._servers: list[asyncio.Server] = []

    async def start(self, host: str, port: int) -> tuple[str, int]:
        """Listen for SMTP, and return the address that was bound; raises OSError where it cannot be."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: self._speak(SmtpProtocol, loop), host, port)
        return self._take_in(server)

    async def start_lmtp(self, host: str, port: int) -> tuple[str, int]:
        """Listen for LMTP on a port, and return the address that was bound; raises OSError where it cannot be."""
        loop = asyncio.get_running_loop()
        return self._take_in(await loop.create_server(lambda: self._speak(LmtpProtocol, loop), host, port))

    async def start_lmtp_socket(self, path: Path) -> None:
        """Listen for LMTP on a socket of this machine, which its group may write to; raises OSError."""
        path.unlink(missing_ok=True)
        loop = asyncio.get_running_loop()
        self._servers.append(await loop.create_unix_server(lambda: self._speak(LmtpProtocol, loop), path))
        path.chmod(0o660)

    async def stop(self) -> None:
        """Take no more connections, let what is being kept be kept, then hang up."""
        for server in self._servers:
            server.close()
        waited = 0.0
        while self._keeper.busy and waited < STOP_SECONDS:
            await asyncio.sleep(0.02)
            waited += 0.02
        for transport in list(self._open):
            transport.close()
        await asyncio.sleep(0)
        self._keeper.close()

    def enter(self, transport: asyncio.Transport) -> bool:
        """Count a connection in; False where there are too many."""
        if len(self._open) >= MOST_CONNECTIONS:
            return False
        self._open.add(transport)
        return True

    def leave(self, transport: asyncio.Transport) -> None:
        """Count a connection out."""
        self._open.discard(transport)

    def hold(self, size: int) -> bool:
        """Count bytes of a letter in; False where all together are too much to be held."""
        if self._held + size > MOST_HELD:
            return False
        self._held += size
        return True

    def release(self, size: int) -> None:
        """Count bytes out."""
        self._held -= size

    def _speak(self, protocol: type[SmtpProtocol], loop: asyncio.AbstractEventLoop) -> SmtpProtocol:
        return protocol(self._hooks, self, loop, name=self._name, tls=self._tls)

    def _take_in(self, server: asyncio.Server) -> tuple[str, int]:
        self._servers.append(server)
        bound: tuple[str, int] = server.sockets[0].getsockname()[:2]
        return bound


class _Hooks:
    """What aiosmtpd asks at each step of a conversation."""

    def __init__(
        self,
        keeper: Keeper,
        recipients: Recipients,
        *,
        call: str,
        clock: Callable[[], datetime],
        rang: Callable[[], None],
    ) -> None:
        self._keeper, self._recipients, self._call, self._clock, self._rang = keeper, recipients, call, clock, rang

    def __dir__(self) -> tuple[str, ...]:
        return ("handle_MAIL", "handle_RCPT", "handle_DATA")

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
        if not self._recipients.takes(address):
            return "550 5.7.1 No such recipient here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep a letter: 250 after the commit, 451 without a reason where the fault is ours."""
        content = envelope.content
        letter = Sealed(content if isinstance(content, bytes) else bytes(content or "", "utf-8", "surrogateescape"))
        small = len(letter.raw) <= INLINE_BYTES
        look = self._look(letter, session, envelope)
        arrival = look() if small else await asyncio.to_thread(look)
        if isinstance(arrival, str):
            return arrival
        try:
            await self._keeper.keep(arrival)
        except NotKept:
            return OURS_TO_BLAME
        log.info("letter kept", size=len(letter.raw))
        self._rang()
        return "250 2.0.0 Kept"

    async def handle_exception(self, error: Exception) -> str:
        """Answer a fault of ours; what it was is for the log alone."""
        log.error("door failed", error=type(error).__name__)
        return OURS_TO_BLAME

    def _look(self, letter: Sealed, session: Session, envelope: Envelope) -> Callable[[], Arrival | str]:
        """Return what looks at a letter: it is refused, or to be kept with its envelope and where it came from."""
        mail_from = "" if envelope.mail_from in (None, _NOBODY) else envelope.mail_from
        peer = session.peer[0] if isinstance(session.peer, tuple) else "local"
        told = {"mail_from": mail_from, "rcpt_tos": [str(to) for to in envelope.rcpt_tos], "peer": str(peer)}

        def look() -> Arrival | str:
            return refusal(letter) or Arrival(
                call=self._call,
                channel=MAIL,
                key=identify(letter),
                lane=sender_lane(letter, mail_from),
                raw=letter.raw,
                envelope=told,
                kept_at=self._clock(),
            )

        return look
