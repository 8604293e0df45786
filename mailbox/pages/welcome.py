"""The screen that a one-time link opens: it sets an account."""

from starlette.responses import Response

from ..desk.account_errors import BadAccount, BadInvitation, EmailTaken, Fault
from ..desk.errors import DeskError
from ..desk.login import open_session
from ..desk.password import LONGEST, SHORTEST
from ..desk.staff import Account, accept, check_invitation
from .login_page import let_in
from .visit import Visit


def show_welcome(visit: Visit) -> Response:
    """Show the form, if the link still sets an account."""
    try:
        with visit.front.database.read() as session:
            check_invitation(session, _link(visit), visit.front.real_clock())
    except BadInvitation as refusal:
        return _show(visit, status=404, refusal=refusal)
    return _show(visit)


def set_account(visit: Visit) -> Response:
    """Make the account and go to the inbox, logged in."""
    front, now = visit.front, visit.front.real_clock()
    account = Account(
        visit.sent("email"),
        visit.sent("name"),
        visit.sent("capacity"),
        visit.sent("department"),
        visit.sent("password"),
    )
    try:
        staff_id = accept(front.database, front.desk.office, _link(visit), account, now)
    except (BadAccount, EmailTaken, BadInvitation) as refusal:
        status = 404 if isinstance(refusal, BadInvitation) else 400
        return _show(visit, status=status, refusal=refusal, account=account)
    with front.database.begin() as session:
        entry = open_session(session, staff_id, now)
    response = visit.go("/")
    let_in(visit, response, entry)
    return response


def _link(visit: Visit) -> str:
    return str(visit.request.path_params["link"])


def _show(
    visit: Visit, *, status: int = 200, refusal: DeskError | None = None, account: Account | None = None
) -> Response:
    faults: list[str] = [*refusal.faults] if isinstance(refusal, BadAccount) else []
    if isinstance(refusal, EmailTaken):
        faults.append(Fault.EMAIL)
    return visit.show(
        "welcome.html",
        status=status,
        valid=not isinstance(refusal, BadInvitation),
        refusal=refusal,
        faults=faults,
        account=account or Account("", "", "", "", ""),
        shortest=SHORTEST,
        longest=LONGEST,
    )
