from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update

from guichet.mailbox.desk.account_errors import BadLogin, TooManyTries
from guichet.mailbox.desk.attempts import FREE, count_attempt
from guichet.mailbox.desk.login import IDLE, LONGEST, Entry, find_member, log_in, log_out, open_session
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import LoginFailure, Staff, StaffSession
from guichet.tests.factories import NOW, make_staff

EMAIL, PASSWORD = "agent@example.org", "une phrase assez longue"
KEPT = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
"""Kept at little cost, so that many failures take little time."""


@pytest.fixture
def account(database: Database) -> Database:
    with database.begin() as session:
        make_staff(session, EMAIL).password_hash = KEPT
    return database


def enter(database: Database, password: str = PASSWORD, email: str = EMAIL, **more) -> Entry:
    return log_in(database, email, password, place=more.pop("place", "here"), known=more.pop("known", ""), **more)


def fail(database: Database, times: int, **more) -> None:
    for _ in range(times):
        with pytest.raises(BadLogin):
            enter(database, "faux", **{"now": NOW, **more})


def open_for(database: Database) -> Entry:
    with database.begin() as session:
        return open_session(session, make_staff(session).id, NOW)


def test_who_knows_the_password_is_let_in(account: Database) -> None:
    entry = enter(account, email=" Agent@example.org", now=NOW)

    member = find_member(account, entry.token, NOW)
    assert member is not None
    assert member.name == "Agent du service"


def test_the_token_is_long_and_kept_as_its_digest_alone(sqlite: Database) -> None:
    entry = open_for(sqlite)

    with sqlite.read() as session:
        [kept] = session.scalars(select(StaffSession.token_hash))
    assert len(entry.token) >= 22
    assert entry.token not in kept


def test_each_login_has_a_token_of_its_own(account: Database) -> None:
    assert enter(account, now=NOW).token != enter(account, now=NOW).token


def test_whatever_is_wrong_is_said_in_the_same_words(account: Database) -> None:
    said: set[str] = set()
    for email, password in ((EMAIL, "faux"), ("nobody@example.org", PASSWORD)):
        with pytest.raises(BadLogin) as refused:
            enter(account, password, email, now=NOW)
        said.add(str(refused.value))
    with account.begin() as session:
        session.execute(update(Staff).values(disabled_at=NOW))

    with pytest.raises(BadLogin) as refused:
        enter(account, now=NOW)

    assert said == {str(refused.value)}


def test_a_session_ends_at_logout(sqlite: Database) -> None:
    token = open_for(sqlite).token

    with sqlite.begin() as session:
        log_out(session, token)

    assert find_member(sqlite, token, NOW) is None


def test_a_session_ends_with_the_account(sqlite: Database) -> None:
    token = open_for(sqlite).token

    with sqlite.begin() as session:
        session.execute(update(Staff).values(disabled_at=NOW))

    assert find_member(sqlite, token, NOW) is None


def test_a_session_ends_when_it_is_idle_and_use_keeps_it(database: Database) -> None:
    token = open_for(database).token
    almost = IDLE - timedelta(seconds=1)

    assert find_member(database, token, NOW + almost)
    assert find_member(database, token, NOW + 2 * almost)
    assert find_member(database, token, NOW + 2 * almost + IDLE) is None


def test_a_session_ends_after_eight_hours_whatever_its_use(sqlite: Database) -> None:
    token = open_for(sqlite).token
    step = timedelta(minutes=20)
    moment = NOW
    while moment + step < NOW + LONGEST:
        moment += step
        assert find_member(sqlite, token, moment)

    assert find_member(sqlite, token, NOW + LONGEST) is None


def test_ended_sessions_are_swept_away_at_the_next_login(account: Database) -> None:
    enter(account, now=NOW)

    enter(account, now=NOW + IDLE)

    with account.read() as session:
        assert len(session.scalars(select(StaffSession)).all()) == 1


def test_after_ten_failures_even_the_right_password_waits(account: Database) -> None:
    fail(account, FREE)

    with pytest.raises(TooManyTries, match="attendez 30 secondes"):
        enter(account, now=NOW)

    assert enter(account, now=NOW + timedelta(seconds=30))


def test_each_further_failure_doubles_the_wait_up_to_a_quarter_of_an_hour(account: Database) -> None:
    fail(account, FREE)
    moment, waits = NOW, list[float]()

    for _ in range(7):
        with pytest.raises(TooManyTries) as refused:
            enter(account, "faux", now=moment)
        waits.append(refused.value.wait.total_seconds())
        moment += refused.value.wait
        fail(account, 1, now=moment)

    assert waits == [30, 60, 120, 240, 480, 900, 900]


def test_failures_elsewhere_make_an_account_wait_and_failures_on_others_a_place(account: Database) -> None:
    fail(account, FREE, place="elsewhere")
    with account.begin() as session:
        for number in range(FREE):
            count_attempt(session, [f"account:{number}", "place:there"], NOW)

    for email, place in ((EMAIL, "here"), ("other@example.org", "there")):
        with pytest.raises(TooManyTries):
            enter(account, email=email, place=place, now=NOW)


def test_strangers_do_not_make_a_known_browser_wait(account: Database) -> None:
    known = enter(account, now=NOW).known
    fail(account, FREE)

    assert enter(account, known=known, now=NOW)


def test_a_known_browser_waits_for_its_own_failures(account: Database) -> None:
    known = enter(account, now=NOW).known
    fail(account, FREE, known=known)

    with pytest.raises(TooManyTries):
        enter(account, known=known, now=NOW)


def test_who_gets_in_begins_afresh(account: Database) -> None:
    fail(account, FREE - 1)
    enter(account, now=NOW)

    fail(account, FREE - 1)

    assert enter(account, now=NOW)


def test_what_was_typed_is_not_kept_and_goes_after_a_day(account: Database) -> None:
    fail(account, 1, email="oops my password")
    with account.read() as session:
        assert all("oops" not in key for key in session.scalars(select(LoginFailure.key)))

    fail(account, 1, now=NOW + timedelta(days=1, seconds=1))

    with account.read() as session:
        assert len(session.scalars(select(LoginFailure)).all()) == 2


def test_a_long_wait_is_said_in_minutes() -> None:
    assert "attendez 15 minutes" in str(TooManyTries(timedelta(minutes=15)))
