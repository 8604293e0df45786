"""The inbox: what waits for an answer, what is closed, what the assistant answered alone."""

from sqlalchemy.orm import Session
from starlette.responses import Response

from ..desk.answering import can_take_back
from ..desk.clock import read_clock
from ..desk.errors import DeskError
from ..desk.hours import working_minutes
from ..desk.search import find
from ..desk.view import LONGEST_NAME, list_views
from ..records.models import TicketReason
from .filters import Filters, Lane, Owner, read_filters
from .found import list_found
from .lane import SCREENFUL, Listing, count_open, list_answered, list_tickets
from .narrowing import WAITING, find_scope
from .row import Row
from .visit import Visit, read_number


def show_inbox(visit: Visit) -> Response:
    """Show the list that the address asks for, a screenful at a time."""
    front = visit.front
    filters = read_filters(visit.request.query_params, front.desk.office.departments, front.channel_labels)
    return show_list(visit, filters)


def show_list(visit: Visit, filters: Filters, *, status: int = 200, refusal: DeskError | None = None) -> Response:
    """Show a list; `refusal` is what the desk said to a form on it."""
    front, after = visit.front, visit.asked("apres")
    now, off = front.clock(), front.desk.schedule.off
    with front.database.read() as session:
        listing = _list(session, visit, filters, after)
        counts = count_open(session, front.call.slug)
        views = list_views(session, visit.staff.id)
        gone = read_number(visit.asked("parti"))
        if gone and not can_take_back(session, gone, visit.staff.id, now):
            gone = None

    def read_left(row: Row) -> int | None:
        return read_clock(row.due_at, row.left_minutes, now, off)

    def count_age(row: Row) -> int:
        return max(working_minutes(row.since, now, off), 0)

    return visit.show(
        "inbox.html",
        status=status,
        refusal=refusal,
        lane=filters.lane,
        filters=filters,
        owners=Owner,
        reasons=TicketReason,
        channels=front.channel_labels,
        views=views,
        longest_name=LONGEST_NAME,
        screenful=SCREENFUL,
        listing=listing,
        counts=counts,
        later=bool(after),
        after=after,
        gone=gone,
        now=now,
        is_open=filters.lane in WAITING,
        read_left=read_left,
        count_age=count_age,
        name_channel=front.name_channel,
        name_department=front.name_department,
    )


def _list(session: Session, visit: Visit, filters: Filters, after: str) -> Listing:
    call, whose, now = visit.front.call.slug, visit.staff.id, visit.front.clock()
    if filters.words:
        scope = find_scope(filters, staff_id=whose, now=now)
        return list_found(session, call, find(session, call, filters.words, SCREENFUL, scope), scope)
    if filters.lane is Lane.ASSISTANT:
        return list_answered(session, call, filters, after)
    return list_tickets(session, call, filters, after, staff_id=whose, now=now)
