from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.knowledge.date_expression import PARIS
from guichet.mailbox.delivery.carrier import MailTrace
from guichet.mailbox.desk.inquiry import Enclosure, Inquiry, Visitor
from guichet.mailbox.desk.reception import Reception
from guichet.mailbox.records.models import (
    Author,
    Message,
    Parcel,
    Subscription,
    Thread,
    TicketReason,
    Told,
)
from guichet.tests.factories import NOW
from guichet.tests.mailbox.desk.inquiries import CALL, RECEPTION, chat, mail, receive, tickets


def test_what_the_call_says_is_answered_with_its_passage_and_recorded_as_told(session: Session) -> None:
    reply = receive(session, chat("date limite ?"))

    assert "Date limite de dépôt des candidatures le 20 février 2026 - 17 heures" in reply
    [told] = session.scalars(select(Told))
    assert told.value == CALL.cite("deadline").text
    assert told.version == CALL.source.version
    assert tickets(session) == []


def test_what_the_call_does_not_say_opens_a_ticket_whose_number_and_department_are_told(session: Session) -> None:
    reply = receive(session, chat("quel est le salaire ?"))

    [ticket] = tickets(session)
    assert ticket.reason is TicketReason.GAP
    assert ticket.department == "rh"
    assert f"n° {ticket.id}" in reply
    assert "Département des ressources humaines" in reply


def test_a_mail_is_answered_in_its_thread(session: Session) -> None:
    receive(session, mail("Quelle est la date limite ?", subject="Calendrier"))

    [parcel] = session.scalars(select(Parcel))
    assert parcel.mail["subject"] == "Re: Calendrier"
    assert parcel.mail["in_reply_to"] == "a1@example.net"
    assert parcel.mail["message_id"].endswith("@example.org")


def test_a_mail_that_is_filed_already_is_not_answered_again(session: Session) -> None:
    receive(session, mail("Quelle est la date limite ?"))
    first = session.scalars(select(Parcel.mail)).one()

    again = mail("Quelle est la date limite ?", in_reply_to=first["message_id"])

    assert receive(session, again) == ""


def test_the_same_identifier_over_another_text_is_another_mail(session: Session) -> None:
    receive(session, mail("Quelle est la date limite ?"))
    first = session.scalars(select(Parcel.mail)).one()

    other = mail("Quelle est la durée du contrat ?", in_reply_to=first["message_id"])

    assert "deux ans ou trois ans" in receive(session, other)


def test_an_answer_to_our_mail_joins_its_thread_and_a_stranger_s_does_not(session: Session) -> None:
    receive(session, mail("Quelle est la date limite ?"))
    ours = session.scalars(select(Parcel.mail)).one()["message_id"]

    receive(session, mail("Et le salaire ?", "a2@example.net", in_reply_to=ours))
    stranger = Inquiry(Visitor("mail", "eve@example.net"), "Salaire ?", "Salaire ?", MailTrace("x", "e@x", ours))
    receive(session, stranger)

    assert len(list(session.scalars(select(Thread)))) == 2


def test_what_a_robot_writes_is_filed_and_never_answered(session: Session) -> None:
    robot = Inquiry(Visitor("mail", "robot@example.net"), "Absent", "Absent", MailTrace("Re", "r@x"), automatic=True)

    assert receive(session, robot) == ""
    assert session.scalars(select(Message)).one().author is Author.ROBOT


def test_the_state_of_a_dossier_goes_to_a_person(session: Session) -> None:
    reply = receive(session, chat("où en est mon dossier ?"))

    assert [ticket.reason for ticket in tickets(session)] == [TicketReason.STATUS]
    assert "n'est dit qu'à la personne concernée" in reply


def test_without_rules_a_person_says_who_may_apply(session: Session) -> None:
    call = replace(CALL, rules=None)

    Reception(call, RECEPTION.assistant, RECEPTION.desk).receive(session, chat("suis-je éligible ?"), NOW)

    assert [ticket.reason for ticket in tickets(session)] == [TicketReason.ELIGIBILITY]


def test_the_state_of_a_request_is_told_to_its_owner_alone(session: Session) -> None:
    receive(session, chat("quel est le salaire ?"))
    [ticket] = tickets(session)

    own = receive(session, chat(f"Où en est ma question n° {ticket.id} ?"))
    other = receive(session, chat(f"Où en est ma question n° {ticket.id} ?", address="1002"))

    assert "attend une réponse" in own
    assert other == f"Je ne trouve pas de demande n° {ticket.id} envoyée d'ici."


def test_a_mail_that_greets_is_greeted_once(session: Session) -> None:
    assert receive(session, mail("Bonjour", subject="")).count("Bonjour") == 1


def test_a_dossier_with_words_of_its_own_is_told_once_how_one_registers(session: Session) -> None:
    dossier = Enclosure("dossier.pdf", "application/pdf", 3, b"%PD")

    reply = receive(session, chat("Comment s'inscrire ?", enclosures=(dossier,)))

    assert reply.count("Inscriptions à partir du 20 janvier 2026") == 1
    assert "Ce service n'enregistre pas de candidature" in reply


def test_a_file_alone_opens_a_ticket_and_says_that_nothing_was_registered(session: Session) -> None:
    dossier = Enclosure("dossier.pdf", "application/pdf", 3, b"%PD")

    reply = receive(session, chat("", enclosures=(dossier,)))

    [ticket] = tickets(session)
    assert ticket.reason is TicketReason.DOCUMENT
    assert "Ce service n'enregistre pas de candidature" in reply
    assert "Inscriptions à partir du 20 janvier 2026" in reply


def test_a_voice_message_is_kept_and_handed_over(session: Session) -> None:
    reply = receive(session, chat("", enclosures=(Enclosure("voix.ogg", "audio/ogg", 9, reference="f1"),)))

    assert reply.startswith("Je ne sais pas écouter les messages vocaux")
    assert len(tickets(session)) == 1


def test_english_is_answered_in_english_with_the_french_words(session: Session) -> None:
    reply = receive(session, chat("What is the application deadline?"))

    assert "Date limite de dépôt" in reply
    assert "Unofficial translation" in reply


def test_after_the_deadline_the_answer_says_so(session: Session) -> None:
    reply = receive(session, chat("date limite ?"), datetime(2026, 2, 20, 17, 1, tzinfo=PARIS))

    assert "La date limite de dépôt est passée" in reply


def test_reminders_are_asked_for_by_mail(session: Session) -> None:
    reply = receive(session, mail("Bonjour, merci de me rappeler la date limite avant l'échéance."))

    assert session.scalars(select(Subscription.milestone)).one() == "deadline"
    assert "20 février 2026 à 17 h" in reply


def test_an_inquiry_always_ends_in_a_reply(session: Session) -> None:
    for words in ("", "😀", "?", "xyzzy", "bonjour", "merci", "a" * 5000):
        assert receive(session, chat(words), NOW + timedelta(minutes=1))
