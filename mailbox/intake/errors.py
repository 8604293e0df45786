"""What makes a letter unreadable, so that a person opens its original.

- `IntakeError`
    - `Unreadable`: over a limit, or no MIME message at all
    - `NoSender`: nobody to answer
"""


class IntakeError(Exception):
    """The root of what makes a letter unreadable."""


class Unreadable(IntakeError):
    """A letter is over a limit that keeps reading cheap."""

    def __init__(self, what: str, limit: int, found: int) -> None:
        super().__init__(f"{what}: expected {limit} at most, found {found}")


class NoSender(IntakeError):
    """From holds no address that can be answered."""

    def __init__(self) -> None:
        super().__init__("From: expected an address, found none that can be answered")
