from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from guichet.mailbox.desk.account_errors import BadAccount, BadInvitation, EmailTaken, Fault
from guichet.mailbox.desk.staff import Account, accept, check_invitation, has_staff, invite
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Invitation, Role, Staff
from guichet.tests.factories import NOW, make_office, make_staff

OFFICE = make_office()
ACCOUNT = Account(" Agent@Example.org", "Agent  du service", "Gestionnaire", "rh", "une phrase assez longue")


def make_link(database: Database, role: Role = Role.RESPONSABLE) -> str:
    with database.begin() as session:
        return invite(session, role, NOW)


def test_a_link_sets_an_account(database: Database) -> None:
    link = make_link(database)

    accept(database, OFFICE, link, ACCOUNT, NOW)

    with database.read() as session:
        [staff] = session.scalars(select(Staff))
        assert (staff.email, staff.name, staff.role) == ("agent@example.org", "Agent du service", Role.RESPONSABLE)
        assert staff.password_hash.startswith("$argon2id$")
        assert has_staff(session)


def test_a_link_is_long_and_kept_as_its_digest_alone(sqlite: Database) -> None:
    link = make_link(sqlite)

    with sqlite.read() as session:
        [kept] = session.scalars(select(Invitation.token_hash))
    assert len(link) >= 22
    assert link not in kept


def test_a_link_works_once(database: Database) -> None:
    link = make_link(database)
    accept(database, OFFICE, link, ACCOUNT, NOW)

    with pytest.raises(BadInvitation):
        accept(database, OFFICE, link, replace(ACCOUNT, email="other@example.org"), NOW)


@pytest.mark.parametrize(("days", "works"), [(6.99, True), (7, False)])
def test_a_link_works_for_seven_days(sqlite: Database, days: float, works: bool) -> None:
    link = make_link(sqlite)

    with sqlite.read() as session:
        try:
            check_invitation(session, link, NOW + timedelta(days=days))
            worked = True
        except BadInvitation:
            worked = False
    assert worked is works


def test_a_new_first_link_replaces_the_older_one(sqlite: Database) -> None:
    older, newer = make_link(sqlite), make_link(sqlite)

    with sqlite.read() as session:
        check_invitation(session, newer, NOW)
        with pytest.raises(BadInvitation):
            check_invitation(session, older, NOW)


def test_links_for_further_accounts_all_work(sqlite: Database) -> None:
    with sqlite.begin() as session:
        make_staff(session)

    links = [make_link(sqlite), make_link(sqlite)]

    with sqlite.read() as session:
        for link in links:
            check_invitation(session, link, NOW)


def test_one_address_has_one_account_and_the_link_still_works(database: Database) -> None:
    with database.begin() as session:
        make_staff(session, "agent@example.org")
    link = make_link(database)

    with pytest.raises(EmailTaken):
        accept(database, OFFICE, link, ACCOUNT, NOW)

    accept(database, OFFICE, link, replace(ACCOUNT, email="other@example.org"), NOW)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"email": "agent"}, Fault.EMAIL),
        ({"email": f"{'x' * 60}@{'y' * 300}.org"}, Fault.EMAIL),
        ({"name": " "}, Fault.NAME),
        ({"name": "x" * 201}, Fault.NAME),
        ({"capacity": "x" * 201}, Fault.CAPACITY),
        ({"department": "direction"}, Fault.DEPARTMENT),
        ({"password": "court"}, Fault.PASSWORD_SHORT),
    ],
)
def test_an_account_that_cannot_be_is_refused_with_what_is_wrong(
    sqlite: Database, change: dict[str, str], fault: Fault
) -> None:
    link = make_link(sqlite)

    with pytest.raises(BadAccount) as refused:
        accept(sqlite, OFFICE, link, replace(ACCOUNT, **change), NOW)

    assert refused.value.faults == (fault,)
