from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from pyotp.totp import TOTP
from sqlalchemy import select, update

from guichet.mailbox.desk.account_errors import BadCode, LoginLapsed, TooManyTries
from guichet.mailbox.desk.attempts import FREE
from guichet.mailbox.desk.halfway import LASTS, find_halfway, prove_halfway
from guichet.mailbox.desk.login import Entry, Halfway, find_member, give_code, log_in
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Staff, StaffSession
from guichet.tests.factories import NOW, make_staff

EMAIL, PASSWORD, SECRET = "agent@example.org", "une phrase assez longue", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
KEPT = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@pytest.fixture
def account(database: Database) -> Database:
    with database.begin() as session:
        staff = make_staff(session, EMAIL)
        staff.password_hash, staff.totp_secret, staff.totp_step = KEPT, SECRET, 0
    return database


def begin(database: Database, now=NOW, **more) -> str:
    asked = {"place": "here", "known": "", **more}
    found = log_in(database, EMAIL, PASSWORD, now=now, **asked)
    assert isinstance(found, Halfway)
    return found.proof


def finish(database: Database, proof: str, code: str | None = None, now=NOW, **more) -> Entry:
    asked = {"place": "here", "known": "", **more}
    return give_code(database, proof, TOTP(SECRET).at(now) if code is None else code, now=now, **asked)


def fail(database: Database, times: int, now=NOW) -> None:
    proof = begin(database, now)
    for _ in range(times):
        with pytest.raises(BadCode):
            finish(database, proof, "000000", now)


def change(database: Database, **values: object) -> None:
    with database.begin() as session:
        session.execute(update(Staff).values(**values))


def test_password_then_code_let_in(account: Database) -> None:
    entry = finish(account, begin(account))

    member = find_member(account, entry.token, NOW)
    assert member is not None
    assert (member.name, member.has_factor) == ("Agent du service", True)


def test_the_password_alone_opens_no_session(account: Database) -> None:
    proof = begin(account)

    with account.read() as session:
        assert session.scalars(select(StaffSession)).all() == []
    assert find_member(account, proof, NOW) is None


def test_a_secret_that_was_not_confirmed_asks_for_no_code(account: Database) -> None:
    change(account, totp_step=None)

    assert isinstance(log_in(account, EMAIL, PASSWORD, place="here", known="", now=NOW), Entry)


def test_the_same_code_lets_in_once(account: Database) -> None:
    finish(account, begin(account))

    with pytest.raises(BadCode):
        finish(account, begin(account))


def test_the_code_must_follow_within_five_minutes(account: Database) -> None:
    proof = begin(account)
    almost = NOW + LASTS - timedelta(seconds=1)

    with pytest.raises(LoginLapsed):
        finish(account, proof, now=NOW + LASTS)
    assert finish(account, proof, now=almost)


@pytest.mark.parametrize(
    "values",
    [
        {"password_hash": "other"},
        {"totp_secret": "JBSWY3DPEHPK3PXP"},
        {"totp_secret": None, "totp_step": None},
        {"disabled_at": NOW},
    ],
    ids=str,
)
def test_a_change_of_the_account_makes_the_proof_void(account: Database, values: dict[str, object]) -> None:
    proof = begin(account)
    change(account, **values)

    with pytest.raises(LoginLapsed):
        finish(account, proof)


def test_a_proof_is_good_for_its_account_alone(account: Database) -> None:
    with account.begin() as session:
        other = make_staff(session, "other@example.org")
        other.password_hash, other.totp_secret, other.totp_step = "other", SECRET, 0
        session.flush()
        number = other.id
    _, until, sign = begin(account).split(".")

    with pytest.raises(LoginLapsed):
        finish(account, f"{number}.{until}.{sign}")


@pytest.mark.parametrize("proof", ["", "1", "1.9999999999.", f"1.9999999999.{'0' * 64}", "é.1.x", "9" * 5000])
def test_a_proof_that_is_not_ours_opens_nothing(account: Database, proof: str) -> None:
    with pytest.raises(LoginLapsed):
        finish(account, proof)


def test_a_proof_s_time_cannot_be_lengthened(sqlite: Database) -> None:
    with sqlite.begin() as session:
        staff = make_staff(session)
        staff.totp_secret, staff.totp_step = SECRET, 0
        number, until, sign = prove_halfway(staff, NOW).split(".")

        with pytest.raises(LoginLapsed):
            find_halfway(session, f"{number}.{int(until) + 60}.{sign}", NOW)


def test_after_ten_failures_even_the_right_code_waits(account: Database) -> None:
    fail(account, FREE - 1)  # the password before them counts as one

    with pytest.raises(TooManyTries):
        finish(account, _prove(account))

    later = NOW + timedelta(seconds=30)
    assert finish(account, _prove(account), now=later)


def test_knowing_the_password_does_not_free_the_codes(account: Database) -> None:
    """The password given again forgets no failure: else codes could be tried without end."""
    fail(account, 4)
    fail(account, 4)

    with pytest.raises(TooManyTries):
        begin(account)


def test_who_gets_in_begins_afresh(account: Database) -> None:
    fail(account, FREE - 3)
    finish(account, begin(account))

    fail(account, FREE - 3, NOW + timedelta(seconds=60))


def test_strangers_do_not_make_a_known_browser_wait(account: Database) -> None:
    known = finish(account, begin(account)).known
    later = NOW + timedelta(seconds=60)
    fail(account, FREE - 1, later)

    assert finish(account, begin(account, later, known=known), now=later, known=known)


def _prove(database: Database) -> str:
    with database.read() as session:
        return prove_halfway(session.scalars(select(Staff)).one(), NOW)
