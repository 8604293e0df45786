"""What Telegram's errors mean for a parcel.

python-telegram-bot strips "Bad Request: " from the texts and changes their case, so they are compared without case.
Its BadRequest is a NetworkError, so it is looked at first.
"""

import os

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from ...mailbox.delivery.carrier import CarrierError, Later, Refused

os.environ.setdefault("PTB_TIMEDELTA", "true")  # without it, each RetryAfter warns that its seconds will be a timedelta

TOKEN_PAUSE = 300.0
"""Seconds until a parcel is tried again after Telegram has refused our token, which somebody must mend."""

_GONE = ("chat not found", "user is deactivated", "user not found", "peer_id_invalid", "group chat was upgraded")
_SETTLED = ("message is not modified", "query is too old", "query_id_invalid", "query id is invalid")
_LOST = ("message to edit not found", "message can't be edited", "message_id_invalid", "message to be edited")
_UNPARSED = ("can't parse entities", "unsupported start tag", "can't find end")


def judge(error: TelegramError) -> CarrierError:
    """Tell whether a parcel may go through later or never will; the reason names no token and no text of ours."""
    match error:
        case RetryAfter():
            return Later("RetryAfter", seconds_of(error))
        case Forbidden() | ChatMigrated():
            return Refused(type(error).__name__, gone=True)
        case BadRequest():
            return Refused(f"BadRequest: {error.message[:80]}", gone=_says(error, _GONE))
        case InvalidToken():
            return Later("Telegram refuses the token", TOKEN_PAUSE)
        case NetworkError():
            return Later(type(error).__name__)
        case _:
            return Later(type(error).__name__)


def is_settled(error: TelegramError) -> bool:
    """Tell whether nothing is left to do: an edit that changes nothing, a press that is no longer waited for."""
    return isinstance(error, BadRequest) and _says(error, _SETTLED)


def is_lost(error: TelegramError) -> bool:
    """Tell whether the message that was to be edited is gone, so that a new one must be sent."""
    return isinstance(error, BadRequest) and _says(error, _LOST)


def is_unparsed(error: TelegramError) -> bool:
    """Tell whether Telegram could not read our HTML, so that the text must be sent plain."""
    return isinstance(error, BadRequest) and _says(error, _UNPARSED)


def seconds_of(error: RetryAfter) -> float:
    """Return how many seconds Telegram asks us to wait."""
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()


def _says(error: TelegramError, texts: tuple[str, ...]) -> bool:
    said = error.message.lower()
    return any(text in said for text in texts)
