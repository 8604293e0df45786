"""Who contests, complains or goes on after thanks gets a person; who refuses reminders gets none."""

import pytest

from guichet.knowledge.assistant import Assistant, Channel, Context
from guichet.knowledge.conclusion import PersonWanted, QuestionStateWanted, ReminderWanted, SmallTalk
from guichet.tests.factories import NOW, make_call

ASSISTANT = Assistant(make_call())


def consider(text: str, subject: str = "Question") -> object:
    [found] = ASSISTANT.consider(text, Context(now=NOW, channel=Channel.MAIL), subject)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "Merci, mais ce n'était pas ma question.",
        "Merci mais vous vous trompez, je maintiens ma demande.",
        "Merci pour votre réponse, mais elle est inexacte.",
        "Merci de votre réponse. Mais je n'ai pas compris.",
        "Merci de traiter ma demande rapidement",
        "C'est scandaleux, votre réponse était fausse. La date limite n'est pas le 20 février.",
        "Votre rappel est faux.",
        "Je n'ai pas reçu de rappel.",
        "Provenance : Outlook pour Android",
        "voir le message",
        "cf pj",
    ],
)
def test_a_person_answers(text: str) -> None:
    assert isinstance(consider(text), PersonWanted | QuestionStateWanted)


@pytest.mark.parametrize(
    "text", ["Je ne veux pas de rappel.", "Pas besoin de rappel, merci.", "Surtout pas de rappel svp"]
)
def test_who_refuses_reminders_gets_none(text: str) -> None:
    found = consider(text, "")

    assert isinstance(found, ReminderWanted)
    assert not found.on


@pytest.mark.parametrize("text", ["Merci pour votre réponse", "Merci de votre aide !", "ok merci", "Merci beaucoup !"])
def test_plain_thanks_are_thanks(text: str) -> None:
    assert isinstance(consider(text, "Re: Question"), SmallTalk)
