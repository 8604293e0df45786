"""The screen of a cluster: open tickets that ask the same, ticked, read, and answered with one text."""

from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.responses import Response

from ...knowledge.serving import load_likeness
from ..desk.answering import HOLD, sign, take_back, was_taken_back
from ..desk.cluster import MOST, Sent, answer_all, find_alike
from ..desk.errors import DeskError, NothingToSend, TooLateToTakeBack
from ..records.models import Staff
from .sheet import owns_ticket, read_sheet
from .ticket_page import keep_words
from .visit import Visit, read_number


def show_cluster(visit: Visit) -> Response:
    """Show the open tickets that ask what this one does, each with its question."""
    return _show(visit)


def answer_cluster(visit: Visit) -> Response:
    """Send one text to the tickets that are ticked, each by itself; say which were stopped, and why."""
    front, words = visit.front, visit.sent("words")
    if not words.strip():
        return _show(visit, status=400, refusal=NothingToSend())
    versions = {int(name[1:]): _read(value) for name, value in visit.form.items() if _is_tick(name)}
    with front.database.read() as session:
        ours = {number: seen for number, seen in versions.items() if owns_ticket(session, front.call.slug, number)}
    questions = {number: _read(visit.sent(f"q{number}")) for number in ours}
    sent = answer_all(
        front.database, front.desk, front.call, ours, questions, visit.staff.id, words, front.clock(), HOLD
    )
    if any(not one.refusal for one in sent):
        front.rang()
    for one in sent:
        if one.refusal:
            keep_words(visit, one.number, words, ours[one.number])
    return _show(visit, status=409 if any(one.refusal for one in sent) else 200, sent=sent)


def undo_cluster(visit: Visit) -> Response:
    """Take back what was sent to several tickets, each by itself; say which had left."""
    front, late = visit.front, list[int]()
    numbers = [number for word in visit.sent("demandes").split() if (number := read_number(word))][:MOST]
    for number in numbers:
        try:
            with front.database.begin() as session:
                if was_taken_back(session, number, visit.staff.id):
                    continue
                if owns_ticket(session, front.call.slug, number):
                    staff = session.get_one(Staff, visit.staff.id)
                    take_back(session, front.desk, number, staff, front.clock())
        except TooLateToTakeBack:
            late.append(number)
    return _show(visit, status=409 if late else 200, late=late, undone=len(numbers) - len(late))


def _show(
    visit: Visit,
    *,
    status: int = 200,
    refusal: DeskError | None = None,
    sent: Sequence[Sent] = (),
    late: Sequence[int] = (),
    undone: int = 0,
) -> Response:
    front, staff = visit.front, visit.staff
    with front.database.read() as session:
        sheet = read_sheet(session, front.call, visit.number)
        if sheet is None:
            raise HTTPException(404)
        alike = find_alike(session, load_likeness(front.call.year), front.call.slug, visit.number)
    return visit.show(
        "cluster.html",
        status=status,
        sheet=sheet,
        alike=alike,
        refusal=refusal,
        sent=sent,
        late=late,
        undone=undone,
        draft=visit.sent("words") if refusal or any(one.refusal for one in sent) else "",
        signature=sign(front.desk.office, staff.name, staff.capacity, staff.department),
    )


def _read(written: str) -> int:
    number = read_number(written)
    return -1 if number is None else number


def _is_tick(name: str) -> bool:
    return name[:1] == "t" and name[1:].isascii() and name[1:].isdigit() and len(name) < 11
