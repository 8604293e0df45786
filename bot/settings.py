"""The settings, read once from the environment; each that cannot be used is refused with what was expected."""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .setting_values import (
    Listen,
    Relay,
    mask_token,
    mask_url,
    mask_whole,
    read_address,
    read_database,
    read_door,
    read_issuer,
    read_level,
    read_listen,
    read_moment,
    read_relay,
    read_server,
    read_slug,
    read_token,
    read_url,
    read_word,
)

PREFIX = "GUICHET_"
OURS_ELSEWHERE = ("GUICHET_TEST_DATABASE",)
"""Variables with our prefix that are no settings of the service."""


class BadSetting(Exception):
    """A setting cannot be used: the variable, its value (a secret one masked), and what is expected."""

    def __init__(self, name: str, value: str, expected: str) -> None:
        super().__init__(f"{name}: expected {expected}, found '{value}'")


SIGN_ON = ("oidc_issuer", "oidc_client_id", "oidc_client_secret")
"""What single sign-on needs, together."""


@dataclass(frozen=True)
class Settings:
    """The settings of one process."""

    data: Path
    database_url: str
    call: str
    address: str
    smtp_listen: Listen
    smtp_certificate: Path | None
    lmtp_listen: Listen | Path | None
    authserv_id: str | None
    clamd: Listen | Path | None
    smtp_relay: Relay | None
    desk_listen: Listen
    desk_url: str | None
    public_listen: Listen | None
    public_url: str | None
    oidc_issuer: str | None
    oidc_client_id: str | None
    oidc_client_secret: str | None
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

    @property
    def desk_on_own_machine(self) -> bool:
        """Tell whether the desk is opened on this machine alone: it listens there, and is shown nowhere else."""
        shown = urlsplit(self.desk_url).hostname or "" if self.desk_url else self.desk_listen.host
        return _is_loopback(self.desk_listen.host) and _is_loopback(shown)

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
    _check_sign_on(found)
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


def _check_sign_on(found: Mapping[str, Any]) -> None:
    """Refuse single sign-on by halves: it needs all its settings, and the desk's address, where browsers come back."""
    given = [name for name in SIGN_ON if found[name]]
    missing = [name for name in (*SIGN_ON, "desk_url") if not found[name]]
    if given and missing:
        entry = next(entry for entry in TABLE if entry.name == missing[0])
        raise BadSetting(entry.variable, "", f"{entry.expected}, since {PREFIX}{given[0].upper()} is set")


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


def _is_loopback(host: str) -> bool:
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
        read_database,
        mask=mask_url,
    ),
    Entry("call", "postes-accueil-2026", "the call that is served: a folder in `calls/`", "a call's name", read_slug),
    Entry(
        "address",
        "postesdaccueil.siege@inserm.fr",
        "the address that candidates write to",
        "a mail address",
        read_address,
    ),
    Entry("smtp_listen", "127.0.0.1:8025", "where mail is taken in", _LISTEN, read_listen),
    Entry(
        "smtp_certificate",
        "",
        "a PEM file with certificate and key: mail may then be handed in by STARTTLS",
        "a file",
        Path,
    ),
    Entry(
        "lmtp_listen",
        "",
        "where a mail server of yours hands letters in by LMTP, `unix:/run/guichet/lmtp` or host:port; off without it",
        "unix:/path or host:port, like unix:/run/guichet/lmtp",
        read_door,
    ),
    Entry(
        "authserv_id",
        "",
        "the name under which your own mail server writes Authentication-Results; without it no sender counts as "
        "proved",
        "a server's name, like mx.example.org",
        read_server,
    ),
    Entry(
        "clamd",
        "",
        "a clamd that every file by mail is shown to, `unix:/run/clamav/clamd.ctl` or host:port; what it refuses or "
        "cannot check is not kept; off without it",
        "unix:/path or host:port, like unix:/run/clamav/clamd.ctl",
        read_door,
    ),
    Entry(
        "smtp_relay",
        "",
        "the relay that takes mail out, `host:port` or `smtp://user:password@host:port?tls=required`; TLS is required "
        "unless it is on this machine. Without it mail is written to `outgoing/`",
        _RELAY,
        read_relay,
        mask=mask_url,
    ),
    Entry("desk_listen", "127.0.0.1:8080", "where the staff's web desk is served", _LISTEN, read_listen),
    Entry("desk_url", "", "the desk's address as staff type it, if a proxy stands before it", _URL, read_url),
    Entry("public_listen", "", "where the public pages (the webhook) are served; off without it", _LISTEN, read_listen),
    Entry("public_url", "", "the public pages' address from outside; no part needs it yet", _URL, read_url),
    Entry(
        "oidc_issuer",
        "",
        "the institution's OpenID provider, as it names itself: staff may then log in by it (needs the extra `oidc` "
        "and `GUICHET_DESK_URL`); off without it",
        "a URL with https (http only on this machine), like https://login.example.org/realms/staff",
        read_issuer,
    ),
    Entry("oidc_client_id", "", "what the OpenID provider calls this desk", "a word without spaces", read_word),
    Entry(
        "oidc_client_secret",
        "",
        "the secret that the OpenID provider gave this desk",
        "a secret without spaces",
        read_word,
        mask=mask_whole,
    ),
    Entry(
        "telegram_token",
        "",
        "the bot's token; without it Telegram is off",
        "a bot's token, like 123456:ABC-DEF",
        read_token,
        mask=mask_token,
    ),
    Entry(
        "telegram_api",
        "https://api.telegram.org",
        "the Bot API server, if it is not Telegram's own",
        _URL,
        read_url,
    ),
    Entry(
        "telegram_webhook",
        "",
        "the URL that Telegram is to call; long polling without it",
        _URL,
        read_url,
    ),
    Entry("now", "", "starts the clock elsewhere, for trying: `2026-02-10T09:00`", "2026-02-10T09:00", read_moment),
    Entry("log", "info", "`debug`, `info`, `warning` or `error`", "debug, info, warning or error", read_level),
)
