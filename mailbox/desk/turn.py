"""Our turn in a chat: the menus, and what is said outside of answers."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...knowledge.call import Call
from ...knowledge.conclusion import ReminderWanted
from ..delivery.body import Block, Body, Choice, note, text
from ..delivery.carrier import MailTrace
from ..delivery.outbox import post
from ..delivery.phrases import say
from ..delivery.quoting import quote_dates
from ..delivery.wording import Manner
from ..records.models import Address, Parcel, ParcelKind
from .person import tongue
from .reminder import remindable, subscribe, unsubscribe
from .reminder_wish import offer_reminders, settle_reminder_wish
from .thread import find_thread
from .told import record_citation


class Turn:
    """Says things to one address, within the caller's transaction; `edits` is the message a press stands under."""

    def __init__(
        self, session: Session, call: Call, address: Address, now: datetime, *, edits: str | None = None
    ) -> None:
        self.session, self.call, self.address, self.now, self.edits = session, call, address, now, edits
        self.thread = find_thread(session, call.slug, address, MailTrace(), now)

    @property
    def language(self) -> str:
        """The language to speak, read anew: a press may just have changed it."""
        return tongue(self.address)

    def say(self, key: str, *, in_place: bool = False, **data: object) -> None:
        """Say one phrase."""
        self._post((text(say(key, self.language, **data)),), (), in_place=in_place)

    def welcome(self) -> None:
        """Greet, say what this is and what it is not, and offer the menu."""
        name = f" {self.address.name}" if self.address.name else ""
        hello = say("menu.welcome", self.language, name=name, title=self.call.title)
        choices = [
            Choice(say("menu.dates", self.language), "dates"),
            *([Choice(say("eligibility.check", self.language), "elig:go")] if self.call.rules else []),
            Choice(say("menu.reminders", self.language), "rappels"),
            Choice(say("menu.person", self.language), "person"),
        ]
        self._post([*map(text, hello.split("\n\n")), note(say("menu.robot", self.language))], choices)

    def help(self) -> None:
        """Say what can be done here."""
        self._post([text(part) for part in say("menu.help", self.language).split("\n\n")], ())

    def dates(self) -> None:
        """Quote every date of the call."""
        blocks = [text(say("dates.lead", self.language)), *quote_dates(self.call, self.now, self.language)]
        parcel = self._post(blocks, [Choice(say("menu.reminders", self.language), "rappels")])
        for milestone in self.call.milestones.values():
            record_citation(self.session, self.thread, parcel, None, self.call.cite(milestone.passage), self.now)

    def reminders(self, *, in_place: bool = False) -> None:
        """Offer a button for each date that is still to come."""
        part = offer_reminders(self.session, self.call, self.address, Manner(self.language, self.now))
        self._post(part.blocks, part.choices, in_place=in_place)

    def languages(self) -> None:
        """Offer the languages."""
        choices = [Choice("Français", "lang:fr"), Choice("English", "lang:en")]
        self._post([text(say("menu.language", self.language))], choices)

    def overhear(self, *, to_us: bool) -> None:
        """Say in a group that questions are answered in private chats: when we are called, and at our first word."""
        mine = select(Parcel.id).filter_by(channel=self.address.channel, address=self.address.address).limit(1)
        if to_us or self.session.scalars(mine).first() is None:
            self.say("menu.group")

    def switch(self, name: str, *, on: bool) -> bool:
        """Switch one reminder on or off and show the menu as it is now; False for a date that is not ahead."""
        if name not in remindable(self.call, self.now):
            return False
        if on:
            subscribe(self.session, self.call, self.address, [name], self.now)
        else:
            unsubscribe(self.session, self.call, self.address, [name])
        self.reminders(in_place=True)
        return True

    def remind(self, name: str) -> bool:
        """Switch one reminder on from under an answer, and say so."""
        return self._wish(name, on=True) if name in remindable(self.call, self.now) else False

    def forget(self, name: str) -> bool:
        """Switch one reminder off from under a reminder, and say so."""
        return self._wish(name, on=False) if name in self.call.milestones else False

    def done(self, act: Callable[[], None]) -> bool:
        """Do it, and say that it is done."""
        act()
        return True

    def answer_press(self, press: str, words: str) -> None:
        """Answer a press, with a short line or none."""
        body = Body((text(words),) if words else ())
        post(
            self.session,
            call=self.call.slug,
            address=self.address,
            kind=ParcelKind.PRESS,
            body=body,
            edits=press,
            now=self.now,
        )

    def _wish(self, name: str, *, on: bool) -> bool:
        wish = ReminderWanted("", 1.0, (name,), on)
        part = settle_reminder_wish(self.session, self.call, self.address, wish, Manner(self.language, self.now))
        self._post(part.blocks[:1], part.choices)
        return True

    def _post(self, blocks: Sequence[Block], choices: Sequence[Choice], *, in_place: bool = False) -> Parcel:
        return post(
            self.session,
            call=self.call.slug,
            address=self.address,
            kind=ParcelKind.REPLY,
            body=Body(tuple(blocks), tuple(choices)),
            thread_id=self.thread.id,
            edits=self.edits if in_place else None,
            now=self.now,
        )
