"""The command menus that Telegram's apps show, in French and for everybody else in English."""

from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

from ...mailbox.delivery.phrases import say

FRENCH = ("start", "aide", "eligibilite", "dates", "rappels", "humain", "langue")
ENGLISH = ("start", "help", "eligibility", "dates", "reminders", "human", "language")
_PHRASES = ("start", "help", "eligibility", "dates", "reminders", "human", "language")


def list_commands(language: str) -> list[BotCommand]:
    """List a menu's commands with what each does."""
    names = FRENCH if language == "fr" else ENGLISH
    return [BotCommand(name, say(f"command.{key}", language)) for name, key in zip(names, _PHRASES, strict=True)]


async def set_menus(bot: Bot) -> None:
    """Set the menus of private chats, and none in groups, where no question is answered."""
    private = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(list_commands("en"), scope=private)
    await bot.set_my_commands(list_commands("fr"), scope=private, language_code="fr")
    await bot.delete_my_commands(scope=BotCommandScopeAllGroupChats())
