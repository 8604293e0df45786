"""Our own footer names wishes in words: quoted in a reply, with a mark or without, they are nobody's wishes."""

import re
import textwrap

import pytest

from guichet.knowledge.assistant import Assistant, Channel, Context
from guichet.knowledge.conclusion import EligibilityWanted, PersonWanted, QuestionStateWanted, ReminderWanted
from guichet.mailbox.delivery.phrases import say
from guichet.mailbox.intake.quotation import own_words
from guichet.tests.factories import NOW, make_call

ASSISTANT = Assistant(make_call())


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("mark", ["", "> "])
def test_the_footer_of_our_mail_is_no_word_of_the_writer_s(language: str, mark: str) -> None:
    footer = textwrap.indent(textwrap.fill(say("letter.can_write", language), 76), mark)

    words = own_words(f"Merci, et pour le contrat ?\n\n{footer}\n\nJe reste disponible.")

    assert "contrat" in words
    assert "disponible" in words
    assert "12" not in words


@pytest.mark.parametrize(
    ("language", "marks", "wishes"),
    [("fr", r"« (.+?) »", 5), ("en", r"“(.+?)”", 5)],
)
def test_each_wish_that_the_footer_names_is_understood(language: str, marks: str, wishes: int) -> None:
    named = re.findall(marks, say("letter.can_write", language))

    assert len(named) == wishes
    for words in named:
        [conclusion] = ASSISTANT.consider(words, Context(NOW, Channel.MAIL, language), "Re: Question")
        assert isinstance(conclusion, PersonWanted | ReminderWanted | QuestionStateWanted | EligibilityWanted)
        assert not isinstance(conclusion, PersonWanted) or conclusion.asked_for
