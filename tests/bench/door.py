"""The door's rate, durable, beside aiosmtpd with a handler that keeps nothing; needs `smtp-source` (Debian's postfix).

Twenty sessions, a new connection for each message. The ratio is of medians within one run.
Run by root where Postfix is installed, one of its own stands beside, delivering into a Maildir.
"""

import asyncio
import logging
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import structlog
import uvloop
from aiosmtpd.smtp import SMTP, Envelope, Session

from guichet.mailbox.intake.door import Door
from guichet.mailbox.records.database import Database

ADDRESS = "postes@example.org"
SIZES = {4_096: 2_000, 102_400: 600}
ROUNDS = 5
SESSIONS = 20


class Nothing:
    """Keeps nothing."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        return "250 OK"


async def serve_nothing(_folder: Path) -> int:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Nothing(), hostname="example.org", loop=loop), "127.0.0.1", 0)
    return int(server.sockets[0].getsockname()[1])


async def serve_guichet(folder: Path) -> int:
    database = Database(f"sqlite:///{folder / 'bench.db'}")
    database.upgrade()
    door = Door(database, call="bench", address=ADDRESS, clock=lambda: datetime.now(UTC), rang=lambda: None)
    _, port = await door.start("127.0.0.1", 0)
    return port


async def serve_postfix(folder: Path) -> int:
    """Start a Postfix of its own that delivers into a Maildir (needs root, as Postfix does)."""
    port, config = free_port(), folder / "postfix"
    for name in ("queue", "data", "mail"):
        (config / name).mkdir(parents=True)
    settings = POSTFIX.format(config=config, folder=folder)
    (config / "main.cf").write_text(settings, encoding="ascii")
    master = Path("/etc/postfix/master.cf").read_text(encoding="utf-8")
    lines = [
        f"127.0.0.1:{port} inet n - n - 100 smtpd" if line.startswith("smtp ") and " inet " in line else line
        for line in master.splitlines()
    ]
    (config / "master.cf").write_text("\n".join(lines) + "\n", encoding="utf-8")
    folder.chmod(0o755)
    shutil.chown(config / "data", "postfix")
    shutil.chown(config / "mail", "nobody")
    subprocess.run(["postfix", "-c", config, "start"], check=True, capture_output=True)
    return port


POSTFIX = """compatibility_level = 3.6
queue_directory = {config}/queue
data_directory = {config}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.example.org
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = loopback-only
inet_protocols = ipv4
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
smtpd_recipient_restrictions = permit_mynetworks, reject
virtual_mailbox_domains = example.org
virtual_mailbox_maps = static:postes/
virtual_mailbox_base = {config}/mail
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
maillog_file = {config}/queue/log
maillog_file_prefixes = {folder}
"""


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


SERVERS: dict[str, Callable[[Path], Any]] = {
    "aiosmtpd, keeps nothing": serve_nothing,
    "guichet": serve_guichet,
    "postfix, a Maildir": serve_postfix,
}
"""Postfix runs where its daemon is installed and we may start it."""


async def run_server(name: str, folder: Path) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    print(await SERVERS[name](folder), flush=True)
    await asyncio.Event().wait()


def fill(port: int, size: int, messages: int) -> float:
    """Send messages and return how many a second were taken."""
    to = ("-f", "bench@example.net", "-t", ADDRESS)
    args = ["smtp-source", "-s", str(SESSIONS), "-m", str(messages), "-l", str(size), *to, f"inet:127.0.0.1:{port}"]
    begun = time.perf_counter()
    subprocess.run(args, check=True, capture_output=True, timeout=120)
    return messages / (time.perf_counter() - begun)


def peak(process: int) -> float:
    """Return the most MB that a process has held."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main() -> int:
    if shutil.which("smtp-source") is None:
        print("door: expected `smtp-source` in the path (Debian: apt install postfix)", file=sys.stderr)
        return 2
    beside = os.geteuid() == 0 and shutil.which("postfix") is not None
    doors = [name for name in SERVERS if beside or SERVERS[name] is not serve_postfix]
    print(f"{'messages':>12} {'door':24} {'a second':>9} {'ratio':>6} {'MB at most':>11}")
    for size, messages in SIZES.items():
        rates: dict[str, list[float]] = {name: [] for name in doors}
        with tempfile.TemporaryDirectory() as folder:
            running = {
                name: subprocess.Popen([sys.executable, __file__, name, folder], stdout=subprocess.PIPE, text=True)
                for name in doors
            }
            ports = {name: int(server.stdout.readline()) for name, server in running.items() if server.stdout}
            for _ in range(ROUNDS):
                for name, port in ports.items():
                    rates[name].append(fill(port, size, messages))
            most = {name: peak(server.pid) for name, server in running.items()}
            for server in running.values():
                server.kill()
                server.wait()
            if beside:
                subprocess.run(["postfix", "-c", f"{folder}/postfix", "stop"], check=False, capture_output=True)
        anchor = median(next(iter(rates.values())))
        for name, seen in rates.items():
            memory = f"{most[name]:>11.0f}" if SERVERS[name] is not serve_postfix else ""
            print(f"{size:>10} B {name:24} {median(seen):>9.0f} {median(seen) / anchor:>6.2f} {memory}")
    return 0


if __name__ == "__main__":
    if len(sys.argv) == 3:
        run = uvloop.run if sys.argv[1] == "guichet" else asyncio.run  # as `guichet serve` does
        run(run_server(sys.argv[1], Path(sys.argv[2])))
    sys.exit(main())
