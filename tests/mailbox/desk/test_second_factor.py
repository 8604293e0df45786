import re
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from pyotp.totp import TOTP
from sqlalchemy.orm import Session

from guichet.mailbox.desk.account_errors import BadCode, FactorStands
from guichet.mailbox.desk.login import find_member, open_session
from guichet.mailbox.desk.second_factor import (
    confirm_factor,
    drop_factor,
    has_factor,
    propose_factor,
    use_code,
    write_address,
)
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Staff
from guichet.tests.factories import NOW, make_staff

STEP = timedelta(seconds=30)
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The secret of RFC 6238, appendix B, in base 32."""


def code_at(staff: Staff, moment: datetime) -> str:
    return TOTP(staff.totp_secret or "").at(moment)


def set_factor(session: Session) -> Staff:
    """Make an account whose second factor was confirmed ten steps ago."""
    staff = make_staff(session)
    propose_factor(session, staff.id)
    session.refresh(staff)
    confirm_factor(session, staff.id, code_at(staff, NOW - 10 * STEP), "-", NOW - 10 * STEP)
    session.refresh(staff)
    return staff


def takes(session: Session, staff: Staff, code: str, now: datetime = NOW) -> bool:
    try:
        use_code(session, staff.id, code, now)
    except BadCode:
        return False
    return True


def test_a_secret_counts_only_once_a_code_has_confirmed_it(session: Session) -> None:
    staff = make_staff(session)
    propose_factor(session, staff.id)
    session.refresh(staff)
    before = has_factor(staff)

    confirm_factor(session, staff.id, code_at(staff, NOW), "-", NOW)

    session.refresh(staff)
    assert (before, has_factor(staff)) == (False, True)


def test_a_wrong_code_confirms_nothing(session: Session) -> None:
    staff = make_staff(session)
    propose_factor(session, staff.id)

    with pytest.raises(BadCode):
        confirm_factor(session, staff.id, "000000", "-", NOW)

    session.refresh(staff)
    assert not has_factor(staff)


def test_nothing_is_confirmed_before_it_is_proposed(session: Session) -> None:
    staff = make_staff(session)

    with pytest.raises(BadCode):
        confirm_factor(session, staff.id, "000000", "-", NOW)


def test_begun_again_another_secret_is_made(session: Session) -> None:
    staff = make_staff(session)
    secrets = set[str | None]()
    for _ in range(2):
        propose_factor(session, staff.id)
        session.refresh(staff)
        secrets.add(staff.totp_secret)

    assert len(secrets) == 2
    assert all(re.fullmatch("[A-Z2-7]{32}", secret or "") for secret in secrets)


def test_a_factor_that_counts_is_not_replaced(session: Session) -> None:
    staff = set_factor(session)
    kept = staff.totp_secret

    with pytest.raises(FactorStands):
        propose_factor(session, staff.id)
    with pytest.raises(FactorStands):
        confirm_factor(session, staff.id, code_at(staff, NOW), "-", NOW)

    session.refresh(staff)
    assert staff.totp_secret == kept


def test_confirming_ends_the_other_sessions(database: Database) -> None:
    with database.begin() as session:
        staff = make_staff(session)
        propose_factor(session, staff.id)
        mine, other = (open_session(session, staff.id, NOW).token for _ in range(2))
        session.refresh(staff)

        confirm_factor(session, staff.id, code_at(staff, NOW), mine, NOW)

    assert find_member(database, mine, NOW)
    assert find_member(database, other, NOW) is None


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_is_taken_one_step_early_or_late(session: Session, steps: int, taken: bool) -> None:
    staff = set_factor(session)

    assert takes(session, staff, code_at(staff, NOW + steps * STEP)) is taken


def test_a_code_is_taken_once(session: Session) -> None:
    staff = set_factor(session)
    code = code_at(staff, NOW)

    assert [takes(session, staff, code), takes(session, staff, code)] == [True, False]


def test_after_a_code_no_earlier_one_is_taken(session: Session) -> None:
    staff = set_factor(session)
    earlier, code, later = (code_at(staff, NOW + steps * STEP) for steps in (-1, 0, 1))

    assert [takes(session, staff, one) for one in (code, earlier, later)] == [True, False, True]


@pytest.mark.parametrize("moment", [59, 1111111109, 1234567890, 2000000000])
def test_the_codes_are_those_of_the_standard(session: Session, moment: int) -> None:
    """RFC 6238, appendix B: the last six of its eight digits."""
    expected = {59: "287082", 1111111109: "081804", 1234567890: "005924", 2000000000: "279037"}[moment]
    staff = make_staff(session)
    staff.totp_secret, staff.totp_step = RFC_SECRET, 0
    session.flush()

    assert takes(session, staff, expected, datetime.fromtimestamp(moment, NOW.tzinfo))


def test_a_code_may_be_written_with_spaces(session: Session) -> None:
    staff = set_factor(session)
    code = code_at(staff, NOW)

    assert takes(session, staff, f" {code[:3]} {code[3:]}")


@pytest.mark.parametrize("code", ["", "12345", "1234567", "١٢٣٤٥٦", "abcdef", "é" * 6, "0" * 10_000])
def test_what_is_no_code_is_refused(session: Session, code: str) -> None:
    assert not takes(session, set_factor(session), code)


def test_without_a_factor_no_code_is_taken(session: Session) -> None:
    staff = set_factor(session)
    code = code_at(staff, NOW)
    drop_factor(session, staff.id)

    assert not takes(session, staff, code)


def test_the_address_names_the_service_and_the_account() -> None:
    address = urlsplit(write_address(RFC_SECRET, "agent@example.org", "Le service"))

    assert (address.scheme, address.netloc, address.path) == ("otpauth", "totp", "/Le%20service:agent%40example.org")
    assert parse_qs(address.query) == {"secret": [RFC_SECRET], "issuer": ["Le service"]}
