"""Reception: an inquiry of any channel becomes messages, questions, tickets, a reply, in one transaction."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from ...knowledge.assistant import Assistant, Channel, Context
from ...knowledge.call import Call, Pair
from ...knowledge.conclusion import Answer, Settled, SmallTalk, SmallTalkKind
from ...knowledge.language import tell_language
from ..delivery import wording
from ..delivery.body import Body, text
from ..delivery.outbox import post
from ..delivery.phrases import say
from ..delivery.verdict_wording import name_verdict
from ..delivery.wording import Manner, Part
from ..records.models import Address, Authenticity, Author, Message, ParcelKind, Refusal, Thread, TicketReason
from .automatic import file_automatic
from .echo import take_out_ours
from .entry import load_approved
from .expectation import find_named_thread, heed
from .forwarding import find_original_sender
from .hearing import listen
from .inquiry import STICKER, Enclosure, Inquiry
from .lanes import stir
from .pacing import is_too_often, was_thanked, was_told
from .person import recognise, speak, tongue
from .response import Response
from .returned import see_to_returned
from .staff_reply import is_away_from_desk, receive_staff_reply
from .thread import MAIL, file_inquiry, file_our_words, find_foreign, find_thread, trace_reply
from .ticket import Desk
from .told import record_citation, record_decision, record_verdict

_PROMISES_A_FILE = re.compile(
    r"\bci[ -]joint|\bje (?:vous )?joins\b|\b(?:veuillez|vous) trouver(?:ez)? (?:ci|en p)"
    r"|\bvoir (?:la |le )?(?:pj|pi[èe]ces? jointe)"
    r"|\bplease find (?:attached|enclosed)|\bi(?: have| am|'m|'ve)? attach(?:ed|ing)?\b|\bi enclose\b|\bcf\.? ?pj\b",
    re.IGNORECASE,
)
REGISTRATION = Pair("application", "how")


@dataclass(frozen=True)
class Reception:
    """Receives inquiries to one call."""

    call: Call
    assistant: Assistant
    desk: Desk

    def receive(self, session: Session, inquiry: Inquiry, now: datetime) -> None:
        """File an inquiry and decide what becomes of it, within the caller's transaction.

        Every inquiry ends in a reply, a ticket or both, but for a mail that is filed already, what robots wrote, which
        is filed and never answered, a second bare thanks by mail within a day, and what staff reply to mails of ours.
        """
        if self._is_no_inquiry(session, inquiry, now):
            return
        held = inquiry.authenticity is Authenticity.FAILED
        address = recognise(session, inquiry.visitor, now, doubted=held)
        if inquiry.automatic:
            file_automatic(session, self.call, self.desk, address, inquiry, now)
            return
        foreign = find_foreign(session, self.call.slug, address, inquiry.mail)
        named = None if held else find_named_thread(session, self.call.slug, address, inquiry.words)
        thread = named or find_thread(session, self.call.slug, address, inquiry.mail, now)
        if address.channel == MAIL:
            inquiry = _without_ours(session, thread, inquiry)
        message = file_inquiry(session, thread, inquiry, now)
        if message is None:
            return
        if not held:
            address.blocked_at = None
            if language := tell_language(inquiry.words):
                speak(address, language.value)
        response = self.respond(session, message, now, notes=("edited",) if inquiry.edited else ())
        if held:
            self._leave_to_a_person(response, TicketReason.HELD)
            return  # a reply would go to whoever's address was borrowed
        if self._say(response, inquiry, held=foreign is not None):
            self.send(response)
        stir(session, self.desk, thread, now, thanks=response.is_courtesy)

    def _is_no_inquiry(self, session: Session, inquiry: Inquiry, now: datetime) -> bool:
        """See to what is not a candidate's: reports on deliveries, mail of our own, and what staff reply to ours."""
        if inquiry.returned and see_to_returned(session, self.call.slug, inquiry, inquiry.returned, now):
            return True
        if inquiry.ours:
            return True  # it is here already; the item keeps the letter
        if inquiry.staff_reply is not None:
            receive_staff_reply(session, self.desk, self.call, inquiry, inquiry.staff_reply, now)
            return True
        return is_away_from_desk(session, inquiry)

    def _say(self, response: Response, inquiry: Inquiry, *, held: bool) -> bool:
        """Decide what is said; False where nothing is, to whom has been told that a person will answer."""
        session, address, now = response.session, response.message.thread.address, response.now
        if address.channel == MAIL and is_too_often(session, address, now):
            told = was_told(session, address, now)
            self._leave_to_a_person(response, TicketReason.OFTEN)
            self._say_what_is_not_kept(response, inquiry.enclosures)
            return not told
        if held:
            self._leave_to_a_person(response, TicketReason.HELD)
            self._say_what_is_not_kept(response, inquiry.enclosures)
            return True
        if address.channel == MAIL and self._is_forwarded(inquiry):
            self._leave_to_a_person(response, TicketReason.FORWARDED)
            self._say_what_is_not_kept(response, inquiry.enclosures)
            return True
        if not heed(response, inquiry):
            self._consider(response, inquiry)
        if address.channel == MAIL and not inquiry.enclosures and _PROMISES_A_FILE.search(inquiry.words):
            response.parts.append(Part((wording.say_phrase("enclosure.missing", response.manner),)))
        self._enclose(response, inquiry.enclosures)
        by_courtesy = address.channel == MAIL and response.is_courtesy and not inquiry.enclosures
        return not (by_courtesy and was_thanked(session, response.message, now))

    def _is_forwarded(self, inquiry: Inquiry) -> bool:
        """Tell whether what is asked was asked by somebody else, whom a person finds out."""
        return find_original_sender(inquiry.mail.subject, inquiry.text) not in ("", self.desk.address)

    def respond(self, session: Session, message: Message, now: datetime, *, notes: Sequence[str] = ()) -> Response:
        """Begin a response to a message in its person's language; `notes` are keys of phrases said first."""
        address = message.thread.address
        language = tongue(address)
        said = tuple(say(key, language) for key in notes)
        manner = Manner(language, now, mail=address.channel == MAIL, notes=said)
        return Response(session, self.call, self.desk, message, manner, now)

    def send(self, response: Response, *, edits: str | None = None) -> None:
        """Put what a response says into the outbox, filed in its thread and recorded as told; nothing if it is mute."""
        if not response.parts:
            return
        body = wording.compose(response.parts, response.manner, service=self.desk.office.imprint)
        self._post(response, body, edits)

    def _post(self, response: Response, body: Body, edits: str | None) -> None:
        session, thread, now = response.session, response.message.thread, response.now
        mail = trace_reply(session, thread, self.desk.address)
        message = file_our_words(session, thread, Author.ASSISTANT, body, mail, now)
        parcel = post(
            session,
            call=self.call.slug,
            address=thread.address,
            kind=ParcelKind.REPLY,
            body=body,
            mail=mail,
            thread_id=thread.id,
            message_id=message.id,
            edits=edits,
            now=now,
        )
        for pair, citation in response.told:
            record_citation(session, thread, parcel, pair, citation, now)
        for decision in response.decided:
            record_decision(session, thread, parcel, decision, now)
        if response.verdict is not None:
            name = name_verdict(response.verdict, response.manner.language)
            record_verdict(session, thread, parcel, name, response.verdict, now)

    def _consider(self, response: Response, inquiry: Inquiry) -> None:
        words = inquiry.words.strip()
        if inquiry.enclosures and not words and not inquiry.mail.subject:
            return
        thread, address = response.message.thread, response.message.thread.address
        hearing, context = listen(response, words, edited=inquiry.edited), self._context(thread, address, response)
        if hearing:
            conclusions = hearing.conclude(lambda rest: self.assistant.consider(rest, context))
        else:
            conclusions = self.assistant.consider(words, context, inquiry.mail.subject)
        for conclusion in conclusions:
            if not (inquiry.enclosures and _is_nothing(conclusion)):
                response.add(conclusion)
        if hearing:
            hearing.end(conclusions)
        told = [c for c in conclusions if isinstance(c, Settled)]
        if told:
            thread.last_object = str(told[-1].pair)

    def _leave_to_a_person(self, response: Response, reason: TicketReason) -> None:
        """Say only that a person will answer, and open a ticket that tells why the assistant did not."""
        words = " ".join(response.message.words.split()) or response.message.subject
        referral = response.handover.pass_on(self.call.first_department, reason, words)
        response.parts.append(wording.say_handed_over("person.asked_for", "", referral, response.manner))

    def _say_what_is_not_kept(self, response: Response, enclosures: Sequence[Enclosure]) -> None:
        for refusal in Refusal:
            if lost := [enclosure.name for enclosure in enclosures if enclosure.why_not_kept is refusal]:
                words = say(f"enclosure.{refusal.value}", response.manner.language, names=", ".join(lost))
                response.parts.append(Part((text(words),)))

    def _enclose(self, response: Response, enclosures: Sequence[Enclosure]) -> None:
        """Answer files: each is kept, a person sees it, and nobody believes that an application was registered."""
        files = [enclosure for enclosure in enclosures if enclosure.type != STICKER]
        kept = [one for one in files if not (one.incidental and response.parts)]
        if files and not kept:
            return
        if not kept:
            if enclosures and not response.parts:
                response.parts.append(Part((wording.say_phrase("enclosure.sticker", response.manner),)))
            return
        self._say_what_is_not_kept(response, kept)
        lost = sum(one.why_not_kept is not None for one in kept)
        if response.handover.joined:
            if lost < len(kept):
                joined = "enclosure.rest_joined" if lost else "enclosure.joined"
                response.parts.append(Part((wording.say_phrase(joined, response.manner),)))
            return
        title = f"Fichier reçu : {', '.join(enclosure.name for enclosure in kept)}"
        referral = response.handover.pass_on(self.call.first_department, TicketReason.DOCUMENT, title)
        if referral.known:
            response.parts.append(Part((wording.say_added(referral, response.manner),)))
            return
        if all(enclosure.type.startswith("audio/") for enclosure in kept):
            response.parts.append(wording.say_handed_over("enclosure.voice", "", referral, response.manner))
            return
        if lost:
            told = "enclosure.none_kept" if lost == len(kept) else "enclosure.rest_kept"
            response.parts.append(wording.say_handed_over(told, "", referral, response.manner))
            return
        conclusion = self.assistant.conclude(REGISTRATION, "")
        citations = conclusion.citations if isinstance(conclusion, Answer) else ()
        if set(citations) <= {citation for _, citation in response.told}:
            response.parts.append(wording.say_handed_over("enclosure.kept_too", "", referral, response.manner))
            return
        response.told += [(REGISTRATION, citation) for citation in citations]
        response.parts.append(wording.say_file_kept(self.call, citations, referral, response.manner))

    def _context(self, thread: Thread, address: Address, response: Response) -> Context:
        """Say what the assistant may know, with the office's entries as they stand at this inquiry."""
        return Context(
            now=response.now,
            channel=Channel.MAIL if response.manner.mail else Channel.CHAT,
            language=address.language,
            last_object=thread.last_object,
            entries=load_approved(response.session, self.call),
        )


def _without_ours(session: Session, thread: Thread, inquiry: Inquiry) -> Inquiry:
    """Leave out of a mail what it repeats of ours; the subject of a thread that goes on asks nothing more."""
    words = take_out_ours(session, thread, inquiry.words)
    stale = thread.version > 0 and bool(words.strip())
    return replace(inquiry, words=words, mail=replace(inquiry.mail, subject="") if stale else inquiry.mail)


def _is_nothing(conclusion: object) -> bool:
    return isinstance(conclusion, SmallTalk) and conclusion.kind is SmallTalkKind.NOTHING
