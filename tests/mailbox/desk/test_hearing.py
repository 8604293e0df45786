"""What an interview makes of messages: edited, forged, forwarded, beside a trouble, after a request was answered."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.mailbox.desk.choice import ask_for_person
from guichet.mailbox.desk.ticket import close_ticket
from guichet.mailbox.records.models import Authenticity, Author, Message, Question, QuestionState, TicketReason
from guichet.tests.factories import NOW
from guichet.tests.mailbox.desk.inquiries import RECEPTION, chat, mail, receive, tickets
from guichet.tests.mailbox.desk.test_interview import ALL, OPENING, answer_mail, interview_of, talk


def test_a_message_that_is_edited_answers_no_other_question(session: Session) -> None:
    talk(session, OPENING, "oui")

    receive(session, chat("oui !", edited=True), NOW + timedelta(minutes=3))

    assert interview_of(session).situation["values"] == {"status": "cca", "thesis": "yes"}
    assert interview_of(session).asked == ["m2"]


def test_an_edited_message_corrects_what_it_plainly_says(session: Session) -> None:
    talk(session, "Je suis interne. Suis-je éligible ?")

    receive(session, chat("Je suis PH. Suis-je éligible ?", edited=True), NOW + timedelta(minutes=3))

    assert interview_of(session).situation["values"] == {"status": "practitioner"}


def test_what_a_forged_mail_said_is_not_held_for_the_person_s_words(session: Session) -> None:
    receive(session, mail("Bonjour, à quelle adresse écrire ?"))
    ours = session.scalars(select(Message.mail_id).where(Message.author == Author.ASSISTANT)).one()
    forged = mail("Je suis vétérinaire, thèse en 2028.", "f@example.net", in_reply_to=ours)
    receive(session, replace(forged, authenticity=Authenticity.FAILED))

    receive(session, mail("Suis-je éligible ?", "a3@example.net", in_reply_to=ours), NOW + timedelta(hours=1))

    assert interview_of(session).situation["values"] == {}


def test_what_somebody_else_wrote_in_a_forwarded_mail_is_not_held_for_the_person_s_words(session: Session) -> None:
    receive(session, mail("Bonjour, à quelle adresse écrire ?"))
    ours = session.scalars(select(Message.mail_id).where(Message.author == Author.ASSISTANT)).one()
    words = "Je suis vétérinaire.\n\n---- Message transféré ----\nDe : Bea <bea@example.net>\n\nJe suis vétérinaire."
    receive(session, mail(words, "f@example.net", "Tr: Question", in_reply_to=ours))

    receive(session, mail("Suis-je éligible ?", "a3@example.net", in_reply_to=ours), NOW + timedelta(hours=1))

    assert interview_of(session).situation["values"] == {}


def test_numbers_of_a_mail_stand_for_what_was_asked_even_if_the_rules_have_changed(session: Session) -> None:
    receive(session, mail("Suis-je éligible ?"))
    interview_of(session).asked = ["age", "thesis", "status"]

    answer_mail(session, "1. 40 ans\n2. oui")

    assert interview_of(session).situation["values"] == {"thesis": "yes"}


@pytest.mark.parametrize("words", ["Je suis interne, le site ne marche pas", "Oui. Le site ne marche pas."])
def test_a_trouble_told_beside_an_answer_is_not_lost(session: Session, words: str) -> None:
    talk(session, OPENING, words)

    assert [ticket.reason for ticket in tickets(session)] == [TicketReason.GAP]


def test_a_reminder_wished_beside_an_answer_is_not_lost(session: Session) -> None:
    said = talk(session, OPENING, "oui. Rappelez-moi la date limite.")

    assert "rappel" in said
    assert interview_of(session).situation["values"] == {"status": "cca", "thesis": "yes"}


def test_a_trouble_told_after_the_verdict_is_not_lost(session: Session) -> None:
    talk(session, "Suis-je éligible ? Je suis CCA, thèse en 2027", "Je suis interne, le site ne marche pas")

    assert TicketReason.GAP in [ticket.reason for ticket in tickets(session)]


def test_what_is_corrected_in_passing_is_answered_by_the_verdict_alone(session: Session) -> None:
    talk(session, ALL)

    receive(session, chat("En fait ma thèse d'exercice est prévue en janvier 2027"), NOW + timedelta(hours=1))

    assert len(list(session.scalars(select(Question)))) == 1


def test_a_request_that_was_answered_keeps_its_question_when_an_answer_is_corrected(session: Session) -> None:
    receive(session, chat(ALL.replace("CCA", "vétérinaire")))
    [first] = tickets(session)
    close_ticket(first, None, NOW)
    first.questions[0].state = QuestionState.CLOSED
    session.flush()

    receive(session, chat("En fait je suis praticien hospitalier"), NOW + timedelta(hours=1))

    session.expire_all()
    [first, second] = tickets(session)
    assert [question.state for question in first.questions] == [QuestionState.CLOSED]
    assert [question.state for question in second.questions] == [QuestionState.OPEN]


def test_a_question_that_waits_with_a_person_goes_to_no_second_request(session: Session) -> None:
    receive(session, chat("Suis-je éligible ?"))
    ask_for_person(
        RECEPTION, session, interview_of(session).thread.address, interview_of(session).question_id or 0, NOW
    )

    receive(session, chat(ALL.replace("CCA", "vétérinaire")), NOW + timedelta(hours=1))

    session.expire_all()
    assert [len(ticket.questions) for ticket in tickets(session)] == [1]


@pytest.mark.parametrize("order", ["retour", "Question précédente", "back"])
def test_going_back_can_be_said(session: Session, order: str) -> None:
    said = talk(session, OPENING, "oui, soutenue en 2020", order)

    assert "Avez-vous la thèse d'exercice" in said


@pytest.mark.parametrize("order", ["recommencer", "Je veux recommencer", "start again"])
def test_starting_again_can_be_said_after_the_verdict(session: Session, order: str) -> None:
    said = talk(session, ALL, order)

    assert "Quel est votre statut ?" in said
    assert tickets(session) == []


@pytest.mark.parametrize("order", ["corriger", "je me suis trompé", "corriger une réponse"])
def test_correcting_can_be_said(session: Session, order: str) -> None:
    assert "Quelle réponse voulez-vous corriger ?" in talk(session, ALL, order)


@pytest.mark.parametrize("order", ["Pourquoi ?", "pourquoi non ?", "qu'est-ce qui changerait ?"])
def test_why_and_what_would_change_it_can_be_asked_after_the_verdict(session: Session, order: str) -> None:
    said = talk(session, ALL.replace("unité Inserm", "labo CNRS seul"), order)

    assert "Ce qui changerait cette réponse" in said
    assert tickets(session) == []


def test_why_a_question_is_asked_can_be_asked(session: Session) -> None:
    assert "L'appel nomme trois statuts" in talk(session, "Suis-je éligible ?", "pourquoi ?")


@pytest.mark.parametrize("words", ["oui", "ben oui", "les deux", "ok"])
def test_a_mere_yes_to_a_question_that_takes_none_is_asked_again(session: Session, words: str) -> None:
    said = talk(session, "Suis-je éligible ?", words)

    assert "Je n'ai pas compris cette réponse" in said
    assert "Quel est votre statut ?" in said
    assert tickets(session) == []


def test_a_question_between_numbered_lines_is_answered_too(session: Session) -> None:
    receive(session, mail("Suis-je éligible ?"))

    said = answer_mail(
        session, "1 - CCA\n2 - soutenue en 2022\nQuel est le salaire ?\n3 - oui, recherche\n4 - unité Inserm"
    )

    assert [ticket.reason for ticket in tickets(session)] == [TicketReason.GAP]
    assert "vous remplissez les conditions" in said


@pytest.mark.parametrize("words", ["oui", "bien sûr", "Oui, j'en suis titulaire", "soutenue le 16/12/2020", "ouais"])
def test_an_answer_is_nothing_else(session: Session, words: str) -> None:
    said = talk(session, OPENING, words)

    assert said.startswith("Avez-vous un master 2 recherche ?")
    assert tickets(session) == []


def test_what_the_supervisor_is_does_not_become_the_candidate_s_status(session: Session) -> None:
    talk(session, f"{OPENING} M2 recherche obtenu, thèse d'exercice soutenue.", "un CIC", "oui", "un PU-PH")

    assert interview_of(session).situation["values"]["status"] == "cca"


@pytest.mark.parametrize("words", ["oui, j'ai compris", "en création", "oui mais pro"])
def test_an_answer_that_reads_as_small_talk_is_asked_again(session: Session, words: str) -> None:
    said = talk(session, f"{OPENING} Thèse d'exercice soutenue en 2020.", words)

    assert "Je n'ai pas compris cette réponse" in said
    assert "Avez-vous un master 2 recherche ?" in said
