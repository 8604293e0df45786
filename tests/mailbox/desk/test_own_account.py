from datetime import date, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from pyotp.totp import TOTP
from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.knowledge.date_expression import PARIS
from guichet.mailbox.desk.account_errors import BadChoice, BadCode, Fault, TooManyTries, WrongPassword
from guichet.mailbox.desk.attempts import FREE
from guichet.mailbox.desk.login import find_member, open_session
from guichet.mailbox.desk.own_account import (
    be_absent,
    change_password,
    prefer,
    read_own,
    sign_as,
    turn_factor_off,
)
from guichet.mailbox.desk.password import is_right
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Notify, Staff
from guichet.tests.factories import NOW, make_office, make_staff

PASSWORD, NEW, SECRET = "une phrase assez longue", "une autre phrase encore", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
KEPT = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@pytest.fixture
def account(database: Database) -> int:
    with database.begin() as session:
        staff = make_staff(session)
        staff.password_hash, staff.totp_secret, staff.totp_step = KEPT, SECRET, 0
        session.flush()
        return staff.id


def read(database: Database) -> Staff:
    with database.read() as session:
        return session.scalars(select(Staff)).one()


def test_what_signs_the_answers_is_changed(session: Session) -> None:
    staff = make_staff(session)

    sign_as(session, make_office(), staff.id, name=" Agente  du service", capacity="Cheffe", department="evaluation")

    own = read_own(session, staff.id)
    assert (own.name, own.capacity, own.department) == ("Agente du service", "Cheffe", "evaluation")


def test_what_cannot_sign_is_refused_in_full(session: Session) -> None:
    staff = make_staff(session)

    with pytest.raises(BadChoice) as refused:
        sign_as(session, make_office(), staff.id, name=" ", capacity="x" * 201, department="x")

    assert refused.value.faults == (Fault.NAME, Fault.CAPACITY, Fault.DEPARTMENT)
    assert read_own(session, staff.id).name == "Agent du service"


def test_preferences_are_kept(session: Session) -> None:
    staff = make_staff(session)

    prefer(session, staff.id, notify="never", single_keys=False, language="en")

    own = read_own(session, staff.id)
    assert (own.notify, own.single_keys, own.language) == (Notify.NEVER, False, "en")


@pytest.mark.parametrize("change", [{"notify": "often"}, {"language": "de"}], ids=str)
def test_what_is_no_choice_is_refused(session: Session, change: dict[str, str]) -> None:
    staff = make_staff(session)

    with pytest.raises(BadChoice):
        prefer(session, staff.id, single_keys=True, **{"notify": "never", "language": "fr", **change})


def test_an_absence_lasts_from_its_first_midnight_in_paris_to_the_one_after_its_last_day(session: Session) -> None:
    staff = make_staff(session)

    be_absent(session, staff.id, "2026-03-27", "2026-03-29")

    session.refresh(staff)
    assert staff.absent_from == datetime(2026, 3, 27, tzinfo=PARIS)
    assert staff.absent_until == datetime(2026, 3, 30, tzinfo=PARIS)
    assert read_own(session, staff.id).absence == (date(2026, 3, 27), date(2026, 3, 29))


def test_without_dates_one_is_back(session: Session) -> None:
    staff = make_staff(session)
    be_absent(session, staff.id, "2026-03-27", "2026-03-29")

    be_absent(session, staff.id, "", "")

    assert read_own(session, staff.id).absence is None


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-03-27", ""), ("", "2026-03-27"), ("2026-03-27", "2026-03-26"), ("x", "y"), ("2026-03-27", "9999-12-31")],
)
def test_half_an_absence_is_refused(session: Session, first: str, last: str) -> None:
    staff = make_staff(session)

    with pytest.raises(BadChoice) as refused:
        be_absent(session, staff.id, first, last)

    assert refused.value.faults == (Fault.ABSENCE,)


def test_a_new_password_ends_every_session_but_the_one_it_opens(database: Database, account: int) -> None:
    with database.begin() as session:
        before = [open_session(session, account, NOW).token for _ in range(2)]

    entry = change_password(database, account, PASSWORD, NEW, NOW)

    assert is_right(NEW, read(database).password_hash)
    assert [find_member(database, token, NOW) for token in before] == [None, None]
    assert find_member(database, entry.token, NOW)


def test_a_password_is_not_changed_without_the_old_one(database: Database, account: int) -> None:
    with pytest.raises(WrongPassword):
        change_password(database, account, "faux", NEW, NOW)

    assert read(database).password_hash == KEPT


def test_a_bad_new_password_is_refused_with_its_faults(database: Database, account: int) -> None:
    with pytest.raises(BadChoice) as refused:
        change_password(database, account, PASSWORD, "court", NOW)

    assert refused.value.faults == (Fault.PASSWORD_SHORT,)


def test_the_old_password_cannot_be_guessed_from_a_session_that_was_left_open(sqlite: Database) -> None:
    with sqlite.begin() as session:
        staff = make_staff(session)
        staff.password_hash = KEPT
        session.flush()
    for _ in range(FREE):
        with pytest.raises(WrongPassword):
            change_password(sqlite, staff.id, "faux", NEW, NOW)

    with pytest.raises(TooManyTries):
        change_password(sqlite, staff.id, PASSWORD, NEW, NOW)


def test_password_and_code_turn_the_second_factor_off(database: Database, account: int) -> None:
    turn_factor_off(database, account, PASSWORD, TOTP(SECRET).at(NOW), NOW)

    assert (read(database).totp_secret, read(database).totp_step) == (None, None)


@pytest.mark.parametrize(
    ("password", "code", "refusal"), [("faux", None, WrongPassword), (PASSWORD, "000000", BadCode)]
)
def test_one_of_them_alone_does_not(
    database: Database, account: int, password: str, code: str | None, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        turn_factor_off(database, account, password, code or TOTP(SECRET).at(NOW), NOW)

    assert read(database).totp_secret == SECRET


def test_a_code_cannot_be_guessed_by_who_knows_the_password(sqlite: Database) -> None:
    with sqlite.begin() as session:
        staff = make_staff(session)
        staff.password_hash, staff.totp_secret, staff.totp_step = KEPT, SECRET, 0
        session.flush()
    for _ in range(FREE):
        with pytest.raises(BadCode):
            turn_factor_off(sqlite, staff.id, PASSWORD, "000000", NOW)

    with pytest.raises(TooManyTries):
        turn_factor_off(sqlite, staff.id, PASSWORD, TOTP(SECRET).at(NOW), NOW)


def test_the_secret_is_shown_until_it_is_confirmed_and_never_after(session: Session) -> None:
    staff = make_staff(session)
    staff.totp_secret = SECRET
    session.flush()
    before = read_own(session, staff.id).proposed_secret
    staff.totp_step = int((NOW - timedelta(days=1)).timestamp()) // 30
    session.flush()

    assert (before, read_own(session, staff.id).proposed_secret) == (SECRET, None)
