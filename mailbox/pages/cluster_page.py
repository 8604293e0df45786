"""The screen of a cluster: open tickets that ask the same, ticked, read, and answered with one text."""

from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.responses import Response

from ...knowledge.serving import load_likeness
from ..desk.answering import HOLD, sign
from ..desk.cluster import Sent, answer_all, find_alike
from ..desk.errors import DeskError, NothingToSend
from .sheet import owns_ticket, read_sheet
from .visit import Visit


def show_cluster(visit: Visit) -> Response:
    """Show the open tickets that ask what this one does, each with its question."""
    return _show(visit)


def answer_cluster(visit: Visit) -> Response:
    """Send one text to the tickets that are ticked, each by itself; say which were stopped, and why."""
    front, words = visit.front, visit.sent("words")
    if not words.strip():
        return _show(visit, status=400, refusal=NothingToSend())
    versions = {int(name[1:]): _number(value) for name, value in visit.form.items() if _is_tick(name)}
    with front.database.read() as session:
        ours = {number: seen for number, seen in versions.items() if owns_ticket(session, front.call.slug, number)}
    questions = {number: _number(visit.sent(f"q{number}")) for number in ours}
    sent = answer_all(
        front.database, front.desk, front.call, ours, questions, visit.staff.id, words, front.clock(), HOLD
    )
    if any(not one.refusal for one in sent):
        front.rang()
    return _show(visit, status=409 if any(one.refusal for one in sent) else 200, sent=sent)


def _show(visit: Visit, *, status: int = 200, refusal: DeskError | None = None, sent: Sequence[Sent] = ()) -> Response:
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
        draft=visit.sent("words") if refusal or any(one.refusal for one in sent) else "",
        signature=sign(front.desk.office, staff.name, staff.capacity, staff.department),
    )


def _is_tick(name: str) -> bool:
    return name[:1] == "t" and name[1:].isascii() and name[1:].isdigit() and len(name) < 11


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else -1
