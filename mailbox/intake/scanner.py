"""A virus scanner: clamd, asked by its INSTREAM command (clamd(8), section COMMANDS)."""

import socket
import struct
from contextlib import suppress
from pathlib import Path

import structlog

from ..records.models import Refusal

log = structlog.get_logger()

SECONDS = 20.0
_BLOCK = 65_536
_LONGEST_REPLY = 4_096


class Clamd:
    """Asks a clamd at `host` and `port`, or at the socket `path`, about one file at a time."""

    def __init__(self, *, host: str = "", port: int = 0, path: Path | None = None, seconds: float = SECONDS) -> None:
        self._host, self._port, self._path, self._seconds = host, port, path, seconds

    def scan(self, content: bytes) -> Refusal | None:
        """Tell whether a file is refused; what cannot be checked is refused too."""
        try:
            reply = self._ask(content)
        except OSError as error:
            log.error("scanner not reached", error=type(error).__name__)
            return Refusal.UNCHECKED
        if reply == b"stream: OK":
            return None
        if reply.endswith(b" FOUND"):
            log.warning("file refused by the scanner", found=reply[8:-6].decode("ascii", "replace")[:80])
            return Refusal.INFECTED
        log.error("scanner did not check", said=reply[:80].decode("ascii", "replace"))
        return Refusal.UNCHECKED

    def _ask(self, content: bytes) -> bytes:
        with self._connect() as stream:
            with suppress(BrokenPipeError, ConnectionResetError):  # what is too long for it, it refuses in the middle
                _send(stream, content)
            return _read_reply(stream)

    def _connect(self) -> socket.socket:
        if self._path is None:
            return socket.create_connection((self._host, self._port), self._seconds)
        stream = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        stream.settimeout(self._seconds)
        try:
            stream.connect(str(self._path))
        except OSError:
            stream.close()
            raise
        return stream


def _send(stream: socket.socket, content: bytes) -> None:
    stream.sendall(b"zINSTREAM\0")
    for at in range(0, len(content), _BLOCK):
        block = content[at : at + _BLOCK]
        stream.sendall(struct.pack("!I", len(block)) + block)
    stream.sendall(struct.pack("!I", 0))


def _read_reply(stream: socket.socket) -> bytes:
    reply = b""
    while b"\0" not in reply and len(reply) < _LONGEST_REPLY:
        block = stream.recv(_LONGEST_REPLY)
        if not block:
            break
        reply += block
    return reply.partition(b"\0")[0].strip()
