import pytest

from guichet.mailbox.delivery.addressing import (
    bind,
    bounce_address,
    proves,
    read_bounce,
    read_staff_reply,
    read_token,
    reply_address,
    staff_reply_address,
)

OWN = "postes@example.org"
MESSAGE_ID = "0123456789abcdef0123456789abcdef@example.org"


def extra(address: str) -> str:
    return address.rpartition("@")[0].partition("+")[2]


def test_a_reply_address_names_its_thread() -> None:
    address = reply_address(OWN, "00ff00ff00ff00ff00ff")

    assert address == "postes+t00ff00ff00ff00ff00ff@example.org"
    assert read_token(extra(address).upper()) == "00ff00ff00ff00ff00ff"


def test_a_bounce_address_names_its_parcel_and_proves_it() -> None:
    address = bounce_address(OWN, 12, MESSAGE_ID)
    parcel, proof = read_bounce(extra(address)) or (0, "")

    assert len(address.partition("@")[0]) <= 64
    assert parcel == 12
    assert proves(proof, MESSAGE_ID)
    assert not proves(proof, MESSAGE_ID.replace("0", "1", 1))
    assert not proves("", "")


@pytest.mark.parametrize("extra", ["", "x", "t", "t1", "tzzzzzzzz", "b12", "b12.short", "b.0123456789abcdef0123"])
def test_what_names_nothing_is_nothing(extra: str) -> None:
    assert (read_token(extra), read_bounce(extra)) == ("", None)


def test_an_address_for_staff_names_its_parcel_with_a_proof_bound_to_what_it_may_do() -> None:
    proof = bind(MESSAGE_ID, 7, 3, 2)
    address = staff_reply_address("postesdaccueil.siege@example.org", 999_999_999, proof)

    assert len(address.partition("@")[0]) <= 64
    assert read_staff_reply(extra(address).upper()) == (999_999_999, proof)
    others = {
        bind(MESSAGE_ID, 7, 3, 3),
        bind(MESSAGE_ID, 7, 4, 2),
        bind(MESSAGE_ID, 8, 3, 2),
        bind("x" + MESSAGE_ID, 7, 3, 2),
    }
    assert len(others | {proof}) == 5


@pytest.mark.parametrize(
    ("written", "read"), [("s12.", (12, "")), ("s12.zz", (12, "zz")), ("siege", None), ("t0a", None)]
)
def test_a_damaged_address_for_staff_is_still_one(written: str, read: tuple[int, str] | None) -> None:
    assert read_staff_reply(written) == read
