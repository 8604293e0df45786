from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from guichet.mailbox.desk.account_errors import LastResponsable, OwnAccount, UnknownAccount
from guichet.mailbox.desk.accounts import change_role, disable, enable, list_accounts, reset_factor
from guichet.mailbox.desk.login import find_member, log_out, open_session
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Role, Staff
from guichet.tests.factories import NOW, make_staff


def make_agent(session: Session, email: str = "other@example.org") -> Staff:
    staff = make_staff(session, email)
    staff.role, staff.totp_secret, staff.totp_step = Role.AGENT, "GEZDGNBVGY3TQOJQ", 1
    session.flush()
    return staff


def test_every_account_is_listed_with_its_role_its_last_session_and_its_second_factor(session: Session) -> None:
    boss, agent = make_staff(session), make_agent(session)
    open_session(session, boss.id, NOW)

    rows = {row.email: row for row in list_accounts(session)}

    assert [(row.role, row.seen_at, row.has_factor) for row in (rows[boss.email], rows[agent.email])] == [
        (Role.RESPONSABLE, NOW, False),
        (Role.AGENT, None, True),
    ]


def test_who_is_disabled_comes_last(session: Session) -> None:
    make_staff(session)
    gone, other = make_agent(session), make_agent(session, "third@example.org")
    gone.name, other.name = "A", "Z"

    disable(session, gone.id, NOW)

    session.flush()
    assert [row.enabled for row in list_accounts(session)] == [True, True, False]


def test_a_role_is_changed(session: Session) -> None:
    make_staff(session)
    agent = make_agent(session)

    change_role(session, agent.id, Role.LECTURE)

    session.flush()
    assert session.get_one(Staff, agent.id, populate_existing=True).role is Role.LECTURE


def test_a_disabled_account_loses_its_sessions_for_good(database: Database) -> None:
    with database.begin() as session:
        make_staff(session)
        agent = make_agent(session)
        token = open_session(session, agent.id, NOW).token
        disable(session, agent.id, NOW)

    with database.begin() as session:
        enable(session, agent.id)

    assert find_member(database, token, NOW) is None
    with database.read() as session:
        assert session.get_one(Staff, agent.id).disabled_at is None


def test_a_reset_takes_the_second_factor_and_ends_the_sessions(database: Database) -> None:
    with database.begin() as session:
        boss, agent = make_staff(session), make_agent(session)
        token = open_session(session, agent.id, NOW).token

        reset_factor(session, agent.id, by=boss.id)

    assert find_member(database, token, NOW) is None
    with database.read() as session:
        staff = session.get_one(Staff, agent.id)
        assert (staff.totp_secret, staff.totp_step) == (None, None)


def test_nobody_resets_their_own_second_factor(session: Session) -> None:
    boss = make_staff(session)

    with pytest.raises(OwnAccount):
        reset_factor(session, boss.id, by=boss.id)


def test_the_last_responsable_is_neither_disabled_nor_demoted(session: Session) -> None:
    boss, gone = make_staff(session), make_staff(session, "gone@example.org")
    disable(session, gone.id, NOW)
    make_agent(session)

    with pytest.raises(LastResponsable):
        disable(session, boss.id, NOW)
    with pytest.raises(LastResponsable):
        change_role(session, boss.id, Role.AGENT)


def test_of_two_responsables_who_leave_at_once_one_stays(database: Database) -> None:
    with database.begin() as session:
        numbers = [make_staff(session, f"{number}@example.org").id for number in range(2)]

    def leave() -> None:
        with database.begin() as session:
            change_role(session, numbers[1], Role.AGENT)

    with ThreadPoolExecutor(1) as pool:
        with database.begin() as session:
            change_role(session, numbers[0], Role.AGENT)
            session.flush()
            other = pool.submit(leave)
            wait([other], timeout=0.5)

        with pytest.raises(LastResponsable):
            other.result()


def test_what_is_no_account_is_refused(session: Session) -> None:
    with pytest.raises(UnknownAccount):
        enable(session, 99)


def test_the_last_session_is_remembered_after_its_end(database: Database) -> None:
    with database.begin() as session:
        staff = make_staff(session)
        token = open_session(session, staff.id, NOW).token
    find_member(database, token, NOW + timedelta(minutes=5))

    with database.begin() as session:
        log_out(session, token)

    with database.read() as session:
        assert [row.seen_at for row in list_accounts(session)] == [NOW + timedelta(minutes=5)]
