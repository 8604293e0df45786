"""What makes a letter unreadable, so that a person opens its original.

- `IntakeError`
    - `Unreadable`: over a limit, or no MIME message at all
    - `NoSender`: nobody to answer
    - `Overwhelming`: it took more time or memory than a letter may
"""


class IntakeError(Exception):
    """The root of what makes a letter unreadable."""


class Unreadable(IntakeError):
    """A letter is over a limit that keeps reading cheap."""

    def __init__(self, what: str, limit: int = 0, found: int = 0) -> None:
        super().__init__(f"{what}: expected {limit} at most, found {found}" if limit else what)


class NoSender(IntakeError):
    """From holds no address that can be answered."""

    def __init__(self) -> None:
        super().__init__("From: expected an address, found none that can be answered")


class Overwhelming(IntakeError):
    """A letter took more than reading one may take."""

    def __init__(self, what: str) -> None:
        super().__init__(f"reading it took {what}")
