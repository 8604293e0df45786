"""The screen of a thread that the assistant answered: what it said, and taking it over."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from ..desk.ticket import take_over
from ..records.models import Staff
from .correspondence import read_correspondence
from .sheet import owns_thread, read_tickets
from .visit import Visit


def show_thread(visit: Visit) -> Response:
    """Show a thread whole."""
    front = visit.front
    with front.database.read() as session:
        thread = read_correspondence(session, front.call.slug, visit.number)
        tickets = read_tickets(session, visit.number)
    if thread is None:
        raise HTTPException(404)
    return visit.show(
        "thread.html",
        thread=thread,
        tickets=tickets,
        waiting=next((ticket for ticket in tickets if ticket.open), None),
        name_channel=front.name_channel,
    )


def take_over_thread(visit: Visit) -> Response:
    """Open a ticket on a thread, and go there."""
    front = visit.front
    with front.database.begin() as session:
        if not owns_thread(session, front.call.slug, visit.number):
            raise HTTPException(404)
        ticket = take_over(session, front.desk, visit.number, session.get_one(Staff, visit.staff.id), front.clock())
    return visit.go(f"/demandes/{ticket.id}?fait=repris")
