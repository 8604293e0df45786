"""The conversation in a terminal: what is typed, and numbered choices for buttons."""

import asyncio
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TextIO

from ..mailbox.delivery.body import Block, BlockKind, Choice
from ..mailbox.delivery.carrier import Delivery
from ..mailbox.delivery.carrying import Carrying
from ..mailbox.desk.inquiry import Visitor
from ..mailbox.records.database import Database
from ..mailbox.records.models import ParcelKind
from .conversation import Conversation
from .event import Commanded, Event, Pressed, Said

CHANNEL = "terminal"
_LOOK_SECONDS = 0.5
_MARKS = {BlockKind.QUOTE: "  │ ", BlockKind.DECISION: "  ┆ ", BlockKind.SOURCE: "  ", BlockKind.NOTE: "  "}


class TerminalCarrier:
    """Prints parcels; the choices under the last one can be typed as numbers."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self.choices: tuple[Choice, ...] = ()
        self.message: str | None = None

    async def carry(self, delivery: Delivery) -> str:
        """Print a message, its quotations set apart, its choices numbered."""
        if delivery.kind is ParcelKind.PRESS:
            lines = [delivery.body.text] if delivery.body.blocks else []
        else:
            lines = [line for block in delivery.body.blocks for line in _lines(block)]
            self.choices, self.message = delivery.body.choices, str(delivery.parcel)
            lines += [f"  [{n}] {choice.label}" for n, choice in enumerate(self.choices, 1)]
            lines += [""] if self.choices else []
        print("\n".join(lines), file=self._out, end="\n" if lines else "", flush=True)
        return str(delivery.parcel)


class Terminal:
    """One person's chat in a terminal, over the database of the service."""

    def __init__(
        self,
        database: Database,
        conversation: Conversation,
        *,
        call: str,
        visitor: Visitor,
        clock: Callable[[], datetime],
        out: TextIO,
    ) -> None:
        self._database, self._conversation = database, conversation
        self._visitor, self._clock = visitor, clock
        self._carrier = TerminalCarrier(out)
        self._carrying = Carrying(
            database,
            call=call,
            channel=CHANNEL,
            carrier=self._carrier,
            clock=clock,
            owner=f"terminal-{secrets.token_hex(4)}",
        )
        self._one_at_a_time = threading.Lock()

    def talk(self, lines: Iterable[str]) -> None:
        """Greet, then answer line after line; what staff answer meanwhile is printed as it comes."""
        over = threading.Event()
        listener = threading.Thread(target=self._listen, args=(over,), daemon=True)
        listener.start()
        try:
            self._do(Commanded("start"))
            for line in lines:
                if event := self._read(line.strip()):
                    self._do(event)
        finally:
            over.set()
            listener.join()

    def _read(self, line: str) -> Event | None:
        if not line:
            return None
        if line.isascii() and line.isdigit() and 0 < int(line) <= len(self._carrier.choices):
            action = self._carrier.choices[int(line) - 1].action
            return Pressed(action, secrets.token_hex(8), self._carrier.message)
        if line.startswith("/"):
            name, _, argument = line[1:].partition(" ")
            return Commanded(name, argument)
        return Said(line)

    def _do(self, event: Event) -> None:
        with self._database.begin() as session:
            self._conversation.take_part(session, self._visitor, event, self._clock())
        self._deliver()

    def _deliver(self) -> None:
        with self._one_at_a_time:
            while asyncio.run(self._carrying.deliver_due()):
                pass

    def _listen(self, over: threading.Event) -> None:
        while not over.wait(_LOOK_SECONDS):
            self._deliver()


def _lines(block: Block) -> Iterator[str]:
    mark = _MARKS.get(block.kind, "")
    for line in block.text.splitlines():
        yield f"{mark}{line}"
    yield ""
