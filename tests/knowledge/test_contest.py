"""Who contests, complains or goes on after thanks gets a person; who refuses reminders gets none."""

import pytest

from guichet.knowledge.assistant import Assistant, Channel, Context
from guichet.knowledge.call import Pair
from guichet.knowledge.conclusion import (
    Answer,
    EligibilityWanted,
    PersonWanted,
    QuestionStateWanted,
    ReminderWanted,
    SmallTalk,
)
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


@pytest.mark.parametrize("text", ["Merci pour ce rappel !", "Merci pour ce rappel, bonne journée", "merci Nelly", "ok"])
def test_thanks_for_a_reminder_ask_for_none(text: str) -> None:
    assert isinstance(consider(text, "Re: Rappel"), SmallTalk)


@pytest.mark.parametrize(
    "text",
    [
        "Merci pour le rappel, je déposerai demain.",
        "Merci. Je note donc la date du 28 février.",
        "Bien noté pour le 20 mars, merci",
        "Merci de l'information, c'est dommage, je suis vétérinaire.",
        "Je vous informe que j'ai changé de nom, je m'appelle désormais Léa Martin.",
        "Bonsoir, je vous écris suite à un problème.",
        "Je confirme ma présence à l'audition du 4 juin.",
        "Mon encadrant a quitté le laboratoire.",
        "Petit rappel de ma demande ci-dessous, merci.",
        "Je vous rappelle que je suis toujours dans l'attente de votre retour avant la date limite.",
        "Êtes-vous sûr de votre réponse ?",
    ],
)
def test_who_tells_something_beside_a_courtesy_is_read_by_a_person(text: str) -> None:
    assert isinstance(consider(text, ""), PersonWanted | QuestionStateWanted)


@pytest.mark.parametrize(
    "text",
    [
        "Ma thèse d'exercice n'est pas soutenue. Puis-je quand même candidater ?",
        "Je suis hors délai de 2 jours. Puis-je quand même déposer mon dossier ?",
    ],
)
def test_even_so_asks_for_no_date(text: str) -> None:
    assert isinstance(consider(text, "Candidature"), EligibilityWanted)


def test_who_asks_to_confirm_asks_about_what_was_said_before() -> None:
    found = consider("Je crois comprendre que la date limite est le 28 février. Pouvez-vous confirmer ?")

    assert isinstance(found, Answer)
    assert found.pair == Pair("application", "until_when")


def test_who_is_no_candidate_any_more_gets_no_reminder() -> None:
    found = consider("Je ne suis plus candidat, merci de ne plus m'écrire.", "Re: Rappel")

    assert isinstance(found, ReminderWanted | PersonWanted)
    assert not (isinstance(found, ReminderWanted) and found.on)
