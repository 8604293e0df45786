"""What makes a letter unreadable, so that a person opens its original, and what is wrong with a sheet.

- `IntakeError`
    - `NoMessage`: no MIME message at all
    - `Unreadable`: over a limit
    - `NoSender`: nobody to answer
    - `Overwhelming`: it took more time or memory than a letter may
    - `BadSheet`: a sheet of rows that cannot be taken
"""


class IntakeError(Exception):
    """The root of what makes a letter unreadable."""


class NoMessage(IntakeError):
    """The bytes are no MIME message (RFC 2045)."""

    def __str__(self) -> str:
        return "expected a MIME message, found parameters that cannot be read"


class Unreadable(IntakeError):
    """A letter is over a limit that keeps reading cheap."""

    def __init__(self, what: str, limit: int, found: int) -> None:
        super().__init__(what, limit, found)  # an error comes back from a child process by its arguments
        self.what, self.limit, self.found = what, limit, found

    def __str__(self) -> str:
        return f"{self.what}: expected {self.limit} at most, found {self.found}"


class NoSender(IntakeError):
    """From holds no address that can be answered."""

    def __str__(self) -> str:
        return "From: expected an address, found none that can be answered"


class Overwhelming(IntakeError):
    """A letter took more than reading one may take."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        return f"reading it took {self.what}"


class BadSheet(IntakeError):
    """A sheet of rows cannot be taken: where, what was expected there, and what was found."""

    def __init__(self, expected: str, found: str, row: int = 0, column: str = "") -> None:
        super().__init__(expected, found, row, column)  # an error comes back from a child process by its arguments
        self.expected, self.found, self.row, self.column = expected, found, row, column

    def __str__(self) -> str:
        where = f"row {self.row}" if self.row else ""
        where += f", column « {self.column} »" if self.column else ""
        return f"{where}: expected {self.expected}; found {self.found}".removeprefix(": ")
