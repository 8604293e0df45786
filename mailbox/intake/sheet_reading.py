"""Reading a sheet in a child process with a deadline and a memory cap, so that a hostile one harms itself alone."""

import multiprocessing
import resource
import signal
from concurrent.futures import TimeoutError as TooSlow
from concurrent.futures.process import BrokenProcessPool

from pebble import ProcessExpired, ProcessPool

from .errors import BadSheet
from .sheet import Sheet, read_sheet

SECONDS = 60.0
MEMORY = 1024 * 1024 * 1024
"""Bytes of address space: 100,000 rows of a workbook, unpacked, and the interpreter."""


def read_sheet_apart(content: bytes, *, seconds: float = SECONDS, memory: int = MEMORY) -> Sheet:
    """Read a file as a sheet; raises `BadSheet`, also for one that takes too long, too much or its reader with it."""
    context = multiprocessing.get_context("forkserver")
    with ProcessPool(max_workers=1, initializer=_prepare, initargs=(memory,), context=context) as pool:
        reading = pool.schedule(read_sheet, args=(content,), timeout=seconds)
        try:
            return reading.result()
        except TooSlow:
            raise BadSheet(f"a file that is read within {seconds:g} seconds", "one that is not") from None
        except (MemoryError, ProcessExpired, BrokenProcessPool, RecursionError):
            raise BadSheet("a file that can be read safely", "one that took its reader with it") from None


def _prepare(memory: int) -> None:
    """Cap the child's memory; Ctrl-C is for who waits."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
