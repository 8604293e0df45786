"""The screen of one ticket: its thread, its questions, what may be said to them, and what staff can do."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ..delivery.phrases import capital, name_milestone
from ..delivery.wording import Manner
from ..desk.answering import can_take_back, sign
from ..desk.clock import read_clock
from ..desk.conflict import fingerprint
from ..desk.draft import find_draft, save_draft
from ..desk.eligibility_errors import BadDay, FactsMoved, NoSuchAnswer
from ..desk.entry import load_approved
from ..desk.errors import (
    DeskError,
    NobodyThere,
    NoFirstWriter,
    NotMergeable,
    QuestionsOpen,
    ThreadMoved,
    TicketClosed,
    TooLateToTakeBack,
    UnequalTreatment,
    Unexplained,
    UnknownTicket,
)
from ..desk.phone_errors import OnlyByPhone, Writable
from ..desk.presence import who_reads
from ..desk.quoted_entry import Ready, make_ready
from ..desk.reminder import remindable
from ..desk.saved_reply import list_replies
from ..desk.suggestion import Suggestion, suggest
from ..desk.thread import PHONE
from ..desk.transfer import can_take_handover_back
from ..records.models import Author, Message, Ticket
from .correspondence import Correspondence
from .eligibility_panel import read_panel
from .sheet import Sheet, owns_ticket, read_sheet
from .translation import language
from .visit import Visit, read_number

STATUS: dict[type[DeskError], int] = {
    UnknownTicket: 404,
    UnequalTreatment: 409,
    Unexplained: 409,
    TicketClosed: 409,
    ThreadMoved: 409,
    NoFirstWriter: 409,
    QuestionsOpen: 409,
    TooLateToTakeBack: 409,
    NobodyThere: 409,
    NotMergeable: 409,
    OnlyByPhone: 409,
    Writable: 409,
    FactsMoved: 409,
}
"""The HTTP status of what the desk refuses; 400 for the rest."""


def show_ticket(visit: Visit) -> Response:
    """Show a ticket with its whole thread; others see that it is read."""
    return show_sheet(visit, done=visit.asked("fait"))


def seen_version(visit: Visit) -> int:
    """Return the thread's version on the page that the form was on; one that no thread has where it says none."""
    version = visit.sent("version")
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else -1


def keep_words(visit: Visit, number: int, words: str, seen: int) -> bool:
    """Keep what was written to a ticket as its writer's draft; False where there is no such ticket of this call."""
    front = visit.front
    with front.database.begin() as session:
        if not owns_ticket(session, front.call.slug, number):
            return False
        save_draft(session, number, visit.staff.id, words, seen, front.clock())
    return True


def was_sent(visit: Visit, words: str, seen: int) -> bool:
    """Tell whether this very form was sent before: the same words, by the same person, as the next message."""
    query = (
        select(Message.words, Message.staff_id, Message.author)
        .join(Ticket, Ticket.thread_id == Message.thread_id)
        .where(Ticket.id == visit.number)
        .order_by(Message.id)
        .offset(max(seen, 0))
        .limit(1)
    )
    with visit.front.database.read() as session:
        found = session.execute(query).one_or_none()
    return found is not None and tuple(found) == (words.strip(), visit.staff.id, Author.STAFF)


def show_sheet(
    visit: Visit, *, status: int = 200, refusal: DeskError | None = None, done: str = "", seen: int | None = None
) -> Response:
    """Show a ticket's page; `refusal` is what the desk said to the form, whose words stay, `done` what was done."""
    front, staff = visit.front, visit.staff
    now, office = front.clock(), front.desk.office
    with front.database.read() as session:
        sheet = read_sheet(session, front.call, visit.number, seen, department=staff.department)
        if sheet is None:
            raise HTTPException(404)
        replies = _list_replies(session, visit, sheet) if sheet.open and sheet.thread else ()
        draft = find_draft(session, visit.number, staff.id)
        readers = who_reads(session, visit.number, staff.id, front.real_clock())
        suggestion = suggest(session, front.call, office, visit.number, now) if sheet.open and sheet.thread else None
        panel = read_panel(session, front.call, office, sheet.thread, now)
        gone = read_number(visit.asked("parti"))
        if gone and not can_take_back(session, gone, staff.id, now):
            gone = None
        takeable = can_take_back(session, visit.number, staff.id, now)
        returnable = can_take_handover_back(session, visit.number, staff.id, now)
    written = visit.sent("words") or (draft.words if draft else "")
    taken_up = suggestion if suggestion and suggestion.words in written else None
    conflicts = refusal.conflicts if isinstance(refusal, UnequalTreatment) else ()
    return visit.show(
        "ticket.html",
        status=status,
        sheet=sheet,
        thread=sheet.thread,
        refusal=refusal,
        conflicts=conflicts,
        seen_conflicts=fingerprint(conflicts) if conflicts else "",
        reason=visit.sent("motif"),
        correct=visit.sent("corriger") == "oui",
        done=done,
        gone=gone,
        takeable=takeable,
        returnable=returnable,
        draft=written,
        suggestion=suggestion,
        panel=panel,
        examining=isinstance(refusal, NoSuchAnswer | BadDay | FactsMoved),
        readers=readers,
        replies=replies,
        first_writer=_find_first_writer(visit, sheet.thread),
        signature=sign(office, staff.name, staff.capacity, staff.department),
        milestones=[(name, capital(name_milestone(name, language()))) for name in remindable(front.call, now)],
        by_phone=sheet.thread is not None and sheet.thread.channel == PHONE,
        mine=sheet.owner_id == staff.id,
        left=read_clock(sheet.due_at, sheet.left_minutes, now, front.desk.schedule.off),
        now=now,
        name_channel=front.name_channel,
        department=office.department(sheet.department),
        fates=_read_fates(visit, sheet, taken_up),
    )


def _list_replies(session: Session, visit: Visit, sheet: Sheet) -> list[Ready]:
    """List the saved replies as they go into an answer to this person: what they quote of the FAQ is filled in."""
    front, language = visit.front, sheet.thread.language if sheet.thread else "fr"
    entries = {entry.id: entry for entry in load_approved(session, front.call)}
    manner = Manner(language, front.clock())
    return [
        make_ready(front.call, front.desk.office, reply, entries, manner)
        for reply in list_replies(session, front.call.slug)
    ]


def _read_fates(visit: Visit, sheet: Sheet, taken_up: Suggestion | None) -> dict[int, tuple[str, str]]:
    """Return what the form said of each question, so that a page that comes back says it still.

    What a suggestion that was taken up leaves unanswered stays open.
    """

    def plain(number: int) -> str:
        return "ouverte" if taken_up and number not in taken_up.answered else "repondue"

    return {
        asked.number: (visit.sent(f"q{asked.number}") or plain(asked.number), visit.sent(f"r{asked.number}"))
        for asked in sheet.asked
    }


def _find_first_writer(visit: Visit, thread: Correspondence | None) -> str:
    """Return who wrote a forwarded mail first, as `readdress` would find them; empty where that is nobody else."""
    if thread is None:
        return ""
    but = ("", visit.front.desk.address, thread.address)
    forwarded = [letter.first_by for letter in thread.letters if letter.author is Author.CANDIDATE]
    return next((address for address in reversed(forwarded) if address not in but), "")
