"""The screen of the saved replies: listed, added, changed, deleted."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy.orm import Session
from starlette.responses import Response

from ..desk.entry import load_approved
from ..desk.errors import DeskError, UnknownEntry
from ..desk.quoted_entry import check_quoted
from ..desk.saved_reply import (
    LONGEST_TITLE,
    LONGEST_WORDS,
    NUMBERS,
    add_reply,
    change_reply,
    delete_reply,
    list_replies,
)
from ..desk.saved_reply_errors import BadReply, NumberTaken, ReplyMoved, UnknownReply
from .visit import Visit

HERE = "/service/reponses"
_NEVER = datetime(1, 1, 1, tzinfo=UTC)
_STATUS: dict[type[DeskError], int] = {
    BadReply: 400,
    UnknownEntry: 400,
    NumberTaken: 409,
    ReplyMoved: 409,
    UnknownReply: 404,
}


def show_replies(visit: Visit) -> Response:
    """Show every saved reply in a form of its own, and one for another where a number is free."""
    return _show(visit, done=visit.asked("fait"))


def save_reply(visit: Visit) -> Response:
    """Save a new reply under the number of the form."""
    wanted = visit.sent("number")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) == 1 else 0

    def go(session: Session) -> None:
        title, words = visit.sent("title"), visit.sent("words")
        now = visit.front.clock()
        check_quoted(words, load_approved(session, visit.front.call))
        add_reply(session, visit.front.call.slug, number, title, words, staff_id=visit.staff.id, now=now)

    return _act(visit, go, "ajoute")


def edit_reply(visit: Visit) -> Response:
    """Change the reply of the path's number, unless it changed since the page was made."""

    def go(session: Session) -> None:
        check_quoted(visit.sent("words"), load_approved(session, visit.front.call))
        change_reply(
            session,
            visit.front.call.slug,
            visit.number,
            visit.sent("title"),
            visit.sent("words"),
            seen=_seen(visit),
            staff_id=visit.staff.id,
            now=visit.front.clock(),
        )

    return _act(visit, go, "change", number=visit.number)


def remove_reply(visit: Visit) -> Response:
    """Delete the reply of the path's number, unless it changed since the page was made."""

    def go(session: Session) -> None:
        call, now = visit.front.call.slug, visit.front.clock()
        delete_reply(session, call, visit.number, seen=_seen(visit), staff_id=visit.staff.id, now=now)

    return _act(visit, go, "supprime")


def _act(visit: Visit, go: Callable[[Session], None], done: str, *, number: int = 0) -> Response:
    try:
        with visit.front.database.begin() as session:
            go(session)
    except DeskError as refusal:
        return _show(visit, status=_STATUS[type(refusal)], refusal=refusal, number=number)
    return visit.go(f"{HERE}?fait={done}")


def _seen(visit: Visit) -> datetime:
    """Return when the reply was changed last on the page that the form was on; never where it does not say."""
    try:
        seen = datetime.fromisoformat(visit.sent("seen"))
    except ValueError:
        return _NEVER
    return seen if seen.tzinfo else _NEVER


def _show(
    visit: Visit, *, status: int = 200, refusal: DeskError | None = None, done: str = "", number: int = 0
) -> Response:
    """Show the page; what was written into the form of reply `number` (0: the new one) and refused is kept."""
    with visit.front.database.read() as session:
        replies = list_replies(session, visit.front.call.slug)
    taken = {reply.number for reply in replies}
    return visit.show(
        "replies.html",
        status=status,
        replies=replies,
        free=[one for one in NUMBERS if one not in taken],
        refusal=refusal,
        refused=number if refusal else None,
        is_lost=number not in taken,
        title=visit.sent("title"),
        words_sent=visit.sent("words"),
        done=done,
        longest_title=LONGEST_TITLE,
        longest_words=LONGEST_WORDS,
    )
