"""What a visitor does in a chat, free of any channel."""

from dataclasses import dataclass

from ..mailbox.desk.inquiry import Enclosure


@dataclass(frozen=True)
class Said:
    """They wrote, or sent files with or without a caption; `edited`: it replaces what they wrote before."""

    text: str
    enclosures: tuple[Enclosure, ...] = ()
    edited: bool = False


@dataclass(frozen=True)
class Commanded:
    """They used a command of the menu (`name` without its slash)."""

    name: str
    argument: str = ""


@dataclass(frozen=True)
class Pressed:
    """They pressed a button: its action, the press's own id, and the channel's id of the message it stands under."""

    action: str
    press: str
    message: str | None = None


@dataclass(frozen=True)
class Stayed:
    """They let us write to them again (`here`), or blocked us."""

    here: bool


@dataclass(frozen=True)
class Overheard:
    """Something was said in a group, where no question is answered; `to_us` where we were called or just let in."""

    to_us: bool


Event = Said | Commanded | Pressed | Stayed | Overheard
