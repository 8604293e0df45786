"""The screen of all accounts, for a responsable."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ..desk.account_errors import LastResponsable, OwnAccount, UnknownAccount
from ..desk.accounts import change_role, disable, enable, list_accounts, reset_factor, unlink
from ..desk.errors import DeskError
from ..desk.journal import record
from ..desk.staff import invite
from ..records.models import Role
from .visit import Visit

_STATUS: dict[type[DeskError], int] = {UnknownAccount: 404, LastResponsable: 409, OwnAccount: 409}


def show_accounts(visit: Visit) -> Response:
    """List the accounts."""
    return _show(visit)


def set_role(visit: Visit) -> Response:
    """Give an account another role."""
    role = _role(visit)
    return _act(visit, lambda session: change_role(session, visit.number, role), "role", role=role.value)


def disable_account(visit: Visit) -> Response:
    """Let a person in no more."""
    now = visit.front.real_clock()
    return _act(visit, lambda session: disable(session, visit.number, now), "account-off")


def enable_account(visit: Visit) -> Response:
    """Let a person in again."""
    return _act(visit, lambda session: enable(session, visit.number), "account-on")


def reset_account_factor(visit: Visit) -> Response:
    """Take the second factor off the account of who lost their telephone."""
    return _act(visit, lambda session: reset_factor(session, visit.number, visit.staff.id), "factor-reset")


def unlink_account(visit: Visit) -> Response:
    """Take single sign-on off a colleague's account."""
    return _act(visit, lambda session: unlink(session, visit.number, visit.staff.id), "identity-cut")


def make_invitation(visit: Visit) -> Response:
    """Show a one-time link for a further account; it is shown this once."""
    front, role = visit.front, _role(visit)
    with front.database.begin() as session:
        token = invite(session, role, front.real_clock())
        record(session, front.call.slug, visit.staff.id, "invitation", front.clock(), role=role.value)
    origin = visit.request.headers.get("origin") or str(visit.request.base_url).rstrip("/")
    return _show(visit, link=f"{origin}/bienvenue/{token}")


def _act(visit: Visit, act: Callable[[Session], None], kind: str, **detail: Any) -> Response:
    front = visit.front
    try:
        with front.database.begin() as session:
            act(session)
            record(session, front.call.slug, visit.staff.id, kind, front.clock(), account=visit.number, **detail)
    except (UnknownAccount, LastResponsable, OwnAccount) as refusal:
        return _show(visit, refusal=refusal)
    return visit.go(f"/service/comptes?fait={kind}")


def _role(visit: Visit) -> Role:
    asked = visit.sent("role")
    if asked not in set(Role):
        raise HTTPException(400)
    return Role(asked)


def _show(visit: Visit, *, refusal: DeskError | None = None, link: str = "") -> Response:
    with visit.front.database.read() as session:
        rows = list_accounts(session)
    return visit.show(
        "accounts.html",
        status=_STATUS[type(refusal)] if refusal else 200,
        rows=rows,
        roles=tuple(Role),
        link=link,
        refusal=refusal,
        done=visit.asked("fait"),
        find_department=visit.front.desk.office.department,
    )
