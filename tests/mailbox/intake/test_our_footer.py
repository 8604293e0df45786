"""Our own footer names wishes in words: quoted in a reply, with a mark or without, they are nobody's wishes."""

import textwrap

import pytest

from guichet.mailbox.delivery.phrases import say
from guichet.mailbox.intake.quotation import own_words


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("mark", ["", "> "])
def test_the_footer_of_our_mail_is_no_word_of_the_writer_s(language: str, mark: str) -> None:
    footer = textwrap.indent(textwrap.fill(say("letter.can_write", language), 76), mark)

    words = own_words(f"Merci, et pour le contrat ?\n\n{footer}\n\nJe reste disponible.")

    assert "contrat" in words
    assert "disponible" in words
    assert "12" not in words
