from time import perf_counter

import pytest
from argon2 import extract_parameters

from guichet.mailbox.desk import password as module
from guichet.mailbox.desk.account_errors import Fault
from guichet.mailbox.desk.password import find_faults, hash_password, is_right

GOOD = "une phrase assez longue"


@pytest.mark.parametrize(
    ("password", "faults"),
    [
        (GOOD, []),
        ("quatorze signe", [Fault.PASSWORD_SHORT]),
        ("quinze signes !", []),
        (GOOD * 9, [Fault.PASSWORD_LONG]),
        ("le mot de passe de CLAIRE", [Fault.PASSWORD_EMAIL]),
        ("AzertyUiopQsdfgh", [Fault.PASSWORD_COMMON]),
        ("ababababababababab", [Fault.PASSWORD_COMMON]),
        ("", [Fault.PASSWORD_SHORT, Fault.PASSWORD_COMMON]),
    ],
)
def test_what_may_be_a_password(password: str, faults: list[Fault]) -> None:
    assert list(find_faults(password, "claire@example.org")) == faults


def test_a_short_address_forbids_nothing() -> None:
    assert list(find_faults(GOOD, "a@example.org")) == []


def test_a_password_is_right_or_not() -> None:
    kept = hash_password(GOOD)

    assert is_right(GOOD, kept)
    assert not is_right(f"{GOOD}.", kept)
    assert not is_right(GOOD, "-")


def test_the_same_signs_from_another_keyboard_are_the_same_password() -> None:
    assert is_right("e\u0301t\u00e9 apr\u00e8s e\u0301t\u00e9", hash_password("\u00e9t\u00e9 apr\u00e8s \u00e9t\u00e9"))


def test_nobody_s_password_is_never_right_and_takes_as_long() -> None:
    assert not is_right(GOOD, None)
    assert extract_parameters(module._NOBODY) == extract_parameters(hash_password(GOOD))

    def time(kept: str | None) -> float:
        start = perf_counter()
        is_right(GOOD, kept)
        return perf_counter() - start

    kept = hash_password("une autre phrase entière")
    with_account, without = (min(time(one) for _ in range(5)) for one in (kept, None))
    assert 0.3 < without / with_account < 3
