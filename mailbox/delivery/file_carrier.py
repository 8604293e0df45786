"""The carrier without a relay: mail is written as .eml files, for trying and for being sent by hand."""

import asyncio
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from .carrier import Delivery, Later
from .composition import compose


class FileCarrier:
    """Writes each mail to a file of its own; a parcel that is carried again overwrites its file."""

    def __init__(
        self, folder: Path, *, sender_name: Callable[[], str], sender: str, clock: Callable[[], datetime]
    ) -> None:
        self._folder, self._sender_name, self._sender, self._clock = folder, sender_name, sender, clock

    async def carry(self, delivery: Delivery) -> str:
        """Write the file and return its name; raises `Later` where the disk refuses."""
        raw = compose(delivery, sender_name=self._sender_name(), sender=self._sender, now=self._clock())
        name = f"{delivery.parcel:08}.eml"
        try:
            await asyncio.to_thread(self._write, name, raw)
        except OSError as error:
            raise Later(f"cannot write {name}: {error.strerror}") from None
        return name

    def _write(self, name: str, raw: bytes) -> None:
        """Write whole or not at all: to a file beside it, on the disk, then renamed."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / name
        beside = path.with_suffix(".part")
        with beside.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
