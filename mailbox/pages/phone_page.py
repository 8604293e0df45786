"""The screen on which a telephone call is noted while it goes on."""

from starlette.responses import Response

from ..desk.errors import DeskError
from ..desk.telephone import Caller, note_call
from ..records.models import Staff
from .visit import Visit


def show_phone(visit: Visit) -> Response:
    """Show the form, empty."""
    return _show(visit)


def note_phone_call(visit: Visit) -> Response:
    """Note a call and show its ticket; what the form lacks is said on it, and what was written stays."""
    front = visit.front
    caller = Caller(visit.sent("nom"), visit.sent("joindre"), visit.sent("langue"))
    try:
        with front.database.begin() as session:
            staff = session.get_one(Staff, visit.staff.id)
            ticket = note_call(session, front.desk, front.call, caller, visit.sent("words"), staff, front.clock())
            number = ticket.id
    except DeskError as refusal:
        return _show(visit, status=400, refusal=refusal)
    return visit.go(f"/demandes/{number}?fait=note-appel")


def _show(visit: Visit, *, status: int = 200, refusal: DeskError | None = None) -> Response:
    return visit.show(
        "phone.html",
        status=status,
        refusal=refusal,
        name=visit.sent("nom"),
        reach=visit.sent("joindre"),
        language=visit.sent("langue"),
        question=visit.sent("words"),
    )
