"""What staff do with a ticket: each form of its page, and what the desk says to it."""

import re
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ...knowledge.date_expression import PARIS
from ..desk.answering import HOLD, answer, take_back
from ..desk.closing import close
from ..desk.conflict import Justice
from ..desk.correcting import correct_others
from ..desk.draft import save_draft
from ..desk.errors import DeskError, UnknownTicket
from ..desk.lanes import ask_colleague, assign, snooze, wait_for_candidate, wake
from ..desk.merging import merge, part
from ..desk.note import add_note
from ..desk.presence import be_seen, who_reads
from ..desk.readdressing import readdress
from ..desk.settlement import Settlement
from ..desk.suggestion import add_to_draft, suggest
from ..desk.ticket import Desk, reopen
from ..desk.transfer import hand_over, take_handover_back
from ..records.models import Staff
from .sheet import find_following, owns_ticket, read_version
from .ticket_page import STATUS, keep_words, seen_version, show_sheet, was_sent
from .visit import Visit

_QUESTION = re.compile(r"q[1-9]\d{0,9}", re.ASCII)


def send_answer(visit: Visit) -> Response:
    """Send an answer, and show the next ticket; the same form sent twice answers once, and looks as if sent once."""
    words, seen, by_phone = visit.sent("words"), seen_version(visit), bool(visit.sent("telephone"))

    def go(session: Session, staff: Staff) -> None:
        now, desk = visit.front.clock(), visit.front.desk
        settlement = _read_settlement(visit)
        answer(
            session,
            desk,
            visit.front.call,
            visit.number,
            staff,
            words,
            now,
            seen_version=seen,
            settlement=settlement,
            hold=HOLD,
            justice=Justice(visit.sent("motif"), visit.sent("ecarts"), correct=visit.sent("corriger") == "oui"),
            by_phone=by_phone,
            wait=visit.sent("attendre") == "oui",
        )

    response = _act(visit, go, "dit" if by_phone else "repondu")
    if by_phone:
        return response
    if response.status_code == 303:
        visit.front.rang()
        return _go_on(visit)
    if response.status_code == 409 and was_sent(visit, words, seen):
        return _go_on(visit)
    keep_words(visit, visit.number, words, seen)
    return response


def undo_answer(visit: Visit) -> Response:
    """Take an answer back that has not left yet."""

    def go(session: Session, staff: Staff) -> None:
        take_back(session, visit.front.desk, visit.number, staff, visit.front.clock())

    return _act(visit, go, "repris-en-main")


def correct_elsewhere(visit: Visit) -> Response:
    """Let those be corrected who read otherwise than the last answer says."""
    return _act(
        visit, lambda session, staff: correct_others(session, visit.number, staff, visit.front.clock()), "corrige"
    )


def keep_draft(visit: Visit) -> Response:
    """Save what is being written; answered with nothing to show."""
    if not keep_words(visit, visit.number, visit.sent("words"), seen_version(visit)):
        raise HTTPException(404)
    return Response(status_code=204)


def take_up_suggestion(visit: Visit) -> Response:
    """Put the suggested answer below what is written, as a draft, and show the page with it."""
    front, words = visit.front, visit.sent("words")

    def go(session: Session, staff: Staff) -> None:
        found = suggest(session, front.call, front.desk.office, visit.number, front.clock())
        draft = add_to_draft(words, found.words) if found else words
        save_draft(session, visit.number, staff.id, draft, seen_version(visit), front.clock())

    response = _act(visit, go, "suggere")
    return visit.go(f"/demandes/{visit.number}?fait=suggere#words") if response.status_code == 303 else response


def note_presence(visit: Visit) -> Response:
    """Note that the ticket's page is open; say who else has it open, and whether its thread moved since."""
    front = visit.front
    with front.database.begin() as session:
        version = read_version(session, front.call.slug, visit.number)
        if version is None:
            raise HTTPException(404)
        be_seen(session, visit.number, visit.staff.id, front.real_clock())
        readers = who_reads(session, visit.number, visit.staff.id, front.real_clock())
    here, moved = f"/demandes/{visit.number}", version != seen_version(visit)
    shown = f"{', '.join(readers)}/{moved}"
    if visit.sent("montre") == shown:
        return Response(status_code=204)
    return visit.show("presence.html", readers=readers, moved=moved, here=here, shown=shown)


def close_ticket(visit: Visit) -> Response:
    """Close without an answer, unless something came in that the page does not show, or a question is open."""

    def go(session: Session, staff: Staff) -> None:
        unwanted = visit.sent("indesirable") == "oui"
        close(session, visit.number, staff, visit.front.clock(), seen_version=seen_version(visit), unwanted=unwanted)

    return _act(visit, go, "ferme")


def reopen_ticket(visit: Visit) -> Response:
    """Open a closed ticket again; a draft that was not sent comes along."""
    response = _do(visit, reopen, "rouvert")
    kept = visit.sent("words").strip() and response.status_code == 303
    return show_sheet(visit, done="rouvert") if kept else response


def hand_over_ticket(visit: Visit) -> Response:
    """Give a ticket to another department."""
    front, department = visit.front, visit.sent("department")
    if department not in front.desk.office.departments:
        raise HTTPException(400)

    def go(session: Session, staff: Staff) -> None:
        hand_over(session, front.desk, visit.number, department, staff, front.clock())

    return _ring(visit, _act(visit, go, "transmis"))


def undo_handover(visit: Visit) -> Response:
    """Take a handover back of which the candidate has not been told yet."""
    return _do(visit, take_handover_back, "non-transmis")


def readdress_ticket(visit: Visit) -> Response:
    """Let the answer go to who wrote a forwarded mail first."""
    front = visit.front
    return _act(
        visit, lambda session, _: readdress(session, visit.number, front.desk.address, front.clock()), "readresse"
    )


def take_ticket(visit: Visit) -> Response:
    """Make a ticket one's own, or nobody's."""
    owner = None if visit.sent("lacher") else visit.staff.id
    return _act(visit, lambda session, staff: assign(session, visit.number, staff, owner, visit.front.clock()), "pris")


def write_note(visit: Visit) -> Response:
    """Add an internal note; one that asks a colleague lets the ticket wait for them."""
    words = visit.sent("note")
    act = ask_colleague if visit.sent("collegue") else add_note
    return _act(
        visit,
        lambda session, staff: act(session, visit.front.desk, visit.number, staff, words, visit.front.clock()),
        "note",
    )


def let_wait(visit: Visit) -> Response:
    """Let a ticket wait for the candidate."""
    return _do(visit, wait_for_candidate, "attend")


def let_sleep(visit: Visit) -> Response:
    """Let a ticket sleep until a day at 9:00 in Paris, or a milestone."""
    front, milestone = visit.front, visit.sent("jalon")
    until = _read_day(visit.sent("jusqu"))

    def go(session: Session, staff: Staff) -> None:
        snooze(session, front.desk, front.call, visit.number, staff, front.clock(), until=until, milestone=milestone)

    return _act(visit, go, "endormi")


def wake_ticket(visit: Visit) -> Response:
    """Let a ticket wait for an answer again."""
    return _do(visit, wake, "reveille")


def merge_ticket(visit: Visit) -> Response:
    """Merge a ticket into another of the same person, and show that one."""
    into = visit.sent("dans")
    number = int(into) if into.isascii() and into.isdigit() and len(into) < 10 else 0
    response = _act(
        visit,
        lambda session, staff: merge(session, visit.front.desk, visit.number, number, staff, visit.front.clock()),
        "fusionne",
    )
    return visit.go(f"/demandes/{number}?fait=fusionne&de={visit.number}") if response.status_code == 303 else response


def part_ticket(visit: Visit) -> Response:
    """Undo a merge."""
    return _do(visit, part, "separe")


def _act(visit: Visit, go: Callable[[Session, Staff], object], done: str) -> Response:
    """Do something with a ticket of this call; what the desk refuses is said on its page, which keeps the draft."""
    try:
        with visit.front.database.begin() as session:
            if not owns_ticket(session, visit.front.call.slug, visit.number):
                raise UnknownTicket(visit.number)
            go(session, session.get_one(Staff, visit.staff.id))
    except DeskError as refusal:
        return show_sheet(visit, status=STATUS.get(type(refusal), 400), refusal=refusal, seen=seen_version(visit))
    return visit.go(f"/demandes/{visit.number}?fait={done}")


def _do(visit: Visit, act: Callable[[Session, Desk, int, Staff, datetime], object], done: str) -> Response:
    front = visit.front
    return _act(visit, lambda session, staff: act(session, front.desk, visit.number, staff, front.clock()), done)


def _go_on(visit: Visit) -> Response:
    """Show the ticket that is due next after one was answered, with the way to take that answer back."""
    if not visit.sent("suivante"):
        return visit.go(f"/demandes/{visit.number}?fait=repondu")
    with visit.front.database.read() as session:
        following = find_following(session, visit.front.call.slug, visit.number, visit.staff.department)
    return visit.go(f"/demandes/{following}?parti={visit.number}" if following else f"/?parti={visit.number}")


def _ring(visit: Visit, response: Response) -> Response:
    if response.status_code == 303:
        visit.front.rang()
    return response


def _read_settlement(visit: Visit) -> Settlement | None:
    """Read what becomes of each question: `q12` is `repondue`, `refusee` with the reason `r12`, or `ouverte`."""
    fates = {int(name[1:]): fate for name, fate in visit.form.items() if _QUESTION.fullmatch(name)}
    if not fates:
        return None
    return Settlement(
        answered=[number for number, fate in fates.items() if fate == "repondue"],
        declined={number: visit.sent(f"r{number}") for number, fate in fates.items() if fate == "refusee"},
    )


def _read_day(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(f"{written}T09:00").replace(tzinfo=PARIS) if written else None
    except ValueError:
        return None
