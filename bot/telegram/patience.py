"""Waiting longer after each failure, and no longer once the service stops."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

_LONGEST = 30.0
_LONG = 10


class Patience:
    """Counts failures in a row; each wait is twice the last one, 30 seconds at most."""

    def __init__(self) -> None:
        self.tries = 0

    @property
    def is_long(self) -> bool:
        """Tell whether it has failed for minutes."""
        return self.tries >= _LONG

    def rest(self) -> None:
        """Forget the failures: it went well."""
        self.tries = 0

    async def wait(self, stop: asyncio.Event) -> None:
        """Wait after a failure, or until `stop` is set."""
        seconds = min(_LONGEST, 0.5 * 2 ** min(self.tries, 10))
        self.tries += 1
        try:
            async with asyncio.timeout(seconds):
                await stop.wait()
        except TimeoutError:
            pass


async def unless_stopped(stop: asyncio.Event, act: Coroutine[Any, Any, T]) -> T | None:
    """Return what `act` returns, or None when `stop` is set before; then it is cancelled."""
    acting, stopped = asyncio.ensure_future(act), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({acting, stopped}, return_when=asyncio.FIRST_COMPLETED)
        return acting.result() if acting.done() else None
    finally:
        for task in (acting, stopped):
            task.cancel()
        await asyncio.gather(acting, stopped, return_exceptions=True)
