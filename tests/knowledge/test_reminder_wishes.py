import pytest

from guichet.knowledge.assistant import Assistant, Channel, Context
from guichet.knowledge.call import Pair
from guichet.knowledge.conclusion import Answer, Conclusion, ReminderWanted
from guichet.tests.factories import NOW, make_call

ASSISTANT = Assistant(make_call())


def consider(text: str, subject: str = "") -> tuple[Conclusion, ...]:
    return ASSISTANT.consider(text, Context(now=NOW, channel=Channel.MAIL), subject)


@pytest.mark.parametrize(
    ("text", "milestones", "on"),
    [
        ("rappelle-moi avant la clôture", ("deadline",), True),
        ("Prévenez-moi avant les auditions", ("auditions",), True),
        ("je voudrais des rappels", (), True),
        ("je voudrais des rappels pour toutes les dates", (), True),
        ("rappelle-moi les auditions", ("auditions",), True),
        ("rappelez-moi avant les auditions", ("auditions",), True),
        ("me rappeler la date limite et les auditions", ("deadline", "auditions"), True),
        ("let me know when the results are out please", ("results",), True),
        ("arrêtez les rappels", (), False),
        ("stop the reminders", (), False),
        ("stop", (), False),
    ],
)
def test_a_reminder_names_its_milestones(text: str, milestones: tuple[str, ...], on: bool) -> None:
    [wish] = consider(text)

    assert wish == ReminderWanted(text, 0.9, milestones, on)


@pytest.mark.parametrize(
    ("text", "subject"), [("Rappelez-moi la date limite", "rappel"), ("Un rappel svp.\nDeadline?", "")]
)
def test_a_wish_for_reminders_takes_the_one_date_that_is_named_beside_it(text: str, subject: str) -> None:
    [wish] = consider(text, subject)

    assert isinstance(wish, ReminderWanted)
    assert wish.milestones == ("deadline",)


def test_the_place_of_a_date_is_answered_beside_a_wish_for_reminders() -> None:
    wish, answer = consider("Un rappel svp.\nOù sont publiés les résultats ?")

    assert isinstance(wish, ReminderWanted)
    assert isinstance(answer, Answer)
    assert answer.pair == Pair("results", "where")


def test_all_reminders_stop_whatever_was_named_before() -> None:
    [wish] = consider("Je passe l'audition. Arrêtez les rappels.")

    assert wish == ReminderWanted("Arrêtez les rappels.", 0.9, (), on=False)


def test_to_be_told_when_is_no_wish_for_a_reminder() -> None:
    [conclusion] = consider("Can you tell me when the interviews are?")

    assert isinstance(conclusion, Answer)
    assert conclusion.pair == Pair("audition", "when")
