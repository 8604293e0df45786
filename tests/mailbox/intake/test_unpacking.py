"""Files that are no MIME part."""

import binascii
import struct

from hypothesis import given
from hypothesis import strategies as st

from guichet.mailbox.intake.letter import read_letter
from guichet.mailbox.intake.unpacking import list_tnef, take_uuencoded


def uuencode(name: str, content: bytes) -> str:
    lines = (binascii.b2a_uu(content[at : at + 45]).decode() for at in range(0, len(content), 45))
    return f"begin 644 {name}\n{''.join(lines)}`\nend"


def tnef(*files: tuple[str, bytes]) -> bytes:
    made = struct.pack("<IH", 0x223E9F78, 1)
    for name, content in files:
        for attribute, data in ((0x00069002, b"x"), (0x00018010, name.encode() + b"\0"), (0x0006800F, content)):
            made += struct.pack("<BII", 2, attribute, len(data)) + data + struct.pack("<H", sum(data) % 65_536)
    return made


@given(st.binary(min_size=1, max_size=300))
def test_what_is_uuencoded_comes_out_byte_for_byte_and_the_words_stay(content: bytes) -> None:
    text, files = take_uuencoded(f"Voici :\n{uuencode('cv.pdf', content)}\nMerci")

    assert files == [("cv.pdf", content)]
    assert text.split() == ["Voici", ":", "Merci"]


def test_words_that_only_begin_like_a_file_stay() -> None:
    text = "begin 644 of my story\nand it goes on\nend"

    assert take_uuencoded(text) == (text, [])


def test_a_letter_lists_what_outlook_packed() -> None:
    packed = binascii.b2a_base64(tnef(("cv.pdf", b"%PDF"), ("dir/lettre.docx", b"PK")))
    head = b"From: a@b.c\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"

    files = read_letter(head + packed).files

    assert [file.name for file in files] == ["winmail.dat", "cv.pdf", "lettre.docx"]
    assert files[1].content == b"%PDF"


@given(st.binary(max_size=200), st.integers(0, 60))
def test_a_broken_winmail_gives_what_can_be_read(noise: bytes, cut: int) -> None:
    list_tnef(noise)
    assert list_tnef(tnef(("a", b"x"))[:-cut] if cut else tnef(("a", b"x"))) in ([], [("a", b"")], [("a", b"x")])
