"""The conversation, the same in every chat: what a person does, and what is said back."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from ..mailbox.delivery.phrases import say
from ..mailbox.desk.choice import ask_for_person, choose, find_waiting
from ..mailbox.desk.expectation import expect_addition, expect_person
from ..mailbox.desk.inquiry import Inquiry, Visitor
from ..mailbox.desk.person import recognise, speak
from ..mailbox.desk.pressing import ask_whether_eligible, press
from ..mailbox.desk.progress import find_own
from ..mailbox.desk.reception import Reception
from ..mailbox.desk.turn import Turn
from .event import Commanded, Event, Overheard, Pressed, Said, Stayed

PERSON_COMMANDS = ("humain", "human")
ELIGIBILITY_COMMANDS = ("eligibilite", "eligibility")


class Conversation:
    """Takes part in chats on behalf of the desk, within the caller's transaction."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    def take_part(
        self, session: Session, visitor: Visitor, event: Event, now: datetime, item_id: int | None = None
    ) -> None:
        """Do what an event asks for; what is said back goes into the outbox."""
        match event:
            case Said():
                inquiry = Inquiry(
                    visitor,
                    text=event.text,
                    words=event.text,
                    enclosures=event.enclosures,
                    item_id=item_id,
                    edited=event.edited,
                )
                self._reception.receive(session, inquiry, now)
            case Stayed():
                recognise(session, visitor, now).blocked_at = None if event.here else now
            case Overheard():
                self._turn(session, visitor, now).overhear(to_us=event.to_us)
            case Commanded():
                self._obey(session, visitor, event, now, item_id)
            case Pressed():
                self._press(session, visitor, event, now)

    def _obey(self, session: Session, visitor: Visitor, command: Commanded, now: datetime, item_id: int | None) -> None:
        turn = self._turn(session, visitor, now)
        turn.thread.expecting = None
        if command.name in PERSON_COMMANDS:
            expect_person(turn.thread)
            if command.argument.strip():
                said = Said(command.argument.strip())
                self.take_part(session, visitor, said, now, item_id)
            else:
                turn.say("person.write")
            return
        if command.name in ELIGIBILITY_COMMANDS:
            words = f"/{command.name} {command.argument}".strip()
            ask_whether_eligible(self._reception, session, turn.thread, visitor, words, now)
            return
        COMMANDS.get(command.name, Turn.help)(turn)

    def _press(self, session: Session, visitor: Visitor, press: Pressed, now: datetime) -> None:
        """Do what a button stands for; every press is answered, a stale or forged one with a line that helps."""
        turn = self._turn(session, visitor, now, edits=press.message)
        verb, _, rest = press.action.partition(":")
        act = PRESSES.get(verb)
        done = act(self._reception, turn, rest) if act is not None else False
        said = done if isinstance(done, str) else "" if done else say("menu.stale", turn.language)
        turn.answer_press(press.press, said)

    def _turn(self, session: Session, visitor: Visitor, now: datetime, *, edits: str | None = None) -> Turn:
        address = recognise(session, visitor, now)
        address.blocked_at = None
        return Turn(session, self._reception.call, address, now, edits=edits)


def _pick(reception: Reception, turn: Turn, rest: str) -> bool:
    question, _, number = rest.partition(":")
    if not (_is_number(question) and _is_number(number)):
        return False
    return choose(reception, turn.session, turn.address, int(question), int(number), turn.now, edits=turn.edits)


def _person(reception: Reception, turn: Turn, rest: str) -> bool | str:
    if not rest:
        expect_person(turn.thread)
        turn.say("person.write")
        return True
    if _is_number(rest) and (number := find_waiting(turn.session, turn.address, int(rest))):
        return say("menu.waiting", turn.language, number=number)
    return _is_number(rest) and ask_for_person(reception, turn.session, turn.address, int(rest), turn.now)


def _elig(reception: Reception, turn: Turn, rest: str) -> bool | str:
    if rest == "go":
        visitor = Visitor(turn.address.channel, turn.address.address)
        words = say("eligibility.check", turn.language)
        ask_whether_eligible(reception, turn.session, turn.thread, visitor, words, turn.now)
        return True
    return press(reception, turn.session, turn.thread, rest, turn.now)


def _add(_reception: Reception, turn: Turn, rest: str) -> bool:
    if not _is_number(rest) or find_own(turn.session, turn.call.slug, turn.address, int(rest)) is None:
        return False
    expect_addition(turn.thread, int(rest))
    turn.say("progress.write", number=int(rest))
    return True


def _speak(_reception: Reception, turn: Turn, rest: str) -> bool:
    if rest not in ("fr", "en"):
        return False
    speak(turn.address, rest, chosen=True)
    turn.say("menu.language_set", in_place=True)
    return True


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


COMMANDS: Mapping[str, Callable[[Turn], None]] = {
    "start": Turn.welcome,
    "aide": Turn.help,
    "help": Turn.help,
    "dates": Turn.dates,
    "rappels": Turn.reminders,
    "reminders": Turn.reminders,
    "langue": Turn.languages,
    "language": Turn.languages,
}
PRESSES: Mapping[str, Callable[[Reception, Turn, str], bool | str]] = {
    # Each does what its button stands for; a text is a short line to answer with, False an action that is none.
    "pick": _pick,
    "person": _person,
    "add": _add,
    "elig": _elig,
    "lang": _speak,
    "dates": lambda _reception, turn, _rest: turn.done(turn.dates),
    "rappels": lambda _reception, turn, _rest: turn.done(turn.reminders),
    "remind": lambda _reception, turn, rest: turn.remind(rest),
    "set": lambda _reception, turn, rest: turn.switch(rest, on=True),
    "unset": lambda _reception, turn, rest: turn.switch(rest, on=False),
    "forget": lambda _reception, turn, rest: turn.forget(rest),
}
