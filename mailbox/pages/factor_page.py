"""The screen where a person sets their second factor, and turns it off."""

from starlette.responses import Response

from ..desk.account_errors import BadCode, FactorStands, TooManyTries, WrongPassword
from ..desk.errors import DeskError
from ..desk.journal import record
from ..desk.own_account import read_own, renew_recovery_codes, turn_factor_off
from ..desk.second_factor import confirm_factor, propose_factor, write_address
from .cookies import SESSION, find
from .gate import FACTOR_FIRST
from .qr import draw_qr
from .visit import Visit

_STATUS: dict[type[DeskError], int] = {BadCode: 403, WrongPassword: 403, TooManyTries: 429, FactorStands: 409}


def show_factor(visit: Visit) -> Response:
    """Show how things stand: none, one that waits for its first code, or one that counts."""
    return _show(visit)


def begin_factor(visit: Visit) -> Response:
    """Make a secret; begun again, another one."""
    try:
        with visit.front.database.begin() as session:
            propose_factor(session, visit.staff.id)
    except FactorStands as refusal:
        return _show(visit, refusal=refusal)
    return visit.go(FACTOR_FIRST)


def finish_factor(visit: Visit) -> Response:
    """Let the secret count, once a code proves that it was taken down; show the recovery codes, this once."""
    front, staff, token = visit.front, visit.staff, find(visit.request, SESSION) or ""
    try:
        with front.database.begin() as session:
            codes = confirm_factor(session, staff.id, visit.sent("code"), token, front.real_clock())
            record(session, front.call.slug, staff.id, "factor-on", front.clock())
    except (BadCode, FactorStands) as refusal:
        return _show(visit, refusal=refusal)
    return visit.show("recovery.html", codes=codes, first=True)


def end_factor(visit: Visit) -> Response:
    """Turn the second factor off, with password and code."""
    front, staff = visit.front, visit.staff
    try:
        turn_factor_off(front.database, staff.id, visit.sent("password"), visit.sent("code"), front.real_clock())
    except (WrongPassword, BadCode, TooManyTries) as refusal:
        return _show(visit, refusal=refusal)
    with front.database.begin() as session:
        record(session, front.call.slug, staff.id, "factor-off", front.clock())
    return visit.go(FACTOR_FIRST)


def renew_codes(visit: Visit) -> Response:
    """Show new recovery codes, this once, for who gives password and code."""
    front, staff = visit.front, visit.staff
    try:
        codes = renew_recovery_codes(
            front.database, staff.id, visit.sent("password"), visit.sent("code"), front.real_clock()
        )
    except (WrongPassword, BadCode, TooManyTries) as refusal:
        return _show(visit, refusal=refusal)
    return visit.show("recovery.html", codes=codes, first=False)


def _show(visit: Visit, refusal: DeskError | None = None) -> Response:
    front = visit.front
    with front.database.read() as session:
        own = read_own(session, visit.staff.id)
    secret = own.proposed_secret or ""
    return visit.show(
        "factor.html",
        status=_STATUS[type(refusal)] if refusal else 200,
        refusal=refusal,
        left=own.recovery_codes,
        required=front.factor_required,
        spaced=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        qr=draw_qr(write_address(secret, own.email, f"guichet {front.desk.office.name}")) if secret else None,
    )
