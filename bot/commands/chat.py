"""`guichet chat`: the conversation in a terminal."""

import contextlib
import importlib
from collections.abc import Iterator
from typing import TextIO

from ...mailbox.delivery.outbox import free_stranded
from ...mailbox.desk.inquiry import Visitor
from ..house import assemble, make_data_folder
from ..logs import set_up_logs
from ..settings import Settings
from ..terminal import CHANNEL, Terminal


def chat(settings: Settings, lines: TextIO, out: TextIO) -> int:
    """Talk until the input ends or Ctrl-C is pressed."""
    make_data_folder(settings)
    set_up_logs(settings.data, settings.log)
    house = assemble(settings)
    with house.database.begin() as session:
        free_stranded(session, house.call.slug, [CHANNEL], house.clock.now(), all_of_them=True)
    terminal = Terminal(
        house.database,
        house.conversation,
        call=house.call.slug,
        visitor=Visitor(CHANNEL, "local"),
        clock=house.clock.now,
        out=out,
    )
    print("(Ctrl-D pour finir ; un nombre choisit un bouton)\n", file=out)
    with contextlib.suppress(KeyboardInterrupt):
        terminal.talk(_prompted(lines, out))
    house.database.close()
    return 0


def _prompted(lines: TextIO, out: TextIO) -> Iterator[str]:
    """Read lines, with a prompt where a person types them."""
    if not lines.isatty():
        yield from lines
        return
    importlib.import_module("readline")  # gives input() its line editing

    while True:
        try:
            line = input("> ")
        except EOFError:
            print(file=out)
            return
        yield line
