"""What a person changes of their own account."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from ...knowledge.date_expression import PARIS
from ..records.database import Database
from ..records.models import Notify, Staff
from .account_errors import BadChoice, Fault, WrongPassword
from .attempts import count_attempt, forget_attempts
from .login import Entry, end_sessions, open_session
from .office import Office
from .password import find_faults, hash_password, is_right
from .recovery import count_recovery_codes, make_recovery_codes, use_recovery_code
from .second_factor import drop_factor, use_code
from .staff import find_signing_faults
from .staff_identity import find_issuer

LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class OwnAccount:
    """A person's account, as they see it; `absence` is the first day and the last, in Europe/Paris."""

    email: str
    name: str
    capacity: str
    department: str
    notify: Notify
    single_keys: bool
    language: str
    absence: tuple[date, date] | None
    proposed_secret: str | None
    """The second factor's secret, until a code has confirmed it; never shown after."""
    recovery_codes: int
    """How many are left."""
    issuer: str | None
    """Whose identity it is linked to, for single sign-on."""


def read_own(session: Session, staff_id: int) -> OwnAccount:
    """Read a person's account."""
    staff = session.get_one(Staff, staff_id)
    return OwnAccount(
        email=staff.email,
        name=staff.name,
        capacity=staff.capacity,
        department=staff.department,
        notify=staff.notify,
        single_keys=staff.single_keys,
        language=staff.language,
        absence=_read_days(staff.absent_from, staff.absent_until),
        proposed_secret=staff.totp_secret if staff.totp_step is None else None,
        recovery_codes=count_recovery_codes(session, staff_id),
        issuer=find_issuer(session, staff_id),
    )


def sign_as(session: Session, office: Office, staff_id: int, *, name: str, capacity: str, department: str) -> None:
    """Change what signs a person's answers; raises `BadChoice`."""
    name, capacity = " ".join(name.split()), " ".join(capacity.split())
    if faults := list(find_signing_faults(name, capacity, department, office)):
        raise BadChoice(faults)
    _change(session, staff_id, name=name, capacity=capacity, department=department)


def prefer(session: Session, staff_id: int, *, notify: str, single_keys: bool, language: str) -> None:
    """Change when a person hears of new tickets, whether keys act alone, and the desk's language.

    Raises `BadChoice` for what is no choice.
    """
    if notify not in set(Notify) or language not in LANGUAGES:
        raise BadChoice([Fault.CHOICE])
    _change(session, staff_id, notify=Notify(notify), single_keys=single_keys, language=language)


def choose_language(session: Session, staff_id: int, language: str) -> None:
    """Change the language in which a person reads the desk; raises `BadChoice` for one that it does not speak."""
    if language not in LANGUAGES:
        raise BadChoice([Fault.CHOICE])
    _change(session, staff_id, language=language)


def be_absent(session: Session, staff_id: int, first: str, last: str) -> None:
    """Say from which day to which a person is away (ISO dates, both counted, Europe/Paris); two empty ones: present.

    Raises `BadChoice` for half an absence, and for one that ends before it begins.
    """
    if not first and not last:
        _change(session, staff_id, absent_from=None, absent_until=None)
        return
    try:
        begins, ends = date.fromisoformat(first), date.fromisoformat(last) + timedelta(days=1)
    except (ValueError, OverflowError):
        raise BadChoice([Fault.ABSENCE]) from None
    if ends <= begins or begins.year < 2000:
        raise BadChoice([Fault.ABSENCE])
    _change(session, staff_id, absent_from=_at_midnight(begins), absent_until=_at_midnight(ends))


def change_password(database: Database, staff_id: int, old: str, new: str, now: datetime) -> Entry:
    """Set a new password for who knows the old one; every session ends, and a new one is opened for this browser.

    Raises `WrongPassword`, `BadChoice`, and `TooManyTries` as at the login; `now` is of the real clock.
    """
    staff = check_password(database, staff_id, old, now)
    if faults := list(find_faults(new, staff.email)):
        raise BadChoice(faults)
    kept = hash_password(new)  # takes a tenth of a second: outside any transaction
    with database.begin() as session:
        _change(session, staff_id, password_hash=kept)
        end_sessions(session, staff_id)
        return open_session(session, staff_id, now)


def turn_factor_off(database: Database, staff_id: int, password: str, code: str, now: datetime) -> None:
    """Take a person's second factor off, for who knows the password and has the telephone or a recovery code.

    Raises `WrongPassword`, `BadCode`, and `TooManyTries` as at the login; `now` is of the real clock.
    """
    check_password(database, staff_id, password, now, forget=False)
    with database.begin() as session:
        if not use_recovery_code(session, staff_id, code):
            use_code(session, staff_id, code, now)
        drop_factor(session, staff_id)
        forget_attempts(session, _keys(staff_id))


def renew_recovery_codes(database: Database, staff_id: int, password: str, code: str, now: datetime) -> tuple[str, ...]:
    """Make eight new recovery codes, the older ones void, for who knows the password and has the telephone.

    Raises as `turn_factor_off` does.
    """
    check_password(database, staff_id, password, now, forget=False)
    with database.begin() as session:
        use_code(session, staff_id, code, now)
        forget_attempts(session, _keys(staff_id))
        return make_recovery_codes(session, staff_id)


def check_password(database: Database, staff_id: int, password: str, now: datetime, *, forget: bool = True) -> Staff:
    """Return the account of who knows its password; raises `WrongPassword`, and `TooManyTries` as at the login.

    Without `forget` the attempt stays counted until the caller forgets it; `now` is of the real clock.
    """
    with database.begin() as session:
        count_attempt(session, _keys(staff_id), now)
        staff = session.get_one(Staff, staff_id)
    if not is_right(password, staff.password_hash):
        raise WrongPassword
    if forget:
        with database.begin() as session:
            forget_attempts(session, _keys(staff_id))
    return staff


def _keys(staff_id: int) -> tuple[str, ...]:
    """Count apart from the login: a stranger who tries that does not make a person wait here."""
    return (f"own account:{staff_id}",)


def _change(session: Session, staff_id: int, **values: object) -> None:
    session.execute(update(Staff).where(Staff.id == staff_id).values(**values))


def _at_midnight(day: date) -> datetime:
    return datetime.combine(day, time(), PARIS)


def _read_days(begins: datetime | None, ends: datetime | None) -> tuple[date, date] | None:
    if begins is None or ends is None:
        return None
    return begins.astimezone(PARIS).date(), ends.astimezone(PARIS).date() - timedelta(days=1)
