"""What a person wishes of reminders: switched on or off, and offered."""

from sqlalchemy.orm import Session

from ...knowledge.call import Call
from ...knowledge.conclusion import ReminderWanted
from ..delivery.body import Choice, note, text
from ..delivery.phrases import capital, name_milestone, say
from ..delivery.wording import Manner, Part, say_reminders
from ..records.models import Address
from .reminder import remindable, subscribe, subscribed, unsubscribe


def settle_reminder_wish(session: Session, call: Call, address: Address, wish: ReminderWanted, manner: Manner) -> Part:
    """Switch reminders on or off as a person asks, and list them; in a chat that names no date, offer a menu."""
    if not wish.on:
        off = unsubscribe(session, call, address, wish.milestones)
        return say_reminders("reminder.off", call, off, manner, wish.question)
    if not wish.milestones and not manner.mail:
        return offer_reminders(session, call, address, manner)
    names = wish.milestones or tuple(remindable(call, manner.now))
    on = subscribe(session, call, address, names, manner.now)
    part = say_reminders("reminder.on", call, on, manner, wish.question)
    return Part((*part.blocks, note(say("reminder.stop_mail", manner.language))), (), wish.question) if on else part


def offer_reminders(session: Session, call: Call, address: Address, manner: Manner) -> Part:
    """Offer a button for each milestone ahead, ticked where a reminder is set."""
    ahead, on = remindable(call, manner.now), subscribed(session, call, address)
    if not ahead:
        return Part((text(say("reminder.menu_none", manner.language)),))
    choices = tuple(
        Choice(
            f"{'✓ ' if name in on else ''}{capital(name_milestone(name, manner.language))}",
            f"{'unset' if name in on else 'set'}:{name}",
        )
        for name in ahead
    )
    return Part((text(say("reminder.menu", manner.language)),), choices)
