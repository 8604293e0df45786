"""What a thread waits to hear: the next message goes to a person, or to a request that is named."""

from sqlalchemy.orm import Session

from ...knowledge.conclusion import PersonWanted
from ..delivery import wording
from ..delivery.body import text
from ..delivery.phrases import say
from ..delivery.wording import Part
from ..records.models import Address, Thread
from .addition import add_to, find_addressed
from .inquiry import Inquiry
from .progress import find_own
from .response import Response

PERSON = "person"


def expect_person(thread: Thread) -> None:
    """Let the next message of this thread go to a person."""
    thread.expecting = PERSON


def expect_addition(thread: Thread, number: int) -> None:
    """Let the next message of this thread be added to a request."""
    thread.expecting = f"add:{number}"


def find_named_thread(session: Session, call: str, address: Address, words: str) -> Thread | None:
    """Find the thread of the request of theirs that a message begins with (`n° 12 : …`), where it belongs."""
    number = find_addressed(words.strip())
    ticket = find_own(session, call, address, number) if number else None
    return ticket.thread if ticket else None


def heed(response: Response, inquiry: Inquiry) -> bool:
    """Do with a message what its thread waits for, or what its first words (`n° 12 : …`) say; tell whether it was.

    A request is added to by the address that sent it alone.
    """
    thread, words = response.message.thread, inquiry.words.strip()
    expected, thread.expecting = thread.expecting, None
    if number := _number(expected):
        return _add(response, number)
    if number := find_addressed(words):
        return _add(response, number) or _add_to_none(response, number, words)
    if expected == PERSON and words:
        department = response.call.first_department
        response.add(PersonWanted(words, 1.0, department, asked_for=True))
        return True
    return False


def _add(response: Response, number: int) -> bool:
    ticket = find_own(response.session, response.call.slug, response.message.thread.address, number)
    if ticket is None:
        return False
    referral = add_to(response.session, response.desk, ticket, response.message)
    response.handover.joined.add(ticket.id)
    response.parts.append(Part((wording.say_added(referral, response.manner),)))
    return True


def _add_to_none(response: Response, number: int, words: str) -> bool:
    """Say that there is no such request from here; what was to be added goes to a person by itself."""
    unknown = say("progress.unknown", response.manner.language, number=number)
    response.parts.append(Part((text(unknown),)))
    response.add(PersonWanted(words, 1.0, response.call.first_department, asked_for=True))
    return True


def _number(expected: str | None) -> int | None:
    kind, _, number = (expected or "").partition(":")
    return int(number) if kind == "add" and number.isdigit() else None
