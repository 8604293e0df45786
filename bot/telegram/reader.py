"""Reading a kept update: who did what, for the conversation to take part in."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session
from telegram import CallbackQuery, Chat, ChatMemberUpdated, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType

from ...mailbox.desk.inquiry import Visitor
from ...mailbox.intake.letterbox import Kept
from ..event import Commanded, Event, Overheard, Pressed, Said, Stayed
from .characters import clean
from .files import find_enclosures
from .listener import CHANNEL

_COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_]{1,32})(?:@(?P<bot>\w+))?(?:\s+(?P<argument>.*))?\Z", re.DOTALL)
_HERE = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.RESTRICTED)
_SERVICE = (
    *("pinned_message", "new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo"),
    *("delete_chat_photo", "group_chat_created", "supergroup_chat_created", "migrate_to_chat_id"),
    *("migrate_from_chat_id", "message_auto_delete_timer_changed", "write_access_allowed", "chat_background_set"),
    *("connected_website", "users_shared", "chat_shared", "boost_added", "forum_topic_created", "video_chat_started"),
)
"""Fields of the messages that Telegram writes itself, about a chat and not from a person."""


class TakesPart(Protocol):
    """What an event is handed to."""

    def __call__(
        self, session: Session, visitor: Visitor, event: Event, now: datetime, item_id: int | None = None
    ) -> None:
        """Do what the event asks for, within the caller's transaction."""
        ...


class UpdateReader:
    """Reads kept updates; `username` tells the bot's own name, by which groups call it."""

    def __init__(self, take_part: TakesPart, username: Callable[[], str]) -> None:
        self._take_part, self._username = take_part, username

    def read(self, item: Kept) -> Callable[[Session, datetime], None]:
        """Parse an update and return what takes part in the conversation; what is nobody's doing does nothing."""
        read = interpret(Update.de_json(json.loads(item.raw), None), self._username())
        if read is None:
            return lambda session, now: None
        visitor, event = read
        return lambda session, now: self._take_part(session, visitor, event, now, item.id)


def interpret(update: Update, username: str) -> tuple[Visitor, Event] | None:
    """Tell who did what in an update; None for what no person did."""
    if update.callback_query is not None:
        return _press(update.callback_query)
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member)
    message = update.message or update.edited_message
    if message is None or any(getattr(message, name, None) for name in _SERVICE):
        return None
    if message.chat.type != ChatType.PRIVATE:
        return _overheard(message, username)
    edited = update.edited_message is not None
    if edited and not (message.text or message.caption):
        return None  # a shared place that moves is edited again and again
    return _visitor(message.chat, message.from_user), _message(message, edited=edited)


def _message(message: Message, *, edited: bool) -> Event:
    text = clean(message.text or message.caption or "")
    command = _COMMAND.match(text)
    enclosures = find_enclosures(message)
    if command and not edited and not enclosures:
        return Commanded(command["name"].lower(), (command["argument"] or "").strip())
    return Said(text, enclosures, edited)


def _overheard(message: Message, username: str) -> tuple[Visitor, Event] | None:
    """In a group only what is said to us counts, and that is told to come to a private chat."""
    if message.from_user is not None and message.from_user.is_bot:
        return None
    text = message.text or message.caption or ""
    command = _COMMAND.match(text)
    named = command["bot"] if command else None
    if named and username and named.lower() != username.lower():
        return None
    replied = message.reply_to_message and message.reply_to_message.from_user
    to_us = bool(command) or (bool(username) and f"@{username.lower()}" in text.lower())
    to_us = to_us or bool(replied and replied.username == username)
    return _visitor(message.chat, None), Overheard(to_us)


def _press(query: CallbackQuery) -> tuple[Visitor, Event]:
    message, user = query.message, query.from_user
    if message is not None and message.chat.type in (ChatType.GROUP, ChatType.SUPERGROUP):
        visitor = _visitor(message.chat, None)
    else:
        visitor = Visitor(CHANNEL, str(user.id), clean(user.full_name), user.language_code)
    return visitor, Pressed(query.data or "", query.id, str(message.message_id) if message is not None else None)


def _membership(changed: ChatMemberUpdated) -> tuple[Visitor, Event]:
    here = changed.new_chat_member.status in _HERE
    if changed.chat.type == ChatType.PRIVATE:
        return _visitor(changed.chat, changed.from_user), Stayed(here)
    return _visitor(changed.chat, None), Overheard(to_us=True) if here else Stayed(here=False)


def _visitor(chat: Chat, user: User | None) -> Visitor:
    name = user.full_name if user else chat.title or chat.full_name or ""
    return Visitor(CHANNEL, str(chat.id), clean(name), user.language_code if user else None)
