"""The screen on which an entry is written: from a staff answer, from scratch, or again."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from ...knowledge.call import Call, Pair
from ...knowledge.entry import EntryKind
from ...knowledge.markup import plain
from ..delivery.phrases import capital, name_pair
from ..desk.entry import propose
from ..desk.errors import AnsweredByCall, DeskError
from ..desk.proposal import Proposal, draft_from_ticket
from ..records.models import Staff
from .sheet import owns_ticket
from .translation import gettext, language
from .visit import LARGEST_NUMBER, Visit

_EMPTY = Proposal(Pair("", ""), EntryKind.DECISION, "", "", ())
_SHOWN = 90
"""How much of a passage stands in the list to choose from."""


def show_new_entry(visit: Visit) -> Response:
    """Show the form, filled in from the ticket that is named, if one is."""
    number = _read_number(visit.asked("demande"))
    if number is None:
        return _show(visit, _EMPTY, None)
    with visit.front.database.read() as session:
        draft = draft_from_ticket(session, visit.front.call, number)
    if draft is None:
        raise HTTPException(404)
    return _show(visit, draft, number)


def propose_entry(visit: Visit) -> Response:
    """Propose what the form holds; what is wrong with it is said on the form, which keeps it."""
    front, ticket, wanted = visit.front, _read_number(visit.sent("ticket")), read_proposal(visit)
    try:
        with front.database.begin() as session:
            if ticket and not owns_ticket(session, front.call.slug, ticket):
                raise HTTPException(404)
            staff = session.get_one(Staff, visit.staff.id)
            number = propose(session, front.call, wanted, staff, front.clock(), ticket_id=ticket).id
    except DeskError as refusal:
        status = 409 if isinstance(refusal, AnsweredByCall) else 400
        return _show(visit, wanted, ticket, status=status, refusal=refusal)
    return visit.go(f"/faq/{number}?fait=propose")


def read_proposal(visit: Visit) -> Proposal:
    """Read an entry's form; phrasings stand one a line."""
    kind = EntryKind.QUOTE if visit.sent("kind") == EntryKind.QUOTE else EntryKind.DECISION
    phrasings = tuple(line for line in visit.sent("phrasings").split("\n") if line.strip())
    return Proposal(Pair.parse(visit.sent("pair")), kind, visit.sent("words"), visit.sent("passage"), phrasings)


def list_pairs(call: Call, chosen: Pair) -> list[tuple[str, list[tuple[str, str]]]]:
    """List the pairs to choose from, as groups of key and label: what the call leaves open, then what it answers."""
    own = [chosen] if chosen.object and chosen not in call.answers else []
    groups = ((gettext("L'appel ne le dit pas"), {*call.gaps, *own}), (gettext("L'appel y répond"), {*call.answers}))
    return [(name, sorted((_label(pair), str(pair)) for pair in pairs)) for name, pairs in groups]


def list_passages(call: Call) -> list[tuple[str, str]]:
    """List the passages to choose from, in the call's order: name, and how each begins."""
    ordered = sorted(call.passages.values(), key=lambda passage: passage.start)
    return [(passage.name, _begin(plain(call.cite(passage.name).text))) for passage in ordered]


def _label(pair: Pair) -> str:
    label = capital(name_pair(pair, language()))
    return label if label != capital(name_pair("", language())) else str(pair)


def _begin(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else f"{flat[:_SHOWN]}…"


def _read_number(written: str) -> int | None:
    """Read a ticket's number; none where nothing is named, a 404 for what no ticket can have."""
    if not written:
        return None
    if not (written.isascii() and written.isdigit()) or len(written) > 10 or int(written) > LARGEST_NUMBER:
        raise HTTPException(404)
    return int(written)


def _show(
    visit: Visit, draft: Proposal, ticket: int | None, *, status: int = 200, refusal: DeskError | None = None
) -> Response:
    call = visit.front.call
    return visit.show(
        "entry_new.html",
        status=status,
        draft=draft,
        ticket=ticket,
        refusal=refusal,
        pairs=list_pairs(call, draft.pair),
        passages=list_passages(call),
    )
