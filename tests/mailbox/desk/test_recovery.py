import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from pyotp.totp import TOTP
from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.mailbox.desk.recovery import (
    count_recovery_codes,
    drop_recovery_codes,
    make_recovery_codes,
    use_recovery_code,
)
from guichet.mailbox.desk.second_factor import confirm_factor, drop_factor, propose_factor
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import RecoveryCode
from guichet.tests.factories import NOW, make_staff


def test_eight_codes_are_made_and_kept_as_their_digests_alone(session: Session) -> None:
    codes = make_recovery_codes(session, make_staff(session).id)

    kept = session.scalars(select(RecoveryCode.code_hash)).all()
    assert len({*codes}) == len(kept) == 8
    assert all(re.fullmatch(r"\d{4} \d{4} \d{4}", code) for code in codes)
    assert not {code.replace(" ", "") for code in codes} & {*kept}


@pytest.mark.parametrize("between", [" ", "", "-"])
def test_a_code_is_used_once_however_it_is_written(session: Session, between: str) -> None:
    staff = make_staff(session)
    code = make_recovery_codes(session, staff.id)[0].replace(" ", between)

    assert [use_recovery_code(session, staff.id, code) for _ in range(2)] == [True, False]
    assert count_recovery_codes(session, staff.id) == 7


def test_new_codes_make_the_older_ones_void(session: Session) -> None:
    staff = make_staff(session)
    older, newer = (make_recovery_codes(session, staff.id)[0] for _ in range(2))

    assert [use_recovery_code(session, staff.id, code) for code in (older, newer)] == [False, True]


def test_a_code_is_of_one_account_alone(session: Session) -> None:
    mine, other = make_staff(session), make_staff(session, "other@example.org")
    [code, *_] = make_recovery_codes(session, other.id)

    assert not use_recovery_code(session, mine.id, code)


@pytest.mark.parametrize("code", ["", "0" * 11, "٠" * 12, "x" * 12, "0" * 10_000])
def test_what_is_no_code_is_refused(session: Session, code: str) -> None:
    staff = make_staff(session)
    make_recovery_codes(session, staff.id)

    assert not use_recovery_code(session, staff.id, code)


def test_of_two_who_use_one_code_at_once_one_gets_in(database: Database) -> None:
    with database.begin() as session:
        staff = make_staff(session)
        [code, *_] = make_recovery_codes(session, staff.id)

    def use(_: int) -> bool:
        with database.begin() as session:
            return use_recovery_code(session, staff.id, code)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(use, range(2))) == [False, True]


def test_codes_come_and_go_with_the_second_factor(session: Session) -> None:
    staff = make_staff(session)
    propose_factor(session, staff.id)
    session.refresh(staff)
    codes = confirm_factor(session, staff.id, TOTP(staff.totp_secret or "").at(NOW), "-", NOW)
    made = count_recovery_codes(session, staff.id)

    drop_factor(session, staff.id)

    assert (len(codes), made, count_recovery_codes(session, staff.id)) == (8, 8, 0)


def test_codes_may_be_taken_back(session: Session) -> None:
    staff = make_staff(session)
    [code, *_] = make_recovery_codes(session, staff.id)

    drop_recovery_codes(session, staff.id)

    assert not use_recovery_code(session, staff.id, code)
