"""The screen of the call: its text with what rests on each passage, and the register of what it leaves open."""

from starlette.responses import Response

from ..desk.gap_register import list_waiting, register_gaps
from ..desk.quotations import count_quotations
from .call_text import cut_call
from .topics import name_topic
from .visit import Visit


def show_call(visit: Visit) -> Response:
    """Show the call whole; `/appel#passage-NAME` is the place of a passage."""
    call = visit.front.call
    with visit.front.database.read() as session:
        quoted = count_quotations(session, call)
        gaps = register_gaps(session, call)
        waiting = list_waiting(session, call.slug)
    blocks = cut_call(call, quoted)
    return visit.show(
        "call.html",
        call=call,
        blocks=blocks,
        numbers={passage.name: passage.number for block in blocks for passage in block.passages},
        gaps=gaps,
        waiting=waiting,
        name_topic=name_topic,
        passage_at=call.passage_at,
    )
