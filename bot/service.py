"""The service in one process: its parts, started together and stopped together."""

import asyncio
import os
import signal
import socket
import ssl
from collections.abc import Callable, Collection, Coroutine, Generator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import structlog
from starlette.applications import Starlette

from ..mailbox.delivery.carrier import Carrier
from ..mailbox.delivery.file_carrier import FileCarrier
from ..mailbox.delivery.sentence import mark
from ..mailbox.delivery.smtp_carrier import SmtpCarrier
from ..mailbox.desk.thread import MAIL, PHONE
from ..mailbox.intake.door import Door
from ..mailbox.intake.enclosing import Scan
from ..mailbox.intake.letter_reader import LetterReader
from ..mailbox.intake.letterbox import Reader
from ..mailbox.intake.safe_reading import SafeReading
from ..mailbox.intake.scanner import Clamd
from ..mailbox.pages.app import build_desk
from ..mailbox.pages.provider import Provider
from ..mailbox.worker import Worker
from .clock import real_now
from .house import House
from .settings import BadSetting, Listen, Settings
from .telegram.channel import TelegramChannel
from .telegram.listener import CHANNEL as TELEGRAM
from .terminal import CHANNEL as TERMINAL
from .web import WebServer

log = structlog.get_logger()

PARTS = ("mail", "desk", "telegram", "worker")
CHANNEL_LABELS = {MAIL: mark("Courriel"), PHONE: mark("Téléphone"), TELEGRAM: "Telegram", TERMINAL: "Terminal"}


class Service:
    """Runs the parts that are asked for until it is told to stop."""

    def __init__(self, house: House, parts: Collection[str]) -> None:
        self._house, self._parts = house, parts
        self._stop = asyncio.Event()
        self._closing: list[Callable[[], Coroutine[Any, Any, None]]] = []
        self._running: list[asyncio.Task[None]] = []
        self._bound: dict[str, Listen] = {}
        self._reading: SafeReading | None = None
        self._telegram = telegram_channel(house)

    async def run(self, ready: Callable[[Mapping[str, Listen]], None], stopping: Callable[[], None]) -> int:
        """Start every part, call `ready` with where each listens, run until SIGTERM or Ctrl-C, then stop all.

        `stopping` is called when that begins. Return 1 if a part failed. Raises `BadSetting` where an address cannot be
        listened on; what was started is stopped then.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, self._stop.set)
        try:
            await self._start()
            ready(self._bound)
            return await self._until_stopped()
        finally:
            stopping()
            await self._close()

    async def _start(self) -> None:
        if "worker" in self._parts:
            self._start_worker()
        if "mail" in self._parts:
            await self._open_door()
        if "desk" in self._parts:
            await self._open_desk()
        if "telegram" in self._parts and self._telegram is not None:
            await self._open_telegram(self._telegram)

    def _start_worker(self) -> None:
        house = self._house
        reading = SafeReading(house.settings.address, house.settings.authserv_id or "")
        self._reading = reading
        scan = _scanner(house.settings.clamd)
        letters = LetterReader(house.reception.receive, reading.read, house.settings.address, scan)
        readers: dict[str, Reader] = {MAIL: letters}
        carriers: dict[str, Carrier] = {MAIL: mail_carrier(house)}
        if self._telegram is not None:
            readers[TELEGRAM], carriers[TELEGRAM] = self._telegram.reader, self._telegram.carrier
            self._run(self._telegram.fetch(self._stop))
        worker = Worker(
            house.database,
            call=house.call,
            desk=house.desk,
            readers=readers,
            carriers=carriers,
            clock=house.clock.now,
            bell=house.bell,
            owner=f"{socket.gethostname()}-{os.getpid()}",
        )
        if house.database.is_sqlite:
            worker.free_all_stranded()
        self._run(worker.run(self._stop))

    async def _open_door(self) -> None:
        house = self._house
        door = Door(
            house.database,
            call=house.call.slug,
            address=house.settings.address,
            clock=house.clock.now,
            rang=house.bell.ring,
            tls=_read_certificate(house.settings.smtp_certificate),
        )
        self._closing.append(door.stop)
        listen, lmtp = house.settings.smtp_listen, house.settings.lmtp_listen
        with _said_of("GUICHET_SMTP_LISTEN", listen):
            self._bound["mail"] = Listen(*await door.start(listen.host, listen.port))
        if isinstance(lmtp, Path):
            with _said_of("GUICHET_LMTP_LISTEN", lmtp):
                await door.start_lmtp_socket(lmtp)
        elif lmtp is not None:
            with _said_of("GUICHET_LMTP_LISTEN", lmtp):
                self._bound["lmtp"] = Listen(*await door.start_lmtp(lmtp.host, lmtp.port))

    async def _open_desk(self) -> None:
        house = self._house
        desk = build_desk(
            house.database,
            house.desk,
            clock=house.clock.now,
            real_clock=real_now,
            call=house.call,
            channel_labels=CHANNEL_LABELS,
            rang=house.bell.ring,
            factor_required=house.desk.office.requires_factor(on_own_machine=house.settings.desk_on_own_machine),
            provider=sign_on_provider(house.settings),
        )
        self._bound["desk"] = await self._open_web(desk, "GUICHET_DESK_LISTEN", house.settings.desk_listen)

    async def _open_telegram(self, channel: TelegramChannel) -> None:
        """Listen to Telegram: by its calls to our public address where one is set, by asking it otherwise."""
        house = self._house
        if house.settings.telegram_webhook and house.settings.public_listen:
            routes = channel.webhook_routes(house.settings.telegram_webhook)
            app, listen = Starlette(routes=routes), house.settings.public_listen
            self._bound["public"] = await self._open_web(app, "GUICHET_PUBLIC_LISTEN", listen)
        self._run(channel.listen(self._stop))

    async def _open_web(self, app: Starlette, setting: str, listen: Listen) -> Listen:
        server = WebServer(app)
        with _said_of(setting, listen):
            bound = Listen(*await server.open(listen.host, listen.port))
        self._closing.append(server.close)
        return bound

    def _run(self, part: Coroutine[Any, Any, None]) -> None:
        self._running.append(asyncio.create_task(part))

    async def _until_stopped(self) -> int:
        stopped = asyncio.create_task(self._stop.wait())
        done, _ = await asyncio.wait({stopped, *self._running}, return_when=asyncio.FIRST_COMPLETED)
        failed = [task for task in done if task is not stopped and task.exception()]
        for task in failed:
            log.critical(
                "a part of the service failed", error=type(task.exception()).__name__, exc_info=task.exception()
            )
        self._stop.set()
        stopped.cancel()
        return 1 if failed else 0

    async def _close(self) -> None:
        """Shut the doors, let what is under way end, then close what it ended with."""
        self._stop.set()
        await asyncio.gather(*(close() for close in self._closing), *self._running, return_exceptions=True)
        if self._reading is not None:
            await asyncio.to_thread(self._reading.close)
        if self._telegram is not None:
            await self._telegram.close()
        self._house.database.close()


@contextmanager
def _said_of(setting: str, listen: Listen | Path) -> Generator[None]:
    """Say of which setting it is that its address cannot be listened on."""
    try:
        yield
    except OSError as error:
        expected = f"an address that can be listened on ({error.strerror or error})"
        where = f"{listen.host}:{listen.port}" if isinstance(listen, Listen) else str(listen)
        raise BadSetting(setting, where, expected) from None


def telegram_channel(house: House) -> TelegramChannel | None:
    """Put Telegram's channel together, where there is a token."""
    settings = house.settings
    if settings.telegram_token is None:
        return None
    return TelegramChannel(
        house.database,
        house.conversation.take_part,
        call=house.call.slug,
        token=settings.telegram_token,
        api=settings.telegram_api,
        webhook=settings.telegram_webhook,
        clock=house.clock.now,
        bell=house.bell,
    )


def sign_on_provider(settings: Settings) -> Provider | None:
    """Return the OpenID provider that staff may log in by, where one is set; raises `BadSetting` without the extra."""
    issuer, client_id, secret = settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret
    if not (issuer and client_id and secret and settings.desk_url):
        return None
    if find_spec("authlib") is None or find_spec("joserfc") is None:
        expected = "nothing, or the extra `oidc` as well: pip install -e '.[oidc]'"
        raise BadSetting("GUICHET_OIDC_ISSUER", issuer, expected)
    return Provider(issuer, client_id, secret, settings.desk_url)


def mail_carrier(house: House) -> Carrier:
    """Return what takes mail out: a relay where one is set, files otherwise."""
    relay, address = house.settings.smtp_relay, house.settings.address

    def name() -> str:
        return house.desk.office.name

    if relay is None:
        return FileCarrier(house.settings.data / "outgoing", sender_name=name, sender=address, clock=house.clock.now)
    return SmtpCarrier(
        relay.host,
        relay.port,
        username=relay.username,
        password=relay.password,
        tls=relay.tls,
        sender_name=name,
        sender=address,
        clock=house.clock.now,
    )


def _read_certificate(file: Path | None) -> ssl.SSLContext | None:
    """Read certificate and key for STARTTLS; raises `BadSetting` where they are none."""
    if file is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(file)
    except (OSError, ssl.SSLError) as error:
        raise BadSetting("GUICHET_SMTP_CERTIFICATE", str(file), f"a PEM file with both ({error})") from None
    return context


def _scanner(where: Listen | Path | None) -> Scan | None:
    match where:
        case None:
            return None
        case Path():
            return Clamd(path=where).scan
        case Listen():
            return Clamd(host=where.host, port=where.port).scan
