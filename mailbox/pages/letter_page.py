"""The page that a letter came as, alone in a sandbox: nothing in it runs, nothing is fetched for it but our style."""

from collections.abc import Mapping

from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ..desk.person import tongue
from ..records.models import Address, Message, Thread
from .visit import Visit

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "sandbox",
    )
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    # A page in a sandbox may not have another value: browsers then refuse to open it alone (HTML, section 7.1.3).
    "Cross-Origin-Opener-Policy": "unsafe-none",
}


def show_letter(visit: Visit) -> Response:
    """Show the page that a message came as; a 404 for one of another call, or that came as text alone."""
    query = (
        select(Message.html, Message.subject, Address)
        .join(Thread, Message.thread_id == Thread.id)
        .join(Address, Thread.address_id == Address.id)
        .where(Message.id == visit.number, Thread.call == visit.front.call.slug, Message.html.is_not(None))
    )
    with visit.front.database.read() as session:
        found = session.execute(query).one_or_none()
    if found is None:
        raise HTTPException(404)
    page, subject, address = found
    response = visit.show("letter.html", page=page, subject=subject, language=tongue(address))
    response.headers.update(HEADERS)
    return response
