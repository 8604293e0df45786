"""Saved views: the forms by which one keeps a list of the inbox under a name, or drops it."""

from starlette.responses import Response

from ..desk.errors import DeskError
from ..desk.view import delete_view, save_view
from ..desk.view_errors import UnknownView
from .filters import parse_filters
from .inbox import show_list
from .visit import Visit


def keep_view(visit: Visit) -> Response:
    """Save the list that the form was on; what is wrong with the name is said above that list."""
    front = visit.front
    filters = parse_filters(visit.sent("vue"), front.desk.office.departments, front.channel_labels)
    try:
        with front.database.begin() as session:
            save_view(session, visit.staff.id, visit.sent("nom"), filters.query())
    except DeskError as refusal:
        return show_list(visit, filters, status=400, refusal=refusal)
    return visit.go(f"/?{filters.query()}")


def drop_view(visit: Visit) -> Response:
    """Delete a view of one's own."""
    front = visit.front
    try:
        with front.database.begin() as session:
            delete_view(session, visit.staff.id, visit.number)
    except UnknownView as refusal:
        filters = parse_filters("", front.desk.office.departments, front.channel_labels)
        return show_list(visit, filters, status=404, refusal=refusal)
    return visit.go("/")
