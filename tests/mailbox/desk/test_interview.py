"""The interview on who may apply, by chat and by mail: what is asked, what is told, what is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.knowledge.assistant import Assistant
from guichet.knowledge.ruling.rule import Outcome
from guichet.mailbox.delivery.body import Body, unpack
from guichet.mailbox.desk.reception import Reception
from guichet.mailbox.desk.ticket import Desk
from guichet.mailbox.records.models import Author, Interview, Message, Parcel, TicketReason, Told
from guichet.tests.factories import NOW, make_call, make_office
from guichet.tests.mailbox.desk.inquiries import chat, mail, receive, tickets

ELIGIBLE = "vous remplissez les conditions que l'appel énonce"
ALL = "Suis-je éligible ? Je suis CCA, M2 recherche obtenu en 2023, thèse d'exercice soutenue, unité Inserm."
OPENING = "Je suis CCA. Suis-je éligible ?"
LAB = "Quel serait votre laboratoire d'accueil ?"
M2 = "Avez-vous un master 2 recherche ?"


def interview_of(session: Session) -> Interview:
    session.flush()
    return session.scalars(select(Interview)).one()


def last_body(session: Session) -> Body:
    return unpack(session.scalars(select(Parcel).order_by(Parcel.id.desc()).limit(1)).one().body)


def answer_mail(session: Session, words: str) -> str:
    """Reply to our last mail an hour later; return what is said to that."""
    ours = session.scalars(select(Message.mail_id).where(Message.author == Author.ASSISTANT)).all()[-1]
    return receive(session, mail(words, "a2@example.net", in_reply_to=ours), NOW + timedelta(hours=1))


def talk(session: Session, *lines: str) -> str:
    """Say one line after the other, a minute apart; return what is said to the last."""
    said = ""
    for minute, line in enumerate(lines):
        said = receive(session, chat(line), NOW + timedelta(minutes=minute))
    return said


def test_who_says_all_at_once_is_told_at_once(session: Session) -> None:
    said = receive(session, chat(ALL))

    assert ELIGIBLE in said
    assert "C'est le service qui décide" in said
    assert tickets(session) == []


def test_one_thing_is_asked_at_a_time_with_why_and_its_answers(session: Session) -> None:
    said = talk(session, "Suis-je éligible ?")

    body = last_body(session)
    assert "Quel est votre statut ?" in said
    assert "L'appel nomme trois statuts" in said
    assert body.choices[0].action == "elig:set:status:interne"
    assert body.choices[-1].label == "Je ne sais pas"


def test_free_words_lead_to_the_verdict(session: Session) -> None:
    said = talk(
        session, "Suis-je éligible ?", "chef de clinique", "oui, soutenue en 2023", "oui, M2 recherche", "unité Inserm"
    )

    assert ELIGIBLE in said


def test_what_the_thread_said_before_is_not_asked_again(session: Session) -> None:
    said = talk(session, "Je suis CCA en cardio, M2 recherche validé en 2024, thèse en octobre", "suis-je éligible ?")

    assert LAB in said
    assert interview_of(session).asked == ["lab"]


def test_the_verdict_names_its_condition_and_the_days_of_the_start(session: Session) -> None:
    said = receive(session, chat(ALL.replace("thèse d'exercice soutenue", "thèse d'exercice le 10 décembre 2026")))

    assert "être titulaire de la thèse d'exercice à votre prise de fonction, au plus tard le 15 décembre 2026" in said
    assert "entre le 10 décembre 2026 et le 15 décembre 2026" in said


def test_every_reason_is_given_and_what_would_change_it(session: Session) -> None:
    said = receive(session, chat("Je suis CCA, M2 pro, labo CNRS seul, puis-je candidater ?"))

    assert "vous n'êtes pas éligible en l'état" in said
    assert "Ce qui changerait cette réponse" in said
    assert "il ne dit pas ce qui en tient lieu" in said
    assert "Le laboratoire d'accueil doit être une unité de recherche de l'Inserm." in said


def test_what_the_call_leaves_open_goes_to_a_person(session: Session) -> None:
    said = receive(session, chat(ALL.replace("CCA", "vétérinaire")))

    [ticket] = tickets(session)
    assert ticket.reason is TicketReason.ELIGIBILITY
    assert f"n° {ticket.id}" in said
    assert "Cette page nomme aussi les vétérinaires" in said


def test_what_the_office_has_ruled_is_told_as_its_decision(session: Session) -> None:
    office = replace(make_office(), rulings={"practitioner": Outcome.MET})
    call = make_call()
    reception = Reception(call, Assistant(call), Desk(office, "postes@example.org"))

    reception.receive(session, chat(ALL.replace("CCA", "PH")), NOW)

    said = last_body(session).text
    assert ELIGIBLE in said
    assert "le service l'a décidé ainsi ; ce ne sont pas les mots de l'appel" in said
    assert tickets(session) == []


def test_a_question_in_between_is_answered_and_the_interview_goes_on(session: Session) -> None:
    said = talk(session, OPENING, "oui", "quelle est la date limite ?")

    assert "20 février 2026 - 17 heures" in said
    assert said.index("Pour continuer") < said.index(M2)
    assert {choice.action.split(":")[0] for choice in last_body(session).choices} == {"elig"}


def test_an_answer_and_a_question_in_one_message_are_both_heard(session: Session) -> None:
    said = talk(session, OPENING, "oui, soutenue en 2022. Quelle est la date limite ?")

    assert "20 février 2026 - 17 heures" in said
    assert M2 in said
    assert interview_of(session).situation["values"] == {"status": "cca", "thesis": "yes"}


def test_what_is_not_understood_is_asked_again(session: Session) -> None:
    said = talk(session, OPENING, "ornithorynque")

    assert "Je n'ai pas compris cette réponse" in said
    assert "Avez-vous la thèse d'exercice" in said
    assert tickets(session) == []


def test_a_person_can_be_asked_for_in_the_middle(session: Session) -> None:
    said = talk(session, OPENING, "je voudrais parler à une personne")

    assert "Une personne va vous répondre." in said
    assert [ticket.reason for ticket in tickets(session)] == [TicketReason.ASKED_FOR]


def test_thanks_in_the_middle_are_not_taken_for_an_answer(session: Session) -> None:
    said = talk(session, OPENING, "merci")

    assert said.index("Avec plaisir") < said.index("Avez-vous la thèse d'exercice")
    assert interview_of(session).asked == ["thesis"]


def test_an_interview_is_gone_on_with_after_a_week(session: Session) -> None:
    talk(session, OPENING, "oui")

    said = receive(session, chat("un M2 recherche"), NOW + timedelta(days=8))

    assert LAB in said


def test_long_after_free_words_are_read_as_usual(session: Session) -> None:
    talk(session, OPENING, "oui")

    said = receive(session, chat("quelle est la date limite ?"), NOW + timedelta(days=60))

    assert M2 not in said


def test_what_was_said_wrongly_is_corrected_in_passing(session: Session) -> None:
    assert ELIGIBLE in talk(session, ALL)

    said = receive(session, chat("En fait ma thèse d'exercice est prévue en janvier 2027"), NOW + timedelta(hours=1))

    assert "vous n'êtes pas éligible en l'état" in said


def test_the_verdict_is_recorded_as_told_with_the_version_of_the_rules(session: Session) -> None:
    receive(session, chat(ALL))

    interview = interview_of(session)
    [told] = session.scalars(select(Told).where(Told.pair == "eligibility.verdict"))
    assert (told.value, told.source, told.version) == ("éligible", "rules", interview.version)
    assert interview.verdict == "eligible"
    assert interview.told == interview.situation
    assert {t.value[:30] for t in session.scalars(select(Told).where(Told.pair.is_(None)))} >= {
        "Les postes d'accueil sont dest"
    }


def test_no_word_of_the_person_is_kept_among_the_facts(session: Session) -> None:
    receive(session, chat(f"{ALL} Je m'appelle Ornicar."))

    assert "Ornicar" not in str(interview_of(session).situation)


def test_by_mail_all_that_is_open_is_asked_in_one_reply(session: Session) -> None:
    said = receive(session, mail("Je suis CCA, M2 recherche obtenu en 2023. Suis-je éligible ?"))

    assert "1. Avez-vous la thèse d'exercice" in said
    assert f"2. {LAB}" in said
    assert "D'après ce que vous avez dit" in said
    assert "à ces conditions" in said


def test_by_mail_numbered_lines_are_answers(session: Session) -> None:
    receive(session, mail("Suis-je éligible ?"))
    reply = "1. chef de clinique\n2) soutenue en 2022\n3. oui, recherche\n4. unité Inserm\n\nMerci"

    said = answer_mail(session, reply)

    assert interview_of(session).asked == []
    assert ELIGIBLE in said


def test_by_mail_lines_written_below_each_question_are_answers_in_turn(session: Session) -> None:
    receive(session, mail("Suis-je éligible ?"))

    assert ELIGIBLE in answer_mail(session, "chef de clinique\nsoutenue en 2022\noui, recherche\nunité Inserm")


def test_by_mail_what_is_still_open_is_asked_again(session: Session) -> None:
    receive(session, mail("Suis-je éligible ?"))

    said = answer_mail(session, "1. CCA\n2. pas encore\n3. oui, recherche")

    assert interview_of(session).asked == ["thesis_when", "lab"]
    assert "1. Quand la soutiendrez-vous ?" in said


def test_by_mail_free_words_are_answers(session: Session) -> None:
    receive(session, mail("Suis-je éligible ?"))
    reply = (
        "Je suis CCA, j'ai un M2 recherche obtenu en 2020. Thèse d'exercice soutenue. Mon labo est une unité Inserm."
    )

    assert ELIGIBLE in answer_mail(session, reply)


def test_chat_and_mail_tell_the_same_word_for_word(session: Session) -> None:
    by_chat, by_mail = receive(session, chat(ALL)), receive(session, mail(ALL))

    assert by_chat.strip() in by_mail


@pytest.mark.parametrize(
    "words", ["Am I eligible? I am a resident, MD, with a research master's degree, in an Inserm unit"]
)
def test_who_writes_english_is_told_in_english(session: Session, words: str) -> None:
    said = receive(session, mail(words))

    assert "you meet the conditions" in said
    assert "Unofficial translation" in said
