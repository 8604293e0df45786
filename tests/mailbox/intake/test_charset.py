"""Bytes of any declaration: never an error, never what a database does not hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.mailbox.intake.charset import decode


@pytest.mark.parametrize(
    ("raw", "charset", "text"),
    [
        ("Équipe €".encode("cp1252"), "iso-8859-1", "Équipe €"),
        ("é".encode(), None, "é"),
        (b"\xe9", None, "é"),
        (b"+AOk-", "utf-7", "é"),
        ("日本".encode("iso-2022-jp"), None, "日本"),
        ("日本".encode("shift_jis"), "x-sjis", "日本"),
        (b"a-=3A", "punycode", "a-=3A"),
        (b"x", "undefined", "x"),
        (rb"\ud800", "unicode_escape", r"\ud800"),
        (b"+2AA-", "utf-7", ""),
        (b"a\0b", None, "ab"),
        (b"x", "no-such-charset", "x"),
    ],
)
def test_bytes_are_read_as_what_they_are(raw: bytes, charset: str | None, text: str) -> None:
    assert decode(raw, charset) == text


@given(
    st.binary(max_size=60),
    st.sampled_from([None, "utf-8", "utf-7", "utf-16", "idna", "unicode_escape", "rot13", "hex"]),
)
def test_nothing_is_raised_and_all_can_be_written(raw: bytes, charset: str | None) -> None:
    decode(raw, charset).encode()
