"""How the value of each setting is read; what cannot be read is a ValueError."""

import re
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from ..knowledge.date_expression import PARIS


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


def mask_url(value: str) -> str:
    """Hide what stands where a password does: from the user's colon to the last at sign."""
    return re.sub(r"^((?:[^:/@]*://)?[^:@]*):.*@", r"\1:…@", value, flags=re.DOTALL)


def mask_token(value: str) -> str:
    """Hide a token but for the bot's number."""
    number, colon, _ = value.partition(":")
    return f"{number}:…" if colon and number.isdigit() else "…"


def mask_whole(value: str) -> str:
    """Hide all of a value."""
    del value
    return "…"


def read_database(value: str) -> str:
    """Read a database URL; PostgreSQL is spoken to by psycopg."""
    if value.startswith("postgresql://"):
        value = value.replace("postgresql://", "postgresql+psycopg://", 1)
    kind, slashes, where = value.partition(":///" if value.startswith("sqlite") else "://")
    if kind not in ("sqlite", "postgresql+psycopg") or not slashes or not where or where == ":memory:":
        raise ValueError
    return value


def read_slug(value: str) -> str:
    """Read the name of a folder."""
    if not value.replace("-", "").replace("_", "").isalnum():
        raise ValueError
    return value


def read_address(value: str) -> str:
    """Read a mail address, in small letters."""
    local, at, domain = value.partition("@")
    usual = value.isascii() and "@" not in domain and not any(c.isspace() or c in "<>,;:" for c in value)
    if not (local and at and "." in domain and usual):
        raise ValueError
    return value.lower()


def read_listen(value: str) -> Listen:
    """Read `host:port`."""
    parts = urlsplit(f"//{value}")
    if not parts.hostname or parts.port is None or parts.path:
        raise ValueError
    return Listen(parts.hostname, parts.port)


def read_door(value: str) -> Listen | Path:
    """Read `host:port`, or `unix:` and the path of a socket."""
    kind, colon, path = value.partition(":")
    if kind == "unix" and colon:
        if not path.startswith("/"):
            raise ValueError
        return Path(path)
    return read_listen(value)


def read_relay(value: str) -> Relay:
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


def read_server(value: str) -> str:
    """Read the name of a server, in small letters."""
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,253}", value):
        raise ValueError
    return value.lower()


def read_url(value: str) -> str:
    """Read a URL without query; http only on this machine."""
    parts = urlsplit(value)
    safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    if not parts.hostname or not safe or parts.query or parts.fragment:
        raise ValueError
    return value.rstrip("/")


def read_issuer(value: str) -> str:
    """Read a URL as `read_url` does, but for its last slash, which is part of an issuer's name."""
    read_url(value)
    if len(value) > 255 or not value.isascii() or not value.isprintable() or any(sign in value for sign in " \"'<>"):
        raise ValueError
    return value


def read_word(value: str) -> str:
    """Read printable ASCII without spaces, 255 characters at most."""
    if len(value) > 255 or not value.isascii() or not value.isprintable() or " " in value:
        raise ValueError
    return value


def read_token(value: str) -> str:
    """Read a bot's token."""
    number, colon, secret = value.partition(":")
    if not (number.isdigit() and colon and secret):
        raise ValueError
    return value


def read_moment(value: str) -> datetime:
    """Read a moment; Paris time where no zone is given."""
    moment = datetime.fromisoformat(value)
    if not 2000 <= moment.year < 2100:
        raise ValueError
    return moment if moment.tzinfo else moment.replace(tzinfo=PARIS)


def read_level(value: str) -> str:
    """Read the name of a level of the log."""
    if value.lower() not in ("debug", "info", "warning", "error"):
        raise ValueError
    return value.lower()


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
