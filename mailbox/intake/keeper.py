"""Group commit: letters that wait together are committed together, and each is promised only after that."""

import asyncio
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import structlog
from sqlalchemy.exc import DBAPIError, OperationalError

from ..records.database import Database
from .letterbox import Arrival, keep_all

log = structlog.get_logger()

MOST_TOGETHER = 64
MOST_BYTES = 64_000_000


class NotKept(Exception):
    """A letter could not be kept: the fault is ours, and it may come again."""


class Keeper:
    """Commits arrivals in the order they came; what comes while a commit is under way waits for the next."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._thread = ThreadPoolExecutor(1, "keeper")  # its own, so that no other work keeps a sender waiting
        self._waiting: deque[tuple[Arrival, asyncio.Future[None]]] = deque()
        self._committing: asyncio.Task[None] | None = None

    @property
    def busy(self) -> bool:
        """Tell whether something is still to be committed."""
        return self._committing is not None

    def close(self) -> None:
        """Let the thread go."""
        self._thread.shutdown(wait=False)

    async def keep(self, arrival: Arrival) -> None:
        """Return when an arrival is on the disk; raises `NotKept` where it is not."""
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((arrival, kept))
        if self._committing is None:
            self._committing = asyncio.create_task(self._commit_all())
        await kept

    async def _commit_all(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._waiting:
                group = self._take()
                faults = await loop.run_in_executor(self._thread, self._commit, [arrival for arrival, _ in group])
                for (_, kept), fault in zip(group, faults, strict=True):
                    if kept.cancelled():
                        continue  # the connection is gone; the letter stays kept, and comes again as the same
                    if fault:
                        kept.set_exception(NotKept(fault))
                    else:
                        kept.set_result(None)
        finally:
            self._committing = None

    def _take(self) -> list[tuple[Arrival, asyncio.Future[None]]]:
        group = [self._waiting.popleft()]
        size = len(group[0][0].raw)
        while self._waiting and len(group) < MOST_TOGETHER and size + len(self._waiting[0][0].raw) <= MOST_BYTES:
            group.append(self._waiting.popleft())
            size += len(group[-1][0].raw)
        return group

    def _commit(self, arrivals: Sequence[Arrival]) -> list[str | None]:
        """Commit arrivals and return what went wrong with each; one that the database refuses harms no other."""
        fault = self._try(arrivals)
        if fault is None or len(arrivals) == 1 or isinstance(fault, OperationalError):
            return [type(fault).__name__ if fault else None] * len(arrivals)
        faults = [self._try([arrival]) for arrival in arrivals]
        return [type(fault).__name__ if fault else None for fault in faults]

    def _try(self, arrivals: Sequence[Arrival]) -> Exception | None:
        try:
            with self._database.begin() as session:
                keep_all(session, arrivals)
        except Exception as error:  # whatever it is, the senders wait for a word
            cause = type(error.orig).__name__ if isinstance(error, DBAPIError) else type(error).__name__
            log.error("letters not kept", count=len(arrivals), error=cause)
            return error
        return None
