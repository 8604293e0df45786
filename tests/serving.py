"""The service as it is run: `guichet serve` in a process of its own, with its data in a folder of the test's."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from smtplib import SMTP

from guichet.mailbox.records.database import Database

START_SECONDS = 30


@dataclass
class Serving:
    """One service; `environment` adds to its settings, and survives a restart."""

    data: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    now: str = "2026-02-10T09:00"
    lines: list[str] = field(default_factory=list)

    def start(self) -> "Serving":
        """Start it, and wait for `ready`."""
        self.lines = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "guichet", "serve", "--now", self.now],
            env=clean_environment(self.data, self.environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=self.data,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        until = time.monotonic() + START_SECONDS
        while "ready" not in self.lines:
            if self.process.poll() is not None or time.monotonic() > until:
                self.kill()
                raise AssertionError("not ready:\n" + "\n".join(self.lines))
            time.sleep(0.02)
        return self

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())

    def said(self, pattern: str) -> str:
        """What it said at its start: the first group of the first match."""
        found = re.search(pattern, "\n".join(self.lines))
        assert found, f"{pattern} not in:\n" + "\n".join(self.lines)
        return found[1]

    @property
    def smtp(self) -> tuple[str, int]:
        host, _, port = self.said(r"SMTP on (\S+),").rpartition(":")
        return host, int(port)

    @property
    def desk(self) -> str:
        return self.said(r"desk\s+(http\S+)")

    @property
    def invitation(self) -> str:
        return self.said(r"(http\S+/bienvenue/\S+)")

    def mail(self, text: str, subject: str = "Question", **headers: str) -> EmailMessage:
        """Send a mail through the door, as a mail server would."""
        letter = write_letter(text, subject, **headers)
        with SMTP(*self.smtp) as client:
            client.send_message(letter)
        return letter

    def outgoing(self) -> list[EmailMessage]:
        """The mails that left, as files."""
        files = sorted((self.data / "outgoing").glob("*.eml"))
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]  # type: ignore[misc]

    def until_outgoing(self, number: int, seconds: float = 20) -> list[EmailMessage]:
        """Wait until so many mails have left."""
        until = time.monotonic() + seconds
        while len(found := self.outgoing()) < number:
            assert time.monotonic() < until, f"{len(found)} mails left, expected {number}"
            time.sleep(0.05)
        return found

    def kill(self) -> None:
        """Kill it at once, as a power cut would."""
        self.process.kill()
        self._end()

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to stop, and return its exit code; 5 seconds are all it has."""
        self.process.send_signal(number)
        try:
            return self.process.wait(5)
        finally:
            self.kill()

    def _end(self) -> None:
        self.process.wait()
        self._reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def __enter__(self) -> "Serving":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.kill()


def clean_environment(data: Path, more: Mapping[str, str]) -> dict[str, str]:
    """The environment of a service that takes any free ports and knows nothing of the machine's own settings."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GUICHET_")}
    ours = {
        "GUICHET_DATA": str(data),
        "GUICHET_SMTP_LISTEN": "127.0.0.1:0",
        "GUICHET_DESK_LISTEN": "127.0.0.1:0",
    }
    return inherited | ours | dict(more)


def write_letter(text: str, subject: str = "Question", **headers: str) -> EmailMessage:
    """Write a mail from a candidate."""
    letter = EmailMessage()
    fields = {"from": "Ann <ann@example.net>", "to": "postesdaccueil.siege@inserm.fr", "subject": subject}
    for name, value in (fields | headers).items():
        letter[name.replace("_", "-")] = value
    if "message_id" not in headers:
        letter["Message-ID"] = f"<{time.time_ns()}@example.net>"
    letter.set_content(text)
    return letter


def text_of(mail: EmailMessage) -> str:
    """Return a mail's plain text."""
    body = mail.get_body(("plain",))
    assert body is not None
    return body.get_content()


Serve = Callable[..., Serving]
"""Makes and starts a service; settings by their names, `now` the moment it believes in."""


def open_database(serving: Serving) -> Database:
    return Database(serving.environment["GUICHET_DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://"))
