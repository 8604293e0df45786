"""`guichet serve`: the whole service, until it is stopped."""

import fcntl
import os
import sys
import threading
from collections.abc import Collection, Iterator, Mapping
from typing import IO

import uvloop

from ...knowledge.date_expression import PARIS
from ...mailbox.desk.errors import DeskError
from ...mailbox.desk.staff import has_staff, invite
from ...mailbox.records.models import Role
from ..clock import real_now
from ..house import House, assemble, make_data_folder
from ..logs import set_up_logs
from ..service import PARTS, Service
from ..setting_values import mask_url
from ..settings import BadSetting, Listen, Settings

STOP_SECONDS = 4.8
"""The longest that stopping may take."""


def serve(settings: Settings, only: str | None) -> int:
    """Run until SIGTERM or Ctrl-C; return 0 then, 1 when a part failed, 2 when it cannot start."""
    parts = PARTS if only is None else tuple(part.strip() for part in only.split(","))
    if unknown := [part for part in parts if part not in PARTS]:
        return _refuse(f"--only: expected some of {', '.join(PARTS)}, found '{', '.join(unknown)}'")
    make_data_folder(settings)
    set_up_logs(settings.data, settings.log)
    lock = _lock(settings)
    if lock is None:
        return _refuse(
            f"another `guichet serve` runs on {settings.sqlite_file}; stop it, or set GUICHET_DATA elsewhere"
        )
    try:
        house = assemble(settings)
        service = Service(house, parts)
        return uvloop.run(service.run(lambda bound: announce(house, parts, bound), _end_at_last))
    except DeskError as error:
        return _refuse(str(error))


def announce(house: House, parts: Collection[str], bound: Mapping[str, Listen]) -> None:
    """Print what is on, then that all of it is."""
    print("\n".join([*describe(house, parts, bound), "ready"]), flush=True)


def describe(house: House, parts: Collection[str], bound: Mapping[str, Listen]) -> Iterator[str]:
    """Say in plain lines what is on, where it listens, and what is off and how to switch it on."""
    settings = house.settings
    yield f"guichet: {house.call.title}"
    yield f"  data       {settings.data} (database: {house.database.engine.url.render_as_string(hide_password=True)})"
    if "desk" in parts:
        url = settings.desk_at(bound.get("desk"))
        yield f"  desk       {url}"
        if link := _first_link(house, url):
            yield f"  first account, once and within 7 days: {link}"
        if settings.oidc_issuer:
            yield f"  sign-on    by {settings.oidc_issuer}"
    if "mail" in parts:
        listen = bound["mail"]
        yield f"  mail in    SMTP on {listen.host}:{listen.port}, for {settings.address}"
        if lmtp := bound.get("lmtp") or settings.lmtp_listen:
            where = f"{lmtp.host}:{lmtp.port}" if isinstance(lmtp, Listen) else lmtp
            yield f"             LMTP on {where}"
    if "worker" in parts:
        yield f"  mail out   {_describe_mail_out(settings)}"
    if "telegram" in parts:
        yield f"  Telegram   {_describe_telegram(settings)}"
    if settings.now:
        yield f"  clock      started at {house.clock.now().astimezone(PARIS):%Y-%m-%d %H:%M} Europe/Paris (GUICHET_NOW)"


def _describe_mail_out(settings: Settings) -> str:
    if settings.smtp_relay:
        return f"by {settings.smtp_relay.host}:{settings.smtp_relay.port}"
    return f"off: written as .eml files into {settings.data / 'outgoing'}; GUICHET_SMTP_RELAY=host:port sends it"


def _describe_telegram(settings: Settings) -> str:
    if not settings.telegram_token:
        return "off: GUICHET_TELEGRAM_TOKEN switches it on; `guichet chat` is the same conversation in a terminal"
    return f"on, by webhook {settings.telegram_webhook}" if settings.telegram_webhook else "on, by long polling"


def _first_link(house: House, url: str) -> str | None:
    """Make a link that sets the first account, as long as there is none."""
    with house.database.begin() as session:
        if has_staff(session):
            return None
        return f"{url}/bienvenue/{invite(session, Role.RESPONSABLE, real_now())}"


def _lock(settings: Settings) -> IO[str] | None:
    """Hold a lock for as long as the process lives: one service a SQLite file, any number on PostgreSQL."""
    file = settings.sqlite_file
    path = file.with_name(f"{file.name}.lock") if file else settings.data / "guichet.lock"
    try:
        lock = path.open("w", encoding="utf-8")
    except OSError as error:
        where = f"a database that can be used ({path}: {error.strerror})"
        raise BadSetting("GUICHET_DATABASE_URL", mask_url(settings.database_url), where) from None
    if file is not None:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return None
    return lock


def _end_at_last() -> None:
    """End the process when a thread will not: each transaction is whole or was never there, so nothing is half done."""
    last = threading.Timer(STOP_SECONDS, os._exit, (1,))
    last.daemon = True
    last.start()


def _refuse(reason: str) -> int:
    print(f"guichet: {reason}", file=sys.stderr)
    return 2
