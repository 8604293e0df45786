"""The settings, read once from the environment; each that cannot be used is refused with what was expected."""

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from ..knowledge.milestone import PARIS

PREFIX = "GUICHET_"
OURS_ELSEWHERE = ("GUICHET_TEST_DATABASE",)
"""Variables with our prefix that are no settings of the service."""


class BadSetting(Exception):
    """A setting cannot be used: the variable, its value (a secret one masked), and what is expected."""

    def __init__(self, name: str, value: str, expected: str) -> None:
        super().__init__(f"{name}: expected {expected}, found '{value}'")


@dataclass(frozen=True)
class Listen:
    """An address to listen on; port 0 lets the system choose one."""

    host: str
    port: int


@dataclass(frozen=True)
class Relay:
    """Where mail is handed to; with `tls` the connection is encrypted and the certificate verified."""

    host: str
    port: int
    tls: bool
    username: str | None = None
    password: str | None = None


@dataclass(frozen=True)
class Settings:
    """The settings of one process."""

    data: Path
    database_url: str
    call: str
    address: str
    smtp_listen: Listen
    smtp_relay: Relay | None
    desk_listen: Listen
    desk_url: str | None
    public_listen: Listen | None
    public_url: str | None
    telegram_token: str | None
    telegram_api: str
    telegram_webhook: str | None
    now: datetime | None
    log: str

    @property
    def sqlite_file(self) -> Path | None:
        """Return the database's file, None where the database is a server's."""
        _, sqlite, file = self.database_url.partition("sqlite:///")
        return Path(file) if sqlite else None

    def desk_at(self, bound: Listen | None = None) -> str:
        """Return the desk's address as staff type it; `bound` is where it listens, if that is known already."""
        listen = bound or self.desk_listen
        return self.desk_url or f"http://{_in_url(listen.host)}:{listen.port}"


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings from an environment; an empty variable counts as unset. Raises `BadSetting`."""
    _refuse_unknown(environ)
    found = {entry.name: _read_one(entry, environ) for entry in TABLE}
    data: Path = found["data"]
    found["database_url"] = found["database_url"] or f"sqlite:///{data / 'guichet.db'}"
    if found["telegram_webhook"] and not found["public_listen"]:
        name, expected = "GUICHET_PUBLIC_LISTEN", "host:port, since GUICHET_TELEGRAM_WEBHOOK is set"
        raise BadSetting(name, "", expected)
    return Settings(**found)


@dataclass(frozen=True)
class Entry:
    """One setting: its field, its default as one would write it, what it is, and how it is read."""

    name: str
    default: str
    meaning: str
    expected: str
    read: Callable[[str], Any]
    mask: Callable[[str], str] = str
    """Hides what is secret in a value, for messages."""

    @property
    def variable(self) -> str:
        """The environment variable."""
        return PREFIX + self.name.upper()


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = [entry.variable for entry in TABLE]
    bare = [variable.removeprefix(PREFIX) for variable in known]
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known and name not in OURS_ELSEWHERE:
            near = difflib.get_close_matches(name.removeprefix(PREFIX), bare, 1)
            raise BadSetting(name, "…", f"one of the settings{f' (did you mean {PREFIX}{near[0]}?)' if near else ''}")


def _read_one(entry: Entry, environ: Mapping[str, str]) -> Any:
    value = environ.get(entry.variable, "").strip() or entry.default
    if not value:
        return None
    try:
        return entry.read(value)
    except (ValueError, OverflowError):
        raise BadSetting(entry.variable, entry.mask(value), entry.expected) from None


def _mask_url(value: str) -> str:
    """Hide what stands where a password does: from the user's colon to the last at sign."""
    return re.sub(r"^((?:[^:/@]*://)?[^:@]*):.*@", r"\1:…@", value, flags=re.DOTALL)


def _mask_token(value: str) -> str:
    """Hide a token but for the bot's number."""
    number, colon, _ = value.partition(":")
    return f"{number}:…" if colon and number.isdigit() else "…"


def _read_database(value: str) -> str:
    if value.startswith("postgresql://"):
        value = value.replace("postgresql://", "postgresql+psycopg://", 1)
    kind, slashes, where = value.partition(":///" if value.startswith("sqlite") else "://")
    if kind not in ("sqlite", "postgresql+psycopg") or not slashes or not where or where == ":memory:":
        raise ValueError
    return value


def _read_slug(value: str) -> str:
    if not value.replace("-", "").replace("_", "").isalnum():
        raise ValueError
    return value


def _read_address(value: str) -> str:
    local, at, domain = value.partition("@")
    usual = value.isascii() and "@" not in domain and not any(c.isspace() or c in "<>,;:" for c in value)
    if not (local and at and "." in domain and usual):
        raise ValueError
    return value.lower()


def _read_listen(value: str) -> Listen:
    parts = urlsplit(f"//{value}")
    if not parts.hostname or parts.port is None or parts.path:
        raise ValueError
    return Listen(parts.hostname, parts.port)


def _read_relay(value: str) -> Relay:
    """Read `host:port` or `smtp://user:password@host:port?tls=required|none`."""
    parts = urlsplit(value if "://" in value else f"smtp://{value}")
    if parts.scheme != "smtp" or not parts.hostname or parts.port is None or parts.path:
        raise ValueError
    tls = _read_tls(parts, loopback=is_loopback(parts.hostname))
    username, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Relay(parts.hostname, parts.port, tls, username or None, password or None)


def _read_tls(parts: SplitResult, *, loopback: bool) -> bool:
    match parts.query:
        case "":
            return not loopback
        case "tls=required":
            return True
        case "tls=none" if loopback:
            return False
        case _:
            raise ValueError


def _read_url(value: str) -> str:
    parts = urlsplit(value)
    safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    if not parts.hostname or not safe or parts.query or parts.fragment:
        raise ValueError
    return value.rstrip("/")


def _read_token(value: str) -> str:
    number, colon, secret = value.partition(":")
    if not (number.isdigit() and colon and secret):
        raise ValueError
    return value


def _read_moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if not 2000 <= moment.year < 2100:
        raise ValueError
    return moment if moment.tzinfo else moment.replace(tzinfo=PARIS)


def _read_level(value: str) -> str:
    if value.lower() not in ("debug", "info", "warning", "error"):
        raise ValueError
    return value.lower()


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


_LISTEN = "host:port, like 127.0.0.1:8000"
_RELAY = (
    "host:port or smtp://user:password@host:port?tls=required (tls=none, no encryption, only where the relay is on "
    "this machine)"
)
_URL = "a URL with https (http only on this machine), like https://guichet.example.org"

TABLE = (
    Entry("data", "./var", "folder of the database, `office.toml`, logs and outgoing mail", "a folder", Path),
    Entry(
        "database_url",
        "",
        "`sqlite:///FILE` or `postgresql://user:password@host/name`; `guichet.db` in the data folder without it",
        "sqlite:///FILE or postgresql://user:password@host/name",
        _read_database,
        mask=_mask_url,
    ),
    Entry("call", "postes-accueil-2026", "the call that is served: a folder in `calls/`", "a call's name", _read_slug),
    Entry(
        "address",
        "postesdaccueil.siege@inserm.fr",
        "the address that candidates write to",
        "a mail address",
        _read_address,
    ),
    Entry("smtp_listen", "127.0.0.1:8025", "where mail is taken in", _LISTEN, _read_listen),
    Entry(
        "smtp_relay",
        "",
        "the relay that takes mail out, `host:port` or `smtp://user:password@host:port?tls=required`; TLS is required "
        "unless it is on this machine. Without it mail is written to `outgoing/`",
        _RELAY,
        _read_relay,
        mask=_mask_url,
    ),
    Entry("desk_listen", "127.0.0.1:8080", "where the staff's web desk is served", _LISTEN, _read_listen),
    Entry("desk_url", "", "the desk's address as staff type it, if a proxy stands before it", _URL, _read_url),
    Entry(
        "public_listen", "", "where the public pages (the webhook) are served; off without it", _LISTEN, _read_listen
    ),
    Entry("public_url", "", "the public pages' address from outside; no part needs it yet", _URL, _read_url),
    Entry(
        "telegram_token",
        "",
        "the bot's token; without it Telegram is off",
        "a bot's token, like 123456:ABC-DEF",
        _read_token,
        mask=_mask_token,
    ),
    Entry(
        "telegram_api",
        "https://api.telegram.org",
        "the Bot API server, if it is not Telegram's own",
        _URL,
        _read_url,
    ),
    Entry(
        "telegram_webhook",
        "",
        "the URL that Telegram is to call; long polling without it",
        _URL,
        _read_url,
    ),
    Entry("now", "", "starts the clock elsewhere, for trying: `2026-02-10T09:00`", "2026-02-10T09:00", _read_moment),
    Entry("log", "info", "`debug`, `info`, `warning` or `error`", "debug, info, warning or error", _read_level),
)
