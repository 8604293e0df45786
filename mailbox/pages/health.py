"""Whether the desk works, for whoever watches over it."""

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import PlainTextResponse, Response

from .visit import Visit


def show_health(visit: Visit) -> Response:
    """Say `ok`; a 503 where the database does not answer."""
    try:
        with visit.front.database.read() as session:
            session.execute(select(1))
    except SQLAlchemyError:
        return PlainTextResponse("no database\n", status_code=503)
    return PlainTextResponse("ok\n")
