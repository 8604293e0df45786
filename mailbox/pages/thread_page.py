"""The screen of a thread that the assistant answered: what it said, taking it over, keeping what it misread."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ...knowledge.call import Pair
from ..desk.case import keep_case
from ..desk.errors import DeskError, UnknownCase
from ..desk.ticket import take_over
from ..records.models import Message, Question, Staff
from .correspondence import read_correspondence
from .entry_form import list_pairs
from .sheet import owns_thread, read_tickets
from .topics import name_topic
from .visit import LARGEST_NUMBER, Visit


@dataclass(frozen=True)
class Phrasing:
    """A question of the thread, and what it was taken to be about; `meant` is the pair that the form begins with."""

    number: int
    text: str
    topic: str
    meant: str


def show_thread(visit: Visit) -> Response:
    """Show a thread whole."""
    return _show(visit, done=visit.asked("fait"))


def take_over_thread(visit: Visit) -> Response:
    """Open a ticket on a thread, and go there, where the correction is written."""
    front = visit.front
    with front.database.begin() as session:
        if not owns_thread(session, front.call.slug, visit.number):
            raise HTTPException(404)
        ticket = take_over(session, front.desk, visit.number, session.get_one(Staff, visit.staff.id), front.clock())
    return visit.go(f"/demandes/{ticket.id}?fait=repris")


def keep_phrasing(visit: Visit) -> Response:
    """Keep a question of the thread as a case for the next training."""
    front, written = visit.front, visit.sent("question")
    question = int(written) if written.isascii() and written.isdigit() and len(written) < 11 else 0
    try:
        with front.database.begin() as session:
            staff = session.get_one(Staff, visit.staff.id)
            meant = Pair.parse(visit.sent("sujet"))
            number = question if question <= LARGEST_NUMBER else 0
            keep_case(session, front.call, visit.number, number, meant, staff, front.clock())
    except UnknownCase as refusal:
        return _show(visit, status=400, refusal=refusal, meant={question: visit.sent("sujet")})
    return visit.go(f"/fils/{visit.number}?fait=cas")


def _show(
    visit: Visit,
    *,
    status: int = 200,
    refusal: DeskError | None = None,
    done: str = "",
    meant: dict[int, str] | None = None,
) -> Response:
    front = visit.front
    with front.database.read() as session:
        thread = read_correspondence(session, front.call.slug, visit.number)
        tickets = read_tickets(session, visit.number)
        asked = _read_phrasings(session, visit.number, meant or {})
    if thread is None:
        raise HTTPException(404)
    return visit.show(
        "thread.html",
        status=status,
        refusal=refusal,
        done=done,
        thread=thread,
        tickets=tickets,
        asked=asked,
        pairs=list_pairs(front.call, Pair("", "")),
        waiting=next((ticket for ticket in tickets if ticket.open), None),
        name_channel=front.name_channel,
    )


def _read_phrasings(session: Session, thread: int, meant: dict[int, str]) -> Sequence[Phrasing]:
    query = select(Question.id, Question.text, Question.pair).join(Question.message)
    found = session.execute(query.where(Message.thread_id == thread).order_by(Question.id)).all()
    return [
        Phrasing(number, text, name_topic(pair) if pair else "", meant.get(number) or pair or "")
        for number, text, pair in found
        if text.strip()
    ]
