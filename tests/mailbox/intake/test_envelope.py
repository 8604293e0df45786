import pytest

from guichet.mailbox.intake.envelope import Sealed, identify, refusal, sender_lane

LETTER = (
    b"Received: from a\r\nFrom: Ann <ann@example.net>\r\nSubject: Question\r\nDate: Tue, 10 Feb 2026 09:00:00 +0100\r\n"
    b"Message-ID: <a1@example.net>\r\n\r\nQuelle est la date limite ?\r\n"
)
PARTS = (
    b"From: a@b.c\r\nMessage-ID: <1@b.c>\r\nContent-Type: multipart/mixed; boundary=%s\r\n\r\n"
    b"--%s\r\n\r\nx\r\n--%s--\r\n"
)


@pytest.mark.parametrize(
    "again",
    [
        LETTER.replace(b"Received: from a", b"Received: from b"),
        LETTER.replace(b"09:00:00", b"09:00:07"),
        LETTER + b"\r\n",
    ],
)
def test_a_letter_that_comes_again_is_the_same(again: bytes) -> None:
    assert identify(Sealed(again)) == identify(Sealed(LETTER))


@pytest.mark.parametrize(
    "other",
    [
        LETTER.replace(b"date limite", b"remuneration"),
        LETTER.replace(b"a1@", b"a2@"),
        LETTER.replace(b"Ann <ann@", b"Ann <bea@"),
    ],
)
def test_another_text_sender_or_identifier_is_another_letter(other: bytes) -> None:
    assert identify(Sealed(other)) != identify(Sealed(LETTER))


def test_without_an_identifier_the_date_tells_two_letters_apart() -> None:
    bare = LETTER.replace(b"Message-ID: <a1@example.net>\r\n", b"")

    assert identify(Sealed(bare.replace(b"09:00:00", b"10:00:00"))) != identify(Sealed(bare))


def test_a_new_boundary_between_the_same_parts_makes_no_other_letter() -> None:
    first, second = (PARTS.replace(b"%s", name) for name in (b"aaaa1", b"bbbb2"))

    assert identify(Sealed(first)) == identify(Sealed(second))


def test_letters_of_one_sender_are_read_in_one_lane() -> None:
    assert sender_lane(Sealed(LETTER), "bounce@example.org") == "ann@example.net"
    assert sender_lane(Sealed(b"Subject: x\r\n\r\n"), "Ann@Example.net") == "ann@example.net"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (LETTER, ""),
        (b"From: a@b.c\r\n\r\nx\ny\r\n", "550 5.6.11"),
        (b"From: a@b.c\r\n\r\nx\ry\r\n", "550 5.6.11"),
        (b"From: a@b.c\r\n\r\nx\0y\r\n", "550 5.6.0"),
        (b"From: a@b.c\r\nFrom: d@e.f\r\n\r\nx\r\n", "550 5.6.0"),
        (b"Received: x\r\n" * 51 + b"\r\nx\r\n", "450 4.4.6"),
    ],
)
def test_letters_are_admitted_by_the_table(raw: bytes, code: str) -> None:
    assert (refusal(Sealed(raw)) or "")[: len(code) or 99] == code


def test_empty_lines_before_the_headers_hide_none_of_them() -> None:
    letter = Sealed(b"\r\n\r\nFrom: a@b.fr\r\nFrom: c@d.fr\r\n\r\nx\r\n")

    assert "several" in (refusal(letter) or "")


def test_an_empty_message_id_makes_no_two_letters_the_same() -> None:
    first, second = (Sealed(f"Message-ID:\r\nFrom: a@b.fr\r\nDate: {n}\r\n\r\nx\r\n".encode()) for n in (1, 9))

    assert identify(first) != identify(second)
