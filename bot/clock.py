"""The clock of the service, which may be started elsewhere for trying and for tests."""

from datetime import UTC, datetime, timedelta


def real_now() -> datetime:
    """Return the real moment, in UTC; one-time links and sessions always use it."""
    return datetime.now(UTC)


class Clock:
    """Runs on from where it was started; without a start it is the real clock."""

    def __init__(self, start: datetime | None = None) -> None:
        self._offset = start - real_now() if start else timedelta()

    def now(self) -> datetime:
        """Return its moment, in UTC."""
        return real_now() + self._offset
