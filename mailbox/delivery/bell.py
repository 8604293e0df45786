"""The bell that wakes those who wait for work, so that nobody need look at the database all the time."""

import asyncio


class Bell:
    """Rings from any thread; each listener waits with a longest pause, since other processes cannot ring it."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listeners: list[asyncio.Event] = []

    def listen(self) -> asyncio.Event:
        """Return an event that is set at each ring; to be called in the loop that will wait for it."""
        self._loop = asyncio.get_running_loop()
        event = asyncio.Event()
        self._listeners.append(event)
        return event

    def ring(self) -> None:
        """Wake all listeners; does nothing before the first or after the last."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._set)

    def _set(self) -> None:
        for listener in self._listeners:
            listener.set()


async def wait_for(event: asyncio.Event, seconds: float) -> None:
    """Wait until the bell rings, or for so many seconds; then be ready for the next ring."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        pass
    event.clear()
