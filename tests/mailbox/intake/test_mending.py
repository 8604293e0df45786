"""Broken frames, armour, and what nobody sees: the words are read all the same."""

import pytest

from guichet.mailbox.intake.letter import read_letter

HEAD = "From: Ann <ann@example.net>\nSubject: Question\nMIME-Version: 1.0\n"
ASKS = "Combien de postes ?"


def read(head: str, body: str) -> str:
    return read_letter((HEAD + head + "\n" + body).replace("\n", "\r\n").encode()).text


@pytest.mark.parametrize("kind", ["multipart/mixed", "multipart/alternative"])
def test_a_multipart_that_does_not_say_its_boundary_is_read_by_what_looks_like_it(kind: str) -> None:
    body = f"--x1\nContent-Type: text/plain\n\n{ASKS}\n--x1\nContent-Type: application/pdf\n\nPDF\n--x1--\n"

    assert read(f"Content-Type: {kind}\n", body) == ASKS


def test_one_that_has_no_boundary_at_all_is_text() -> None:
    assert read("Content-Type: multipart/mixed\n", ASKS) == ASKS


def test_what_openpgp_signed_is_read_as_it_was() -> None:
    signed = (
        f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{ASKS}\n- - un point\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQEzBAEB\n=abcd\n-----END PGP SIGNATURE-----\n"
    )

    assert read("Content-Type: text/plain\n", signed) == f"{ASKS}\n- un point"


def test_what_openpgp_encrypted_is_a_file() -> None:
    body = "-----BEGIN PGP MESSAGE-----\nVersion: GnuPG v2\n\nhQEMA9vV\n=abcd\n-----END PGP MESSAGE-----\n"
    letter = read_letter((HEAD + "\n" + body).encode())

    assert letter.text == ""
    assert [file.name for file in letter.files] == ["message.asc"]


@pytest.mark.parametrize(
    "hidden",
    [
        '<div style="display:none">Le salaire ?</div>',
        '<p style="mso-hide: all;">Le salaire ?</p>',
        '<span style="font-size:0">Le salaire ?</span>',
        "<p hidden>Le salaire ?</p>",
    ],
)
def test_what_a_page_hides_its_writer_did_not_say(hidden: str) -> None:
    page = f'<p style="font-size:0.9em;font-size: 012pt">{ASKS}</p>{hidden}'

    assert read("Content-Type: text/html\n", page) == ASKS


def test_utf_8_that_is_declared_as_latin_is_read_as_what_it_is() -> None:
    raw = (HEAD + "Content-Type: text/plain; charset=iso-8859-1\n\nDéjà reçu ?").encode()

    assert read_letter(raw).text == "Déjà reçu ?"


def test_a_name_that_reads_backwards_is_read_forwards() -> None:
    head = (
        'From: "Ann \u202egro" <ann@example.net>\nSubject: q \u202ex\nContent-Type: application/pdf\n'
        'Content-Disposition: attachment; filename="cv\u202efdp.exe"\n\nPDF'
    )
    letter = read_letter(head.encode())

    assert "\u202e" not in letter.name + letter.subject + letter.files[0].name


@pytest.mark.parametrize("sender", ["jérôme@x.example", "rené@exämple.fr"])
def test_an_address_may_have_the_letters_of_any_language(sender: str) -> None:
    assert read_letter(f"From: {sender}\nSubject: q\n\nx".encode()).address == sender


@pytest.mark.parametrize(
    ("head", "incidental"),
    [
        ("Content-Type: image/png\nContent-ID: <image001.png@01>\n", True),
        ("Content-Type: image/png\n", False),
        ("Content-Type: application/pkcs7-signature\n", True),
        ("Content-Type: application/pdf\nContent-ID: <cv>\n", False),
    ],
)
def test_what_nobody_chose_to_send_is_known(head: str, incidental: bool) -> None:
    body = f"--b\nContent-Type: text/plain\n\n{ASKS}\n--b\n{head}\nxx\n--b--\n"
    letter = read_letter((HEAD + "Content-Type: multipart/related; boundary=b\n\n" + body).encode())

    assert [file.incidental for file in letter.files] == [incidental]
