"""Reading letters in a child process with a deadline and a memory cap, so that a hostile one harms itself alone."""

import multiprocessing
import resource
import signal
from concurrent.futures import TimeoutError as TooSlow
from concurrent.futures.process import BrokenProcessPool
from threading import Lock

from pebble import ProcessExpired, ProcessPool

from .errors import Overwhelming
from .letter import Letter, read_letter

SECONDS = 3.0
MEMORY = 768 * 1024 * 1024
"""Bytes of address space: a letter of the greatest size, decoded, and the interpreter."""
CHILDREN = 2
LETTERS_A_CHILD = 1_000


class SafeReading:
    """Reads letters side by side in children that are replaced when they fail.

    `own` is our address, `authserv_id` the name of our own mail server.
    """

    def __init__(
        self,
        own: str,
        authserv_id: str = "",
        *,
        children: int = CHILDREN,
        seconds: float = SECONDS,
        memory: int = MEMORY,
    ) -> None:
        self._names, self._seconds = (own, authserv_id), seconds
        self._children, self._memory = children, memory
        self._lock = Lock()
        self._pool = self._make_pool()

    def read(self, raw: bytes) -> Letter:
        """Read a raw mail; raises `IntakeError` for one over a limit, or that takes too long, too much or a child.

        A child may have died of something else, so what cost one is read once more.
        """
        try:
            return self._read(raw)
        except (ProcessExpired, BrokenProcessPool, RuntimeError):
            self._mend()
        try:
            return self._read(raw)
        except ProcessExpired as error:
            raise Overwhelming(f"its reader with it (exit code {error.exitcode})") from None
        except (BrokenProcessPool, RuntimeError):
            raise Overwhelming("all its readers with it") from None

    def close(self) -> None:
        """End the children."""
        self._pool.stop()
        self._pool.join()

    def _read(self, raw: bytes) -> Letter:
        reading = self._pool.schedule(read_letter, args=(raw, *self._names), timeout=self._seconds)
        try:
            return reading.result()
        except TooSlow:
            raise Overwhelming(f"more than {self._seconds:g} seconds") from None
        except RecursionError:
            raise Overwhelming("more depth than there is") from None
        except MemoryError:
            raise Overwhelming("more than the memory it may take") from None

    def _mend(self) -> None:
        """Make a new pool where all children are gone: the old one takes nothing more."""
        with self._lock:
            if not self._pool.active:
                self.close()
                self._pool = self._make_pool()

    def _make_pool(self) -> ProcessPool:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["guichet.mailbox.intake.letter"])
        return ProcessPool(
            max_workers=self._children,
            max_tasks=LETTERS_A_CHILD,
            initializer=_prepare,
            initargs=(self._memory,),
            context=context,
        )


def _prepare(memory: int) -> None:
    """Cap a child's memory; Ctrl-C is the service's to act on."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
