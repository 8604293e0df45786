"""The words of mails to staff."""

import pytest

from guichet.mailbox.delivery.composition import write
from guichet.mailbox.desk.notification_wording import MARK, holds_internal, say_left, say_refused
from guichet.mailbox.intake.quotation import own_words
from guichet.tests.mailbox.desk.notifications import DESK


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (None, "le délai ne court pas"),
        (0, "0 min"),
        (45, "45 min"),
        (480, "1 j"),
        (661, "1 j 3 h"),
        (61, "1 h 1 min"),
        (-90, "en retard de 1 h 30 min"),
    ],
)
def test_time_left_is_said_in_days_of_eight_hours(minutes: int | None, said: str) -> None:
    assert say_left(minutes) == said


def test_a_reply_ends_at_our_mark_even_where_nothing_is_marked_as_quoted() -> None:
    _, body = say_refused(DESK, None, (), (), kept=False)

    assert own_words(f"Oui.\n\n{write(body)}") == "Oui."


@pytest.mark.parametrize(
    ("words", "internal"),
    [
        ("Le montant dépend de votre ancienneté.", False),
        ("Temps de travail restant : 2 j", True),
        (f"> {MARK}", True),
        ("postes+s12.0123456789abcdef@example.org", True),
        (f"{DESK.url}/demandes/12", True),
        ("Notre site : https://pro.inserm.fr/demandes", False),
    ],
)
def test_what_is_for_staff_alone_is_known(words: str, internal: bool) -> None:
    assert holds_internal(words, DESK) is internal
