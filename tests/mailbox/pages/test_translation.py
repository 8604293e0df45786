from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from guichet.mailbox.desk.account_errors import TooManyTries
from guichet.mailbox.desk.errors import DeskError, IncompleteEntry, QuestionsOpen, TicketClosed
from guichet.mailbox.pages.rendering import render, write_moment, write_size
from guichet.mailbox.pages.translation import accept, language, ngettext, speaking, tell
from guichet.tests.factories import NOW


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        ("", "fr"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("fr-FR, fr;q=0.9, en;q=0.8", "fr"),
        ("fr;q=0.2, EN;q=0.7", "en"),
        ("de-DE, de;q=0.9, en;q=0.3", "en"),
        ("de, *;q=0.5", "fr"),
        ("en;q=0", "fr"),
        ("en;q=high, fr;q=0.1", "fr"),
        (";;q=,", "fr"),
    ],
)
def test_a_browser_chooses_among_the_two_languages(header: str, chosen: str) -> None:
    assert accept(header) == chosen


@pytest.mark.parametrize(
    ("error", "french", "english"),
    [
        (TicketClosed(3), "La demande n° 3 est déjà fermée", "Request no. 3 is already closed"),
        (QuestionsOpen(3, 1), "une question reste sans réponse", "one question has no reply yet"),
        (QuestionsOpen(3, 2), "2 questions restent sans réponse", "2 questions have no reply yet"),
        (TooManyTries(timedelta(minutes=4)), "attendez 4 minutes", "wait 4 minutes"),
        (
            IncompleteEntry(["un sujet de la liste", "un passage de l'appel"]),
            "il faut encore : un sujet de la liste, un passage de l'appel.",
            "still missing: a topic from the list, a passage of the call.",
        ),
    ],
)
def test_an_error_is_french_by_itself_and_told_in_the_page_s_language(
    error: DeskError, french: str, english: str
) -> None:
    with speaking("en"):
        assert english in tell(error)
        assert french in str(error)
    assert tell(error) == str(error)


def test_what_fills_a_sentence_in_is_left_as_it_is() -> None:
    with speaking("en"):
        told = tell(IncompleteEntry(["{name} %s"]))

    assert told == "The entry was not saved; still missing: {name} %s."


def test_pages_that_are_made_at_once_keep_their_languages() -> None:
    both = Barrier(2, timeout=10)

    def make(tongue: str) -> str:
        with speaking(tongue):
            both.wait()
            return language() + tell("Mot de passe")

    with ThreadPoolExecutor() as pool:
        assert list(pool.map(make, ("en", "fr"))) == ["enPassword", "frMot de passe"]
    assert language() == "fr"


def test_nought_is_singular_in_french_and_plural_in_english() -> None:
    one, many = "%(asked)s question", "%(asked)s questions"

    assert [ngettext(one, many, count) for count in (0, 1, 2)] == [one, one, many]
    with speaking("en"):
        assert [ngettext(one, many, count) for count in (0, 1, 2)] == [many, one, many]


def test_moments_and_sizes_are_written_in_english() -> None:
    with speaking("en"):
        assert write_moment(NOW) == "10 February 2026 at 9:00"
        assert [write_size(size) for size in (812, 14_400, 2_340_000)] == ["812 B", "14 kB", "2.3 MB"]


def test_what_is_filled_into_a_translation_is_escaped() -> None:
    with speaking("en"):
        page = render("letter.html", language="fr", subject="<b>", page="")

    assert "<title>&lt;b&gt; – formatted</title>" in page
