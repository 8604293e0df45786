"""A server that speaks clamd's protocol (clamd(8), INSTREAM), for tests."""

import socketserver
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


class Scanning(socketserver.StreamRequestHandler):
    """Finds one signature, refuses what is over its own limit, and breaks off where it is told to."""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while (size := struct.unpack("!I", self.rfile.read(4))[0]) > 0:
            content += self.rfile.read(size)
        if content == b"break off":
            return
        if len(content) > 200_000:
            self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
            return
        self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0")


@contextmanager
def scanning(server: socketserver.BaseServer) -> Iterator[None]:
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
