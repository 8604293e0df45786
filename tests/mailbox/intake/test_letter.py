import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.mailbox.intake.errors import Unreadable
from guichet.mailbox.intake.letter import read_letter
from guichet.mailbox.intake.robots import Kind

HEAD = "From: Ann <ann@example.net>\nTo: postes@example.org\nSubject: Question\nMessage-ID: <a1@example.net>\n"


ASKED_BACK = "> Quel est votre statut ?\nInterne.\n> Depuis quand ?\n2023\n"


def raw(text: str = "Bonjour", head: str = "") -> bytes:
    return (HEAD + head + "\n" + text).replace("\n", "\r\n").encode()


def test_a_plain_letter_is_read_whole() -> None:
    letter = read_letter(raw("Quelle est la date limite ?"))

    assert (letter.name, letter.address, letter.subject) == ("Ann", "ann@example.net", "Question")
    assert (letter.text, letter.words) == ("Quelle est la date limite ?",) * 2
    assert (letter.message_id, letter.kind) == ("a1@example.net", Kind.PERSON)


@pytest.mark.parametrize(
    "quoted",
    [
        "Le 3 févr. 2026 à 10:12, Le service <postes@example.org> a écrit :\n> Bonjour,\n> Voici",
        "On Tue, Feb 3, 2026 at 10:12 AM Le service\n<postes@example.org> wrote:\n> Bonjour",
        "-----Message d'origine-----\nDe : Le service\nEnvoyé : mardi\nObjet : Re\n\nBonjour",
        "De : Le service <postes@example.org>\nEnvoyé : mardi 3 février 2026\nÀ : Ann\nObjet : Re: Question\n\nBonjour",
        "________________________________\nFrom: Le service\nSent: Tuesday\nTo: Ann\nSubject: Re\n\nBonjour",
        "-- \nAnn\nCHU",
        "Envoyé de mon iPhone",
    ],
)
def test_what_is_quoted_or_signed_is_not_the_writer_s_own(quoted: str) -> None:
    letter = read_letter(raw(f"Merci, et le salaire ?\n\n{quoted}\n"))

    assert letter.words == "Merci, et le salaire ?"
    assert "Merci" in letter.text
    assert len(letter.text) > len(letter.words)


def test_answers_between_quoted_lines_are_kept() -> None:
    letter = read_letter(raw(ASKED_BACK, "In-Reply-To: <m1@example.org>\n"))

    assert letter.words == "Interne.\n2023"


def test_a_letter_that_replies_to_nothing_quotes_nothing() -> None:
    assert read_letter(raw(ASKED_BACK)).words == "Quel est votre statut ?\nInterne.\nDepuis quand ?\n2023"


def test_a_letter_of_quotation_alone_stays_whole() -> None:
    assert read_letter(raw("> rien d'autre", "In-Reply-To: <m1@example.org>\n")).words == "> rien d'autre"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Auto-Submitted: auto-replied (vacation)\n", Kind.AUTO_REPLY),
        ("Auto-Submitted: no\n", Kind.PERSON),
        ("Precedence: bulk\n", Kind.LIST),
        ("List-Id: <x.example.net>\n", Kind.LIST),
        ("X-Autoreply: yes\n", Kind.AUTO_REPLY),
        ("X-Auto-Response-Suppress: All\n", Kind.PERSON),
        ("Content-Type: multipart/report; boundary=b\n", Kind.BOUNCE),
    ],
)
def test_robots_are_known_by_their_heads(head: str, kind: Kind) -> None:
    assert read_letter(raw(head=head)).kind is kind


@pytest.mark.parametrize("subject", ["Réponse automatique : Question", "Absence du bureau", "Out of office: back soon"])
def test_robots_are_known_by_their_subjects(subject: str) -> None:
    letter = read_letter(f"From: ann@example.net\r\nSubject: {subject}\r\n\r\nx".encode())

    assert letter.kind is Kind.AUTO_REPLY


def test_a_letter_from_ourselves_is_never_a_person_s() -> None:
    assert read_letter(raw(), own="Ann@example.net").kind is Kind.OURS


def test_html_alone_is_read_as_text() -> None:
    letter = read_letter(
        raw("<p>Bonjour&nbsp;!</p><script>x()</script><p>Le <b>salaire</b> ?</p>", "Content-Type: text/html\n")
    )

    assert letter.text == "Bonjour !\n\nLe salaire ?"


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("iso-8859-1", "windows-1252"),
        ("x-unknown", "utf-8"),
        ("", "windows-1252"),
        ("ascii", "utf-8"),
    ],
)
def test_letters_say_or_hide_their_alphabet(charset: str, encoding: str) -> None:
    head = (HEAD + f'Content-Type: text/plain; charset="{charset}"\n\n').replace("\n", "\r\n").encode()

    assert read_letter(head + "Élève à l’hôpital".encode(encoding)).text == "Élève à l’hôpital"


def test_an_attachment_is_kept_by_its_own_name_without_a_path() -> None:
    body = (
        "--b\nContent-Type: text/plain\n\nMon dossier\n--b\nContent-Type: application/pdf\n"
        "Content-Disposition: attachment; filename*=utf-8''..%2Fmon%20r%C3%A9sum%C3%A9.pdf\n"
        "Content-Transfer-Encoding: base64\n\nJVBERg==\n--b--\n"
    )

    letter = read_letter(raw(body, "Content-Type: multipart/mixed; boundary=b\n"))

    [file] = letter.files
    assert (file.name, file.type, file.content) == ("mon résumé.pdf", "application/pdf", b"%PDF")
    assert letter.words == "Mon dossier"


@pytest.mark.parametrize(
    ("sender", "address"),
    [
        ('"eve@example.com" <ann@example.net>', "ann@example.net"),
        ("ann@example.net (Ann)", "ann@example.net"),
        ("=?utf-8?q?Ann=0ABcc=3A_x?= <ann@example.net>", "ann@example.net"),
        ("<>", ""),
        ("Mail Delivery System", ""),
        ("((((" * 400, ""),
    ],
)
def test_the_address_is_never_taken_from_the_name(sender: str, address: str) -> None:
    letter = read_letter(f"From: {sender}\r\nSubject: x\r\n\r\ny".encode())

    assert letter.address == address
    assert "\n" not in letter.name


def test_references_are_read_in_order_and_each_once() -> None:
    letter = read_letter(raw(head="In-Reply-To: <b@x>\nReferences: <a@x>,<b@x>\n <c@x> junk <b@x>\n"))

    assert (letter.in_reply_to, letter.references) == ("b@x", ("a@x", "b@x", "c@x"))


@pytest.mark.parametrize(
    "bomb",
    [
        b"Subject: " + b"x" * 200_000 + b"\r\n\r\n",
        b"X-A: b\r\n" * 20_000 + b"\r\n",
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(2000)),
        b"Content-Type: message/rfc822\r\n\r\n" * 2000,
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 1000,
    ],
    ids=["long header", "many headers", "deep parts", "deep messages", "many parts"],
)
def test_a_bomb_is_refused_before_it_is_parsed(bomb: bytes) -> None:
    with pytest.raises(Unreadable):
        read_letter(bomb)


@given(st.binary(max_size=2000), st.binary(max_size=300))
def test_no_bytes_make_it_raise_anything_else(body: bytes, head: bytes) -> None:
    try:
        letter = read_letter(b"From: a@b.cd\r\n" + head + b"\r\n\r\n" + body)
    except Unreadable:
        return

    (letter.text + letter.words + letter.subject + letter.name + letter.address).encode()
    assert "\0" not in letter.text


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_a_file_s_name_in_letters_that_nobody_declared_is_read(charset: str) -> None:
    head = "From: a@b.org\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="
    raw = (head + '"mon dossier é.pdf"\r\n\r\nx\r\n').encode(charset)

    assert [file.name for file in read_letter(raw).files] == ["mon dossier é.pdf"]


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Type: text/plain; charset=a\0b",
        b"Content-Type: text/plain; charset*0=a; charset*=b",
        b"Content-Disposition: attachment; filename*0=a; filename*=b",
        b"Content-Type: message/rfc822\r\n\r\nSubject: \xff\xfe\r\nContent-Type: text/plain; charset=utf-7",
    ],
)
def test_parameters_that_the_parser_stumbles_over_cost_themselves_alone(head: bytes) -> None:
    letter = read_letter(b"From: ann@example.net\r\nSubject: q\r\n" + head + b"\r\n\r\nDate limite ?\r\n")

    assert (letter.address, letter.subject) == ("ann@example.net", "q")


def test_html_that_is_deeper_than_its_tags_say_is_refused() -> None:
    page = b"<div></x>" * 5_000
    with pytest.raises(Unreadable):
        read_letter(b"From: a@b.org\r\nContent-Type: text/html\r\n\r\n" + page)


def test_a_page_beside_a_footer_in_plain_text_is_read_too() -> None:
    head = b"From: a@b.c\nContent-Type: multipart/mixed; boundary=b\n\n"
    page = b"--b\nContent-Type: text/html\n\n<p>Quelle est la date limite ?</p>\n"
    footer = b"--b\nContent-Type: text/plain\n\nAntivirus ok.\n--b--\n"

    assert read_letter(head + page + footer).text == "Quelle est la date limite ?\n\nAntivirus ok."


def test_of_an_alternative_the_plain_text_is_read_alone() -> None:
    head = b"From: a@b.c\nContent-Type: multipart/alternative; boundary=b\n\n"
    parts = b"--b\nContent-Type: text/plain\n\nOui.\n--b\nContent-Type: text/html\n\n<p>Oui.</p>\n--b--\n"

    assert read_letter(head + parts).text == "Oui."


@pytest.mark.parametrize(
    "page",
    [
        "<!--[if gte mso 9]>" + "<w:LsdException Name='x'/>" * 371 + "<![endif]--><p>Oui</p>",
        "<p>" * 201 + "Oui",
        "<table>" + "<tr><td>x" * 101 + "</table>Oui",
    ],
)
def test_what_word_writes_is_not_too_deep(page: str) -> None:
    assert "Oui" in read_letter(f"From: a@b.c\nContent-Type: text/html\n\n{page}".encode()).text


def test_lines_that_were_set_stay_lines() -> None:
    page = b"From: a@b.c\nContent-Type: text/html\n\n<pre>Oui\n&gt; ancien\nmerci</pre>"

    assert read_letter(page).text == "Oui\n> ancien\nmerci"


def test_white_space_before_an_encoded_word_stays_and_between_two_goes() -> None:
    folded = HEAD.replace("Subject: Question", "Subject: Re: date\n \n\t=?utf-8?q?=C3=A0?=\n  =?utf-8?q?=20tenir?=")

    assert read_letter(folded.encode() + b"\nBonjour").subject == "Re: date  à tenir"


def alternative(plain: str, html: str) -> bytes:
    head = "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n"
    plain, html = f"--b\nContent-Type: text/plain\n\n{plain}\n", f"--b\nContent-Type: text/html\n\n{html}\n--b--\n"
    return raw(plain + html, head)


def test_an_alternative_that_says_more_than_its_plain_text_is_read_as_well() -> None:
    page = "<p>Quelle est la date limite de dépôt des candidatures cette année ?</p>"

    assert "date limite" in read_letter(alternative("Votre logiciel ne lit pas ce message.", page)).text


def test_an_alternative_that_says_the_same_is_read_once() -> None:
    plain = "Quelle est la date limite de dépôt ?\n\nAnn Exemple, CHU"
    page = "<p>Quelle est la <b>date</b> limite de dépôt ?</p><p>Ann Exemple, CHU (interne, pharmacie)</p>"

    assert read_letter(alternative(plain, page)).text == plain


@pytest.mark.parametrize(
    ("sender", "name", "address"),
    [
        ("ann@chu.fr <mallory@evil.example>", "ann@chu.fr", "mallory@evil.example"),
        (r'"a\" <b@y.fr>" <a@x.fr>', 'a\\" <b@y.fr>', "a@x.fr"),
        ("(a@x.fr) b@y.fr", "a@x.fr", "b@y.fr"),
        ("Ann <ann @x.fr>", "Ann", "ann@x.fr"),
    ],
)
def test_what_stands_in_brackets_is_the_address(sender: str, name: str, address: str) -> None:
    letter = read_letter(f"From: {sender}\nSubject: q\n\nBonjour".encode())

    assert letter.address == address
    assert letter.name.startswith(name[:1])


def test_half_a_letter_in_a_file_s_name_costs_the_name_alone() -> None:
    head = "Content-Type: application/pdf\nContent-Disposition: attachment; filename*=utf-7''+2AA-.pdf\n"

    [file] = read_letter(raw("x", head)).files
    assert file.name.endswith(".pdf")


def test_where_a_letter_was_passed_on_to_is_read() -> None:
    head = "X-Original-To: postes+tabc@example.org\nDelivered-To: box@example.org\n"

    assert read_letter(raw("x", head)).delivered_to == ("postes+tabc@example.org",)
