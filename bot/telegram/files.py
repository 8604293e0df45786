"""The files of a message, by Telegram's references."""

from collections.abc import Sequence

from telegram import Message, PhotoSize

from ...mailbox.desk.inquiry import STICKER, Enclosure
from .characters import clean

MOST_BYTES = 20_000_000
"""The largest file that a bot may fetch from Telegram's server."""

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
        name=clean(getattr(file, "file_name", None) or name),
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
