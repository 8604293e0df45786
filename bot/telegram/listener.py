"""Listening to Telegram: an update is kept first, then confirmed.

python-telegram-bot's own Updater confirms what only stands in memory; 18 to 20 of 20 updates were lost to a kill.
Here Telegram is asked for raw updates, and the next request, which confirms them, follows the commit.
"""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError

from ...mailbox.intake.letterbox import Arrival, keep
from ...mailbox.records.database import Database
from .patience import Patience, unless_stopped

log = structlog.get_logger()

CHANNEL = "telegram"
WANTED = ["message", "edited_message", "callback_query", "my_chat_member"]
"""The kinds of update that are read; nothing else is asked for, so nothing else is kept."""

_POLL_SECONDS = 25
_BATCH = 100
_POLL = "get_Updates"
"""The method's name in a spelling that makes `do_api_request` send it raw without advising `get_updates`."""

Update = Mapping[str, Any]


class Listener:
    """Keeps the updates of one bot; `rang` is called after some were kept."""

    def __init__(
        self, database: Database, *, call: str, bot_id: int, clock: Callable[[], datetime], rang: Callable[[], None]
    ) -> None:
        self._database, self._call, self._bot_id = database, call, bot_id
        self._clock, self._rang = clock, rang

    def keep(self, updates: Sequence[Update]) -> None:
        """Keep raw updates in one transaction, each once; raises SQLAlchemyError, and then none is kept."""
        if not updates:
            return
        with self._database.begin() as session:
            for update in updates:
                keep(
                    session,
                    Arrival(
                        call=self._call,
                        channel=CHANNEL,
                        key=f"{self._bot_id}:{update['update_id']}",
                        lane=find_chat(update),
                        raw=json.dumps(update).encode(),
                        envelope={},
                        kept_at=self._clock(),
                    ),
                )
        self._rang()

    async def poll(self, bot: Bot, stop: asyncio.Event) -> None:
        """Ask for updates until `stop` is set; Telegram keeps for a day what could not be kept here."""
        patience = Patience()
        offset = 0
        while not stop.is_set():
            try:
                updates = await unless_stopped(stop, self._ask(bot, offset))
                await asyncio.to_thread(self.keep, updates or ())
            except (TelegramError, SQLAlchemyError) as error:
                _report(error, patience)
                await patience.wait(stop)
                continue
            patience.rest()
            if updates:  # the last of the batch, not the highest ever: after a quiet week the numbers begin elsewhere
                offset = int(updates[-1]["update_id"]) + 1

    async def _ask(self, bot: Bot, offset: int) -> Sequence[Update]:
        asked = {"offset": offset, "timeout": _POLL_SECONDS, "limit": _BATCH, "allowed_updates": WANTED}
        return cast("Sequence[Update]", await bot.do_api_request(_POLL, asked, read_timeout=_POLL_SECONDS + 10))


def find_chat(update: Update) -> str:
    """Return the number of the chat that an update belongs to, within which updates are read in order."""
    for kind in WANTED:
        for path in ((kind, "chat"), (kind, "message", "chat"), (kind, "from")):
            if number := _dig(update, *path, "id"):
                return str(number)
    return ""


def _dig(found: Any, *path: str) -> Any:
    for name in path:
        found = cast("dict[str, Any]", found).get(name) if isinstance(found, dict) else None
    return found


def _report(error: Exception, patience: Patience) -> None:
    """Log a failure; loudly where a person must do something or nothing has come for long."""
    name = type(error).__name__
    if isinstance(error, InvalidToken):
        log.critical("Telegram refuses the token: set GUICHET_TELEGRAM_TOKEN to one that BotFather gave")
    elif isinstance(error, Conflict):
        log.error("another process asks Telegram for this bot's updates: stop it")
    elif patience.is_long:
        log.critical("no word from Telegram for long", error=name, tries=patience.tries)
    else:
        log.warning("could not ask Telegram", error=name)
