from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.knowledge.markup import Span
from guichet.mailbox.delivery.body import Block, BlockKind, Body, text
from guichet.mailbox.delivery.carrier import Delivery, MailTrace, Refused
from guichet.mailbox.delivery.composition import compose
from guichet.mailbox.intake.letter import read_letter
from guichet.mailbox.records.models import ParcelKind
from guichet.tests.factories import NOW

BODY = Body((text("Voici :"), Block(BlockKind.QUOTE, (Span("Date limite le "), Span("20 février", bold=True)))))


def make(kind: ParcelKind = ParcelKind.REPLY, address: str = "ann@example.net", **mail: object) -> bytes:
    trace = MailTrace(**{"subject": "Re: Question", "message_id": "m1@example.org", **mail})  # pyright: ignore
    return compose(Delivery(7, address, kind, BODY, trace), sender_name="Le service", sender="p@example.org", now=NOW)


def test_a_reply_says_what_it_replies_to_and_that_a_programme_wrote_it() -> None:
    message = message_from_bytes(make(in_reply_to="a1@x", references=("a0@x", "a1@x")), policy=default)

    assert message["In-Reply-To"] == "<a1@x>"
    assert message["References"] == "<a0@x> <a1@x>"
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["Message-ID"] == "<m1@example.org>"
    assert message["From"] == "Le service <p@example.org>"


def test_identifiers_of_any_length_stay_whole() -> None:
    outlook = "PAXPR01MB8876C5B1A2B3C4D5E6F7A8B9C0D1E2F3@PAXPR01MB8876.eurprd01.prod.outlook.com"
    raw = make(in_reply_to=outlook, references=("a0@x", outlook, "a1@x"))

    read = read_letter(raw)
    assert b"=?" not in raw.partition(b"\r\n\r\n")[0]
    assert (read.in_reply_to, read.references) == (outlook, ("a0@x", outlook, "a1@x"))


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (ParcelKind.STAFF_ANSWER, "no"),
        (ParcelKind.REMINDER, "auto-generated"),
        (ParcelKind.STAFF_NOTICE, "auto-generated"),
    ],
)
def test_each_kind_says_who_wrote_it(kind: ParcelKind, said: str) -> None:
    assert message_from_bytes(make(kind))["Auto-Submitted"] == said


def test_the_call_s_words_are_set_apart() -> None:
    message = message_from_bytes(make(), policy=default)

    assert message.get_body(("plain",)).get_content() == "Voici :\r\n\r\n  | Date limite le 20 février\r\n"


def test_the_same_is_said_in_html_that_nothing_of_theirs_is_a_tag_of() -> None:
    quoted = Block(BlockKind.QUOTE, (Span("<script>x</script>", bold=True), Span("x", link="javascript:alert(1)")))
    linked = Block(BlockKind.SOURCE, (Span("ici", link="https://example.org/?a=1&b=2"),))
    trace = MailTrace("Re: Question", "m1@example.org")
    delivery = Delivery(7, "ann@example.net", ParcelKind.REPLY, Body((quoted, linked)), trace)
    raw = compose(delivery, sender_name="Le service", sender="p@example.org", now=NOW)

    page = message_from_bytes(raw, policy=default).get_body(("html",)).get_content()

    assert "<b>&lt;script&gt;x&lt;/script&gt;</b>x</blockquote>" in page
    assert '<a href="https://example.org/?a=1&amp;b=2">ici</a>' in page
    assert "javascript" not in page


def test_lines_end_as_smtp_wants_and_the_bytes_are_ascii() -> None:
    raw = make()

    assert raw.replace(b"\r\n", b"").count(b"\n") == 0
    assert raw.isascii()


HOSTILE = st.text() | st.sampled_from(
    ["=?utf-8?q?ok=0D=0ABcc=3A_evil=40x.y?=", "a\r\nBcc: b@c.d", "\x85Bcc: x", "\u2028Bcc: x", "é" * 400, "x" * 2000]
)
OURS = [
    *("From", "To", "Subject", "Date", "Message-ID", "X-Guichet-Loop", "Auto-Submitted"),
    "X-Auto-Response-Suppress",
    *("MIME-Version", "Content-Type"),
]


@given(HOSTILE)
def test_no_subject_adds_a_header(subject: str) -> None:
    message = message_from_bytes(make(subject=subject), policy=default)

    assert sorted(message.keys()) == sorted(OURS)


@given(HOSTILE, HOSTILE)
def test_no_identifier_of_theirs_adds_a_header(replied: str, referred: str) -> None:
    message = message_from_bytes(make(in_reply_to=replied, references=(referred, "a1@x")), policy=default)

    assert sorted(name for name in message if name != "In-Reply-To") == sorted([*OURS, "References"])


@pytest.mark.parametrize(
    ("address", "to"), [("ann@exämple.fr", "ann@xn--exmple-cua.fr"), ("rené@exämple.fr", "rené@xn--exmple-cua.fr")]
)
def test_an_address_in_the_letters_of_any_language_can_be_sent_to(address: str, to: str) -> None:
    raw = make(address=address)

    assert f"To: {to}\r\n".encode() in raw


@pytest.mark.parametrize("address", ["", "x", "a@b\r\nBcc: c@d", "a@b, c@d", "<a@b>", "a@b..c"])
def test_what_is_no_address_is_refused_for_good(address: str) -> None:
    with pytest.raises(Refused) as refused:
        make(address=address)

    assert refused.value.gone
