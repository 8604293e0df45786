"""The door's rate, durable, beside aiosmtpd with a handler that keeps nothing; needs `smtp-source` (Debian's postfix).

Twenty sessions, a new connection for each message. The ratio is of medians within one run.
"""

import asyncio
import logging
import shutil
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


SERVERS: dict[str, Callable[[Path], Any]] = {"aiosmtpd, keeps nothing": serve_nothing, "guichet": serve_guichet}


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


def main() -> int:
    if shutil.which("smtp-source") is None:
        print("door: expected `smtp-source` in the path (Debian: apt install postfix)", file=sys.stderr)
        return 2
    print(f"{'messages':>12} {'door':24} {'a second':>9} {'ratio':>6}")
    for size, messages in SIZES.items():
        rates: dict[str, list[float]] = {name: [] for name in SERVERS}
        with tempfile.TemporaryDirectory() as folder:
            running = {
                name: subprocess.Popen([sys.executable, __file__, name, folder], stdout=subprocess.PIPE, text=True)
                for name in SERVERS
            }
            ports = {name: int(server.stdout.readline()) for name, server in running.items() if server.stdout}
            for _ in range(ROUNDS):
                for name, port in ports.items():
                    rates[name].append(fill(port, size, messages))
            for server in running.values():
                server.kill()
                server.wait()
        anchor = median(next(iter(rates.values())))
        for name, seen in rates.items():
            print(f"{size:>10} B {name:24} {median(seen):>9.0f} {median(seen) / anchor:>6.2f}")
    return 0


if __name__ == "__main__":
    if len(sys.argv) == 3:
        run = uvloop.run if sys.argv[1] == "guichet" else asyncio.run  # as `guichet serve` does
        run(run_server(sys.argv[1], Path(sys.argv[2])))
    sys.exit(main())
