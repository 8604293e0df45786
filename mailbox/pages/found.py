"""What a search found, as a list of the inbox."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, case, func, select
from sqlalchemy.orm import Session

from ..desk.search import Found, Scope
from ..records.models import Address, Staff, Thread, Ticket
from .lane import Listing, read_row, select_tickets
from .row import complete


def list_found(session: Session, call: str, found: Sequence[Found], scope: Scope) -> Listing:
    """List what a search found, in its order.

    Each thread leads to the ticket that was asked for by its number, else to its latest one of the search's scope,
    where it has any.
    """
    threads = _read_threads(session, call, found, scope)
    loose = [one.ticket for one in found if one.thread is None]
    query = select_tickets(Ticket.opened_at).where(Ticket.call == call, Ticket.id.in_(loose))
    tickets = {row["id"]: row for row in session.execute(query).mappings()}
    rows = [threads.get(one.thread) if one.thread else tickets.get(one.ticket) for one in found]
    return Listing(complete(session, call, [read_row(row) for row in rows if row is not None]), None)


def _read_threads(session: Session, call: str, found: Sequence[Found], scope: Scope) -> dict[int | None, RowMapping]:
    of_thread = select(func.max(Ticket.id)).where(Ticket.thread_id == Thread.id)
    if scope.tickets is not None:
        of_thread = of_thread.where(scope.tickets)
    latest = of_thread.correlate(Thread).scalar_subquery()
    numbered = {one.thread: one.ticket for one in found if one.thread and one.ticket}
    query = (
        select(Thread.id, Thread.id.label("thread"), Thread.subject, Thread.updated_at.label("since"))
        .add_columns(Ticket.id.label("ticket"), Ticket.title, Ticket.state, Ticket.wakes_at, Staff.name.label("owner"))
        .add_columns(Ticket.department, Ticket.reason, Address.name, Address.address, Address.channel)
        .join(Thread.address)
        .outerjoin(Ticket, Ticket.id == (case(numbered, value=Thread.id, else_=latest) if numbered else latest))
        .outerjoin(Staff, Ticket.owner_id == Staff.id)
        .where(Thread.call == call, Thread.id.in_([one.thread for one in found if one.thread]))
    )
    return {row["id"]: row for row in session.execute(query).mappings()}
