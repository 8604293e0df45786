"""The inbox: what waits for an answer, what is closed, what the assistant answered alone."""

from starlette.responses import Response

from ..desk.search import find_threads
from .lane import SCREENFUL, Lane, count_open, list_answered, list_found, list_tickets
from .visit import Visit


def show_inbox(visit: Visit) -> Response:
    """Show one lane, a screenful at a time; of one department where that is asked."""
    front, call = visit.front, visit.front.call.slug
    asked, department, after = visit.asked("file"), visit.asked("service"), visit.asked("apres")
    lane = Lane(asked) if asked in set(Lane) else Lane.OPEN
    chosen = department if department in front.desk.office.departments else ""
    words = visit.asked("cherche").strip()[:200]
    with front.database.read() as session:
        if words:
            listing = list_found(session, call, find_threads(session, call, words, SCREENFUL))
        elif lane is Lane.ASSISTANT:
            listing = list_answered(session, call, after)
        else:
            listing = list_tickets(session, call, lane, chosen or None, after)
        counts = count_open(session, call)
    return visit.show(
        "inbox.html",
        lane=lane,
        words_asked=words,
        chosen=chosen,
        listing=listing,
        counts=counts,
        later=bool(after),
        gone=visit.asked("parti") if visit.asked("parti").isdigit() else "",
        now=front.clock(),
        name_channel=front.name_channel,
        find_department=front.desk.office.department,
    )
