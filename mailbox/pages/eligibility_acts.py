"""What staff do at the panel on who may apply: say what they know of the person, and take the verdict's words up."""

from collections.abc import Callable

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ...knowledge.ruling.rule import Rules
from ..delivery.wording import Manner
from ..desk.draft import save_draft
from ..desk.errors import DeskError, UnknownTicket, Unreachable
from ..desk.examining import examine, look_up, spell_verdict_out
from ..desk.interview import rules_of
from ..desk.person import tongue
from ..desk.suggestion import add_to_draft
from ..desk.thread import MAIL
from ..records.models import Staff, Ticket
from .eligibility_fields import read_examination
from .sheet import owns_ticket
from .ticket_page import STATUS, seen_version, show_sheet
from .visit import Visit


def examine_case(visit: Visit) -> Response:
    """Keep what is known of the ticket's person, and show the verdict on it; nobody is told anything."""
    front = visit.front

    def go(session: Session, rules: Rules) -> None:
        staff = session.get_one(Staff, visit.staff.id)
        examine(session, front.call, rules, visit.number, staff, read_examination(rules, visit), front.clock())

    return _act(visit, go, "calcule", "eligibilite")


def take_up_verdict(visit: Visit) -> Response:
    """Put the verdict's words below what is written, as a draft, and show the page with it."""
    front = visit.front

    def go(session: Session, rules: Rules) -> None:
        words = add_to_draft(visit.sent("words"), _spell_out(visit, session, rules))
        save_draft(session, visit.number, visit.staff.id, words, seen_version(visit), front.clock())

    return _act(visit, go, "verdict-repris", "words")


def _spell_out(visit: Visit, session: Session, rules: Rules) -> str:
    front, thread = visit.front, session.get_one(Ticket, visit.number).thread
    if thread is None:
        raise Unreachable(visit.number)
    manner = Manner(tongue(thread.address), front.clock(), mail=thread.address.channel == MAIL)
    situation = look_up(session, front.call, rules, thread).situation
    return spell_verdict_out(front.call, rules, situation, manner) if situation.values else ""


def _act(visit: Visit, go: Callable[[Session, Rules], None], done: str, place: str) -> Response:
    """Do something by the rules of the call, if it has any; what the desk refuses is said on the ticket's page."""
    front = visit.front
    rules = rules_of(front.call, front.desk.office)
    if rules is None:
        raise HTTPException(404)
    try:
        with front.database.begin() as session:
            if not owns_ticket(session, front.call.slug, visit.number):
                raise UnknownTicket(visit.number)
            go(session, rules)
    except DeskError as refusal:
        return show_sheet(visit, status=STATUS.get(type(refusal), 400), refusal=refusal)
    return visit.go(f"/demandes/{visit.number}?fait={done}#{place}")
