"""The carrier by Telegram: sends, edits in place, answers presses."""

import asyncio

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import RetryAfter, TelegramError

from ...mailbox.delivery.carrier import Delivery, Refused
from ...mailbox.records.models import ParcelKind
from .keyboard import lay_out
from .rendering import render
from .trouble import is_lost, is_settled, is_unparsed, judge, seconds_of

_TOAST = 200
_LONGEST_WAIT = 20.0
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramCarrier:
    """Carries parcels whose address is a chat's number.

    A lost answer is not a lost message: after a time-out the parcel is carried again and may be read twice, since
    the Bot API knows no key by which a repeat could be told.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def carry(self, delivery: Delivery) -> str | None:
        """Send it and return the last message's number; raises `Later` or `Refused`."""
        try:
            if delivery.kind is ParcelKind.PRESS:
                return await self._answer_press(delivery)
            return await self._send_all(delivery)
        except TelegramError as error:
            if is_settled(error):
                return delivery.edits
            raise judge(error) from None

    async def _answer_press(self, delivery: Delivery) -> None:
        """Stop the spinner on the button, with a short line where there is one."""
        words = delivery.body.text[:_TOAST] or None
        await self._bot.answer_callback_query(delivery.edits or "", text=words, show_alert=bool(words))

    async def _send_all(self, delivery: Delivery) -> str:
        pieces = render(delivery.body.blocks)
        if not pieces:
            raise Refused("nothing to say")
        chat, keyboard = int(delivery.address), lay_out(delivery.body.choices)
        number, edits = 0, delivery.edits
        for n, (html, plain) in enumerate(pieces, 1):
            under = keyboard if n == len(pieces) else None
            number = await self._say_in_turn(n, chat, html, plain, under, edits if n == 1 else None)
        return str(number)

    async def _say_in_turn(
        self, n: int, chat: int, html: str, plain: str, keyboard: InlineKeyboardMarkup | None, edits: str | None
    ) -> int:
        """Say the n-th piece; once the first is said, a wait that Telegram asks for is waited out, not begun anew."""
        while True:
            try:
                return await self._say(chat, html, plain, keyboard, edits)
            except RetryAfter as error:
                if n == 1 or seconds_of(error) > _LONGEST_WAIT:
                    raise
                await asyncio.sleep(seconds_of(error))

    async def _say(
        self, chat: int, html: str, plain: str, keyboard: InlineKeyboardMarkup | None, edits: str | None
    ) -> int:
        """Say one piece, in place of a message where that is still there; plain where our HTML is not understood."""
        try:
            if edits is not None:
                return await self._edit(chat, int(edits), html, keyboard)
            return await self._send(chat, html, ParseMode.HTML, keyboard)
        except TelegramError as error:
            if is_lost(error):
                return await self._say(chat, html, plain, keyboard, None)
            if is_unparsed(error):
                return await self._send(chat, plain, None, keyboard)
            raise

    async def _send(self, chat: int, words: str, mode: ParseMode | None, keyboard: InlineKeyboardMarkup | None) -> int:
        sent = await self._bot.send_message(
            chat, words, parse_mode=mode, reply_markup=keyboard, link_preview_options=_NO_PREVIEW
        )
        return sent.message_id

    async def _edit(self, chat: int, message: int, html: str, keyboard: InlineKeyboardMarkup | None) -> int:
        edited = await self._bot.edit_message_text(
            html,
            chat_id=chat,
            message_id=message,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard,
            link_preview_options=_NO_PREVIEW,
        )
        return edited.message_id if isinstance(edited, Message) else message
