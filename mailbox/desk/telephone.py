"""The telephone: a call that a colleague took becomes a ticket, with what the assistant would have said beside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from ...knowledge.assistant import Assistant, Channel, Context
from ...knowledge.call import Call
from ...knowledge.conclusion import Conclusion, Contradiction, Gap, PersonWanted, SmallTalk
from ...knowledge.language import tell_language
from ..delivery.carrier import MailTrace
from ..delivery.phrases import say
from ..delivery.sentence import mark
from ..delivery.wording import Manner
from ..records.models import Message, QuestionState, Staff, Ticket, TicketReason
from .entry import load_approved
from .inquiry import Inquiry, Visitor
from .journal import record
from .lanes import stir
from .person import LANGUAGES, recognise, speak, tongue
from .phone_errors import BadCaller
from .response import Response
from .thread import MAIL, PHONE, file_inquiry, find_thread
from .ticket import Desk, open_ticket

_MAIL = re.compile(r"[^\s@<>,;:\"()\[\]]{1,64}@(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}", re.IGNORECASE)
_NUMBER = re.compile(r"\+?\d{4,15}", re.ASCII)
_SEPARATORS = re.compile(r"[\s.\-/()]|\u00a0")
_ABROAD = re.compile(r"^00")
_FRENCH = re.compile(r"0(\d{9})", re.ASCII)


@dataclass(frozen=True)
class Caller:
    """Who called: `reach` is an e-mail address or a telephone number, `language` `fr`, `en` or unknown (empty)."""

    name: str
    reach: str
    language: str = ""


def note_call(
    session: Session, desk: Desk, call: Call, caller: Caller, words: str, staff: Staff, now: datetime
) -> Ticket:
    """File what a caller asked and open one ticket for all of it; nothing is sent.

    It goes into a thread of the e-mail address, so that the answer can be mailed, or of the telephone number. An
    address that is told by telephone proves nothing: it takes no new name. Raises `BadCaller`.
    """
    words = words.strip()
    reach = read_reach(caller.reach)
    missing = ((mark("la question"), words), (mark("une adresse électronique ou un numéro de téléphone"), reach))
    if reach is None or not words:
        raise BadCaller([name for name, found in missing if not found])
    visitor = Visitor(*reach, name=" ".join(caller.name.split()))
    address = recognise(session, visitor, now, doubted=True)
    told = tell_language(words)
    speak(address, caller.language if caller.language in LANGUAGES else told.value if told else "")
    mail = MailTrace(say("phone.subject", tongue(address))) if address.channel == MAIL else MailTrace()
    thread = find_thread(session, call.slug, address, mail, now)
    message = file_inquiry(session, thread, Inquiry(visitor, text=words, words=words, mail=mail), now)
    if message is None:
        raise LookupError("a call bears no Message-ID, so none is filed twice")
    ticket = _open(session, desk, call, message, staff, now)
    stir(session, desk, thread, now, thanks=False)
    record(session, call.slug, staff.id, "call-noted", now, ticket.id)
    return ticket


def read_reach(written: str) -> tuple[str, str] | None:
    """Read where somebody is reached, as channel and address; None for what is neither mail nor a number.

    A French number is kept as it is dialled from abroad, so that it is one however it is written.
    """
    written = written.strip()
    if _MAIL.fullmatch(written):
        return MAIL, written.lower()
    number = _ABROAD.sub("+", _SEPARATORS.sub("", written.replace("(0)", "")))
    number = _FRENCH.sub(r"+33\1", number) if _FRENCH.fullmatch(number) else number
    return (PHONE, number) if _NUMBER.fullmatch(number) else None


def _open(session: Session, desk: Desk, call: Call, message: Message, staff: Staff, now: datetime) -> Ticket:
    """Open a ticket with each thing that the assistant finds asked, left open with what it concludes."""
    manner = Manner(tongue(message.thread.address), now, mail=True)
    entries = load_approved(session, call)
    context = Context(now, Channel.MAIL, manner.language, message.thread.last_object, entries)
    found = Assistant(call).consider(message.words, context)
    asked = [one for one in found if not isinstance(one, SmallTalk)] or found[:1]
    ticket = open_ticket(
        session,
        call=call.slug,
        department=desk.office.department(_department(asked) or staff.department).key,
        reason=_reason(asked[0]),
        title=asked[0].question or message.words,
        now=now,
        schedule=desk.schedule,
        thread=message.thread,
    )
    response = Response(session, call, desk, message, manner, now)
    for conclusion in asked:
        question = response.file(conclusion)
        question.text = question.text or message.words
        question.ticket, question.state = ticket, QuestionState.OPEN
    session.flush()
    return ticket


def _department(asked: Sequence[Conclusion]) -> str:
    """Return the department that the first question which names one goes to."""
    named = (one.department for one in asked if isinstance(one, Gap | Contradiction | PersonWanted))
    return next(named, "")


def _reason(conclusion: Conclusion) -> TicketReason:
    """Tell why a person is needed: whoever calls asks for one, unless the call leaves it open anyway."""
    match conclusion:
        case Gap():
            return TicketReason.GAP
        case Contradiction():
            return TicketReason.CONTRADICTION
        case _:
            return TicketReason.ASKED_FOR
