"""The screen of one's own account."""

from collections.abc import Callable

from sqlalchemy.orm import Session
from starlette.responses import Response

from ..desk.account_errors import BadChoice, TooManyTries, WrongPassword
from ..desk.errors import DeskError
from ..desk.own_account import LANGUAGES, be_absent, change_password, prefer, read_own, sign_as
from ..desk.password import LONGEST, SHORTEST
from ..desk.sign_on_errors import ProviderDown, explain
from ..records.models import Notify
from .login_page import let_in
from .visit import Visit

_STATUS: dict[type[DeskError], int] = {BadChoice: 400, WrongPassword: 403, TooManyTries: 429, ProviderDown: 503}


def show_account(visit: Visit) -> Response:
    """Show a person's own account."""
    return _show(visit)


def change_signature(visit: Visit) -> Response:
    """Change name, capacity and department, which sign this person's answers."""
    name, capacity, department = visit.sent("name"), visit.sent("capacity"), visit.sent("department")
    office = visit.front.desk.office
    return _change(
        visit,
        lambda session: sign_as(session, office, visit.staff.id, name=name, capacity=capacity, department=department),
        "signature",
    )


def change_preferences(visit: Visit) -> Response:
    """Change notification, keys and language."""
    notify, language, single_keys = visit.sent("notify"), visit.sent("language"), visit.sent("single_keys") == "1"
    return _change(
        visit,
        lambda session: prefer(session, visit.staff.id, notify=notify, single_keys=single_keys, language=language),
        "preferences",
    )


def change_absence(visit: Visit) -> Response:
    """Say when this person is away."""
    first, last = visit.sent("first"), visit.sent("last")
    return _change(visit, lambda session: be_absent(session, visit.staff.id, first, last), "absence")


def set_password(visit: Visit) -> Response:
    """Change the password; other browsers are logged out, this one gets a new session."""
    front = visit.front
    try:
        entry = change_password(
            front.database, visit.staff.id, visit.sent("old"), visit.sent("new"), front.real_clock()
        )
    except (WrongPassword, BadChoice, TooManyTries) as refusal:
        return _show(visit, refusal)
    response = visit.go("/compte?fait=mot-de-passe")
    let_in(visit, response, entry)
    return response


def refuse_change(visit: Visit, refusal: DeskError) -> Response:
    """Show the account as it stays, and why."""
    return _show(visit, refusal)


def _change(visit: Visit, change: Callable[[Session], None], done: str) -> Response:
    try:
        with visit.front.database.begin() as session:
            change(session)
    except BadChoice as refusal:
        return _show(visit, refusal)
    return visit.go(f"/compte?fait={done}")


def _show(visit: Visit, refusal: DeskError | None = None) -> Response:
    with visit.front.database.read() as session:
        own = read_own(session, visit.staff.id)
    return visit.show(
        "account.html",
        status=_STATUS[type(refusal)] if refusal else 200,
        own=own,
        sent=visit.form,
        refusal=refusal or explain(visit.asked("refus")),
        issuer=visit.front.provider.issuer if visit.front.provider else "",
        faults=refusal.faults if isinstance(refusal, BadChoice) else (),
        done=visit.asked("fait"),
        notifications=tuple(Notify),
        languages=LANGUAGES,
        shortest=SHORTEST,
        longest=LONGEST,
    )
