"""Files that candidates sent, and raw originals: saved by the browser, never shown by it."""

import re
from urllib.parse import quote

from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ..desk.thread import MAIL
from ..records.models import Attachment, Item, Message, Thread
from .translation import gettext
from .visit import Visit

_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that make a name read backwards."""


def send_attachment(visit: Visit) -> Response:
    """Send a file that is kept here; a 404 for one of another call, or that the channel alone holds."""
    query = (
        select(Attachment.name, Attachment.content)
        .join(Message, Attachment.message_id == Message.id)
        .join(Thread, Message.thread_id == Thread.id)
        .where(Attachment.id == visit.number, Thread.call == visit.front.call.slug)
    )
    with visit.front.database.read() as session:
        found = session.execute(query).one_or_none()
    if found is None or found.content is None:
        raise HTTPException(404)
    return _send(found.content, found.name)


def send_original(visit: Visit) -> Response:
    """Send what came in as it came."""
    query = select(Item.channel, Item.raw).where(Item.id == visit.number, Item.call == visit.front.call.slug)
    with visit.front.database.read() as session:
        found = session.execute(query).one_or_none()
    if found is None:
        raise HTTPException(404)
    return _send(found.raw, f"original-{visit.number}.{'eml' if found.channel == MAIL else 'txt'}")


def write_disposition(name: str) -> str:
    """Say that a file is to be saved under a name (RFC 6266, section 4.3; RFC 8187 for what is not ASCII)."""
    clean = _HIDDEN.sub("", re.split(r"[/\\]", name)[-1]).strip(" .") or gettext("fichier")
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", clean)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(clean, safe='')}"


def _send(content: bytes, name: str) -> Response:
    return Response(
        content,
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": write_disposition(name),
            "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        },
    )
