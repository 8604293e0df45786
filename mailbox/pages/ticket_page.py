"""The screen of one ticket: its thread, and what staff do with it."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ..desk.errors import (
    DeskError,
    NoFirstWriter,
    NothingToSend,
    ThreadMoved,
    TicketClosed,
    UnknownTicket,
    Unreachable,
)
from ..desk.readdressing import readdress
from ..desk.ticket import answer, close, hand_over, reopen, sign
from ..records.models import Author, Message, Staff, Ticket
from .correspondence import Correspondence
from .sheet import owns_ticket, read_sheet
from .visit import Visit

_STATUS: dict[type[DeskError], int] = {
    UnknownTicket: 404,
    TicketClosed: 409,
    ThreadMoved: 409,
    NothingToSend: 400,
    Unreachable: 400,
    NoFirstWriter: 409,
}


def show_ticket(visit: Visit) -> Response:
    """Show a ticket with its whole thread."""
    return _show(visit, done=visit.asked("fait"))


def send_answer(visit: Visit) -> Response:
    """Send an answer and close; the same form sent twice answers once, and looks as if sent once."""
    words, seen = visit.sent("words"), _seen(visit)

    def go(session: Session, staff: Staff) -> None:
        now = visit.front.clock()
        answer(session, visit.front.desk, visit.number, staff, words, now, seen_version=seen)

    response = _act(visit, go, "repondu")
    if response.status_code == 303:
        visit.front.rang()
    elif response.status_code == 409 and _was_sent(visit, words, seen):
        return _go(visit, "repondu")
    return response


def close_ticket(visit: Visit) -> Response:
    """Close without an answer, unless something came in that the page does not show."""

    def go(session: Session, staff: Staff) -> None:
        close(session, visit.number, staff, visit.front.clock(), seen_version=_seen(visit))

    return _act(visit, go, "ferme")


def reopen_ticket(visit: Visit) -> Response:
    """Open a closed ticket again; a draft that was not sent comes along."""
    response = _act(visit, lambda session, _: reopen(session, visit.number), "rouvert")
    return _show(visit, done="rouvert") if visit.sent("words").strip() and response.status_code == 303 else response


def hand_over_ticket(visit: Visit) -> Response:
    """Give a ticket to another department."""
    department = visit.sent("department")
    if department not in visit.front.desk.office.departments:
        raise HTTPException(400)
    return _act(visit, lambda session, _: hand_over(session, visit.front.desk, visit.number, department), "transmis")


def readdress_ticket(visit: Visit) -> Response:
    """Let the answer go to who wrote a forwarded mail first."""
    front = visit.front

    def go(session: Session, _staff: Staff) -> None:
        readdress(session, visit.number, front.desk.address, front.clock())

    return _act(visit, go, "readresse")


def _act(visit: Visit, go: Callable[[Session, Staff], object], done: str) -> Response:
    """Do something with a ticket of this call; what the desk refuses is said on its page, which keeps the draft."""
    try:
        with visit.front.database.begin() as session:
            if not owns_ticket(session, visit.front.call.slug, visit.number):
                raise UnknownTicket(visit.number)
            go(session, session.get_one(Staff, visit.staff.id))
    except DeskError as refusal:
        return _show(visit, status=_STATUS.get(type(refusal), 400), refusal=str(refusal), seen=_seen(visit))
    return _go(visit, done)


def _go(visit: Visit, done: str) -> Response:
    return visit.go(f"/demandes/{visit.number}?fait={done}")


def _seen(visit: Visit) -> int:
    """Return the thread's version on the page that the form was on; one that no thread has where it says none."""
    version = visit.sent("version")
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else -1


def _was_sent(visit: Visit, words: str, seen: int) -> bool:
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


def _find_first_writer(visit: Visit, thread: Correspondence | None) -> str:
    """Return who wrote a forwarded mail first, as `readdress` would find them; empty where that is nobody else."""
    if thread is None:
        return ""
    but = ("", visit.front.desk.address, thread.address)
    forwarded = [letter.first_by for letter in thread.letters if letter.author is Author.CANDIDATE]
    return next((address for address in reversed(forwarded) if address not in but), "")


def _show(visit: Visit, *, status: int = 200, refusal: str = "", done: str = "", seen: int | None = None) -> Response:
    front, staff = visit.front, visit.staff
    with front.database.read() as session:
        sheet = read_sheet(session, front.call.slug, visit.number, seen)
    if sheet is None:
        raise HTTPException(404)
    office = front.desk.office
    return visit.show(
        "ticket.html",
        status=status,
        sheet=sheet,
        thread=sheet.thread,
        refusal=refusal,
        done=done,
        draft=visit.sent("words"),
        first_writer=_find_first_writer(visit, sheet.thread),
        signature=sign(office, staff.name, staff.capacity, staff.department),
        now=front.clock(),
        name_channel=front.name_channel,
        department=office.department(sheet.department),
    )
