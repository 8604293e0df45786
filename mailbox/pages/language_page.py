"""The way to the desk's other language, from whatever page one is on."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from ..desk.account_errors import BadChoice
from ..desk.own_account import choose_language
from .login_page import read_wanted
from .visit import Visit


def switch_language(visit: Visit) -> Response:
    """Change the language of one's account, and go back to the page that the form was on."""
    try:
        with visit.front.database.begin() as session:
            choose_language(session, visit.staff.id, visit.sent("langue"))
    except BadChoice:
        raise HTTPException(400) from None
    return visit.go(read_wanted(visit.sent("retour")))
