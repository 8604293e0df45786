import re
import time
from contextlib import suppress
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guichet.mailbox.intake import html_page
from guichet.mailbox.intake.errors import Unreadable
from guichet.mailbox.intake.html_page import ATTRIBUTES, MOST_PAGE, NOTE, TAGS, clean_page
from guichet.mailbox.intake.letter import read_letter
from guichet.tests.mailbox.intake.hostile_html import ALL

HREF = re.compile(r"https://[A-Za-z0-9.-]+(:\d+)?([/?#][^\s\\<>\"'`]*)?|mailto:[^\s?]+", re.ASCII)
PIECES = ["<", ">", "</", "/>", "=", '"', "'", " ", "\n", "&", "<!--", "-->", "a", "p", "b", "x:", "\u202e", "\0"]
WORDS = "svg math style script img table td select template title noscript textarea mtext mglyph href src onerror"


class Reader(HTMLParser):
    """Reads tags and attributes in a way of its own, which is neither the cleaner's nor a browser's."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.other = list[str](), list[tuple[str, str, str]](), list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_comment(self, data: str) -> None:
        self.other.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def check(page: str) -> None:
    """Hold a page against the list: its tags, its attributes, where its links lead."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert set(reader.tags) <= {*TAGS, NOTE}
    assert reader.other == []
    for tag, name, value in reader.attributes:
        assert name in ATTRIBUTES.get(tag, ()) or (tag, name) in {("a", "rel"), ("table", "role")} or name == "lang"
        assert name != "href" or HREF.fullmatch(value)
    assert all(("a", "rel", "noopener noreferrer") in reader.attributes for tag in reader.tags if tag == "a")
    assert not re.search("[\0\u202a-\u202e\u2066-\u2069]", page)


@pytest.mark.parametrize("html", ALL)
def test_nothing_hostile_is_left(html: str) -> None:
    check(clean_page([html]))


@pytest.mark.parametrize("html", ALL)
def test_what_is_clean_stays_as_it_is_when_parsed_again(html: str) -> None:
    page = clean_page([html])

    assert html_page._LAST.clean(page) == page


@given(st.lists(st.sampled_from([*ALL, *PIECES, *WORDS.split()]), max_size=12))
@settings(max_examples=300, deadline=None)
def test_nothing_hostile_is_left_of_pieces_put_together(pieces: list[str]) -> None:
    page = clean_page(["".join(pieces)])

    check(page)
    assert html_page._LAST.clean(page) == page


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
@settings(deadline=None)
def test_any_text_at_all_is_cleaned(text: str) -> None:
    check(clean_page([text]))


@pytest.mark.parametrize(
    ("html", "page"),
    [
        ("<p>Bonjour <b>Madame</b>,</p>", "<p>Bonjour <b>Madame</b>,</p>"),
        ("<div class=x id=y style='color:red' dir=rtl>x</div>", "<div>x</div>"),
        ("<blockquote type=cite>a<blockquote>b", "<blockquote>a<blockquote>b</blockquote></blockquote>"),
        ("<script>alert(1)</script>x", "x"),
        ("<svg><style><img src=x onerror=alert(1)></style></svg>x", "<mark>[image]</mark>x"),
        ("<form action=x><input name=a>Votre mot de passe<button>Ok</button></form>", "Votre mot de passe"),
        ("<font color=red>x</font><center>y</center>", "x<center>y</center>"),
        ("<bdo dir=rtl>x</bdo>\u202ey&#8238;z", "xyz"),
        ("<mark>[inserm.fr]</mark>", "[inserm.fr]"),
        (
            "<table role=presentation><td colspan=2 rowspan=99999 onclick=x>x",
            '<table role="presentation"><tbody><tr><td colspan="2">x</td></tr></tbody></table>',
        ),
        ("<p lang=en-GB>x</p><p lang='\"x'>y</p>", '<p lang="en-GB">x</p><p>y</p>'),
        ("<p hidden>a<b>b</b></p><p style='DISPLAY : none'>c</p><p>d</p>", "<p>d</p>"),
        ("<title>x</title><p> &nbsp; </p>", ""),
        ("", ""),
    ],
)
def test_what_is_left_of_a_page(html: str, page: str) -> None:
    assert clean_page([html]) == page


def link(target: str, text: str = "x") -> str:
    return f'<a href="{target}" rel="noopener noreferrer">{text}</a>'


@pytest.mark.parametrize(
    ("href", "page"),
    [
        ("https://a.example/b?c=1#d", link("https://a.example/b?c=1#d") + " <mark>[a.example]</mark>"),
        ("HTTPS://A.Example:443", link("https://A.Example:443") + " <mark>[a.example]</mark>"),
        (" https://a.example/\nb ", link("https://a.example/b") + " <mark>[a.example]</mark>"),
        ("http://a.example/b", '<a rel="noopener noreferrer">x</a> <mark>[http://a.example]</mark>'),
        ("mailto:a@b.example?subject=y&bcc=z", link("mailto:a@b.example") + " <mark>[a@b.example]</mark>"),
        ("https://inserm.fr@evil.example/", '<a rel="noopener noreferrer">x</a>'),
        ("https://evil.example\\@inserm.fr/", '<a rel="noopener noreferrer">x</a>'),
        ("https://évil.example/", '<a rel="noopener noreferrer">x</a>'),
        ("javascript:alert(1)", '<a rel="noopener noreferrer">x</a>'),
        ("/deconnexion", '<a rel="noopener noreferrer">x</a>'),
        ("tel:+33100000000", '<a rel="noopener noreferrer">x</a>'),
        (f"https://a.example/{'b' * 2000}", '<a rel="noopener noreferrer">x</a>'),
    ],
)
def test_a_link_is_kept_to_where_it_can_be_said_to_lead(href: str, page: str) -> None:
    assert clean_page([f"<a href='{href}'>x</a>"]) == page


def test_a_link_that_says_where_it_leads_is_not_told_twice() -> None:
    assert clean_page(["<a href=https://a.example/>https://a.example/</a>"]) == link(
        "https://a.example/", "https://a.example/"
    )
    assert clean_page(["<a href=mailto:a@b.example>A@b.example</a>"]) == link("mailto:a@b.example", "A@b.example")


@pytest.mark.parametrize(
    ("picture", "name"),
    [
        ("src=cid:logo.png@01D", "image : logo.png"),
        ("src=https://evil.example/a/photo.jpg?u=ann", "image : photo.jpg"),
        ("alt='Ma photo' src=cid:x", "image : Ma photo"),
        ("src='data:image/png;base64,iVBORw0KGgo='", "image"),
        ("src=x onerror=alert(1)", "image"),
        (f"alt={'y' * 200}", f"image : {'y' * 80}"),
    ],
)
def test_a_picture_becomes_a_note_of_its_name(picture: str, name: str) -> None:
    assert clean_page([f"<img {picture}>"]) == f"<mark>[{name}]</mark>"


def raw(kind: str, text: str) -> bytes:
    return f"From: ann@example.net\r\nContent-Type: {kind}\r\n\r\n{text}".encode()


def part(kind: str, text: str) -> str:
    return f"--b\r\nContent-Type: {kind}\r\n\r\n{text}\r\n"


def test_a_letter_s_html_is_kept_clean_beside_its_text() -> None:
    page = "<p onclick=x()>Oui.<script>x()</script></p>"
    letter = read_letter(
        raw("multipart/alternative; boundary=b", part("text/plain", "Oui.") + part("text/html", page) + "--b--")
    )

    assert (letter.text, letter.html) == ("Oui.", "<p>Oui.</p>")


def test_what_is_text_or_a_file_is_no_page() -> None:
    attached = part("text/html; name=a.html", "<p>x</p>")

    assert read_letter(raw("text/plain", "<p>x</p>")).html == ""
    assert read_letter(raw("multipart/mixed; boundary=b", f"{attached}--b--")).html == ""


def test_parts_are_cleaned_one_by_one() -> None:
    assert clean_page(["<p>a<!--", "<blockquote>b", "<p> "]) == "<p>a</p>\n<hr>\n<blockquote>b</blockquote>"


def test_what_is_too_large_is_not_shown_as_a_page() -> None:
    assert clean_page(["<p>x</p>" * (MOST_PAGE // 8)]) != ""
    assert clean_page(["<p>x</p>" * (MOST_PAGE // 8), "<p>x</p>"]) == ""
    assert clean_page(["<img>" * (MOST_PAGE // 5)]) == ""


def test_what_is_too_deep_is_refused() -> None:
    with pytest.raises(Unreadable):
        clean_page(["<div>" * 250])


@pytest.mark.parametrize(
    "html",
    ["<a href=https://a.b>x</a>", "<img src=a>", "&", "<", "<li>", "<p hidden>x", "<p>x<br>", "<!--", "<b a=1><p>"],
)
def test_what_is_made_to_take_long_does_not(html: str) -> None:
    begun = time.process_time()

    with suppress(Unreadable):
        clean_page([html * (MOST_PAGE // len(html))])
        clean_page(["<div>" * 190 + html * (MOST_PAGE // len(html) - 1000)])

    assert time.process_time() - begun < 2
