"""The files of a message, by Telegram's references, and their bytes."""

import asyncio
from collections.abc import Sequence

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, Message, PhotoSize
from telegram.error import BadRequest, Forbidden, TelegramError

from ...mailbox.delivery.bell import wait_for
from ...mailbox.desk.inquiry import STICKER, Enclosure
from ...mailbox.intake.attachment import fill, give_up, list_missing
from ...mailbox.records.database import Database
from .patience import Patience, unless_stopped

log = structlog.get_logger()

MOST_BYTES = 20_000_000
"""The largest file that a bot may fetch from Telegram's server."""

_LOOK_SECONDS = 2.0
_FETCH_SECONDS = 60.0
_AT_ONCE = 200
_NAMES = {
    "photo": ("photo.jpg", "image/jpeg"),
    "voice": ("message-vocal.ogg", "audio/ogg"),
    "audio": ("audio.mp3", "audio/mpeg"),
    "video": ("video.mp4", "video/mp4"),
    "video_note": ("message-video.mp4", "video/mp4"),
    "animation": ("animation.mp4", "video/mp4"),
    "document": ("document", "application/octet-stream"),
}
_UNREAD = {
    "sticker": "autocollant",
    "contact": "fiche de contact",
    "location": "position",
    "venue": "lieu",
    "poll": "sondage",
    "dice": "dé",
    "story": "story",
    "game": "jeu",
}
"""What has neither words nor a file, and what staff are shown in its place."""


def find_enclosures(message: Message) -> tuple[Enclosure, ...]:
    """Name the files of a message; a sticker, a place, a poll and the like stand as one of type `sticker`."""
    for kind, (name, media_type) in _NAMES.items():
        if found := getattr(message, kind, None):
            return (_enclosure(found, name, media_type),)
    return tuple(Enclosure(name, STICKER, 0) for kind, name in _UNREAD.items() if getattr(message, kind, None))[:1]


def _enclosure(found: object, name: str, media_type: str) -> Enclosure:
    file = _largest(found)
    size = getattr(file, "file_size", None) or 0
    return Enclosure(
        name=getattr(file, "file_name", None) or name,
        type=getattr(file, "mime_type", None) or media_type,
        size=size,
        reference=getattr(file, "file_id", None) if size <= MOST_BYTES else None,
    )


def _largest(found: object) -> object:
    """A photo comes in several sizes, the largest last."""
    if isinstance(found, Sequence):
        sizes = [size for size in found if isinstance(size, PhotoSize)]  # pyright: ignore[reportUnknownVariableType]
        return sizes[-1] if sizes else None
    return found


class Fetcher:
    """Fetches the bytes of files that were sent, so that staff find them with the ticket."""

    def __init__(self, database: Database, bot: Bot, *, call: str, channel: str) -> None:
        self._database, self._bot, self._call, self._channel = database, bot, call, channel

    async def run(self, stop: asyncio.Event, bell: asyncio.Event) -> None:
        """Fetch until `stop` is set; a failure is tried again, a file that is not to be had is given up."""
        patience = Patience()
        while not stop.is_set():
            try:
                whole = await unless_stopped(stop, self._fetch_all())
            except SQLAlchemyError as error:
                log.error("files not listed", error=type(error).__name__)
                whole = False
            if whole is False:
                await patience.wait(stop)
            else:
                patience.rest()
                await unless_stopped(stop, wait_for(bell, _LOOK_SECONDS))

    async def _fetch_all(self) -> bool:
        """Fetch what is missing; tell whether none of it must be tried again."""
        missing = await asyncio.to_thread(self._list)
        return all([await self._fetch(number, reference) for number, reference in missing])

    async def _fetch(self, number: int, reference: str) -> bool:
        try:
            file = await self._bot.get_file(reference, read_timeout=_FETCH_SECONDS)
            content = bytes(await file.download_as_bytearray(read_timeout=_FETCH_SECONDS))
        except (BadRequest, Forbidden) as error:
            log.warning("file given up", error=error.message[:80])
            await asyncio.to_thread(self._give_up, number)
        except TelegramError as error:
            log.warning("file not fetched", error=type(error).__name__)
            return False
        else:
            await asyncio.to_thread(self._fill, number, content)
        return True

    def _list(self) -> list[tuple[int, str]]:
        with self._database.read() as session:
            return list_missing(session, self._call, self._channel, _AT_ONCE)

    def _fill(self, number: int, content: bytes) -> None:
        with self._database.begin() as session:
            fill(session, number, content)

    def _give_up(self, number: int) -> None:
        with self._database.begin() as session:
            give_up(session, number)
