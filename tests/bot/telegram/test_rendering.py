from hypothesis import given
from hypothesis import strategies as st

from guichet.bot.telegram.keyboard import lay_out
from guichet.bot.telegram.rendering import LONGEST, length, render
from guichet.knowledge.markup import Span
from guichet.mailbox.delivery.body import Block, BlockKind, Choice, text
from guichet.tests.bot_api import shown


def test_everything_foreign_is_escaped() -> None:
    blocks = [text("<b>1 < 2 & 3</b>"), Block(BlockKind.TEXT, (Span("ici", link='https://x.org/?a="1"&b'),))]

    assert render(blocks) == [
        (
            '&lt;b&gt;1 &lt; 2 &amp; 3&lt;/b&gt;\n\n<a href="https://x.org/?a=&quot;1&quot;&amp;b">ici</a>',
            "<b>1 < 2 & 3</b>\n\nici",
        )
    ]


def test_the_call_s_words_stand_in_a_quotation_with_their_bold() -> None:
    block = Block(BlockKind.QUOTE, (Span("le "), Span("20 février", bold=True)))

    assert render([block]) == [("<blockquote>le <b>20 février</b></blockquote>", "le 20 février")]


def test_nothing_makes_no_message() -> None:
    assert render([text(" "), text("")]) == []


def test_long_messages_are_split_between_blocks() -> None:
    blocks = [text("a" * 3000), text("b" * 1000), text("c" * 1000)]

    assert [plain for _, plain in render(blocks)] == ["a" * 3000 + "\n\n" + "b" * 1000, "c" * 1000]


@given(st.lists(st.text(max_size=9000), max_size=4))
def test_no_message_is_longer_than_telegram_takes_and_no_word_is_lost(paragraphs: list[str]) -> None:
    messages = render([text(paragraph) for paragraph in paragraphs])

    assert all(0 < length(plain) <= LONGEST and length(shown(html)) <= LONGEST for html, plain in messages)
    assert "".join("".join(plain.split()) for _, plain in messages) == "".join("".join(p.split()) for p in paragraphs)


def test_short_choices_stand_in_pairs_and_long_ones_alone() -> None:
    keyboard = lay_out([Choice("Oui", "a"), Choice("Non", "b"), Choice("Ce n'est pas ma question", "c")])

    assert keyboard is not None
    assert [[button.text for button in row] for row in keyboard.inline_keyboard] == [
        ["Oui", "Non"],
        ["Ce n'est pas ma question"],
    ]


def test_no_choice_is_no_keyboard() -> None:
    assert lay_out([]) is None


def test_what_the_office_decided_stands_in_no_quotation() -> None:
    block = Block(BlockKind.DECISION, (Span("Oui, <sur demande>."),))

    assert render([block]) == [("Oui, &lt;sur demande&gt;.", "Oui, <sur demande>.")]
