"""What is said of files: true words, and none of what nobody chose to send."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.mailbox.desk.inquiry import Enclosure
from guichet.mailbox.intake.letter import read_letter
from guichet.mailbox.intake.letter_reader import to_inquiry
from guichet.mailbox.records.models import Attachment, Parcel, Refusal, TicketReason
from guichet.tests.mailbox.desk.deliveries import OWN
from guichet.tests.mailbox.desk.inquiries import mail, receive, tickets

LOGO = Enclosure("logo.png", "image/png", 3, b"png", incidental=True)
CV = Enclosure("cv.pdf", "application/pdf", 3, b"pdf")
HUGE = Enclosure("film.mp4", "video/mp4", 30_000_000, refusal=Refusal.TOO_BIG)
ASKS = "Quelle est la date limite ?"


def send(session: Session, words: str, *files: Enclosure, subject: str = "Question") -> str:
    return receive(session, replace(mail(words, subject=subject), enclosures=files))


def test_a_logo_beside_a_question_is_kept_and_not_spoken_of(session: Session) -> None:
    reply = send(session, ASKS, LOGO)

    assert "fichier" not in reply
    assert tickets(session) == []
    assert session.scalars(select(Attachment.name)).all() == ["logo.png"]


def test_a_picture_alone_is_a_person_s_to_see(session: Session) -> None:
    send(session, "", LOGO, subject="")

    assert [ticket.reason for ticket in tickets(session)] == [TicketReason.DOCUMENT]


@pytest.mark.parametrize("words", ["", "Je voudrais parler à une personne."])
def test_of_what_is_not_kept_nobody_is_told_that_it_is(session: Session, words: str) -> None:
    reply = send(session, words, HUGE)

    assert "Il n'est pas conservé" in reply
    assert "est conservé avec" not in reply
    assert "il est conservé et" not in reply
    assert len(tickets(session)) == 1


def test_the_others_are_told_apart(session: Session) -> None:
    reply = send(session, "", CV, HUGE)

    assert "film.mp4" in reply
    assert "Vos autres fichiers sont conservés" in reply


@pytest.mark.parametrize("words", ["Je joins mon CV et ma lettre.", "Veuillez trouver ci-joint mon dossier."])
def test_a_file_that_is_spoken_of_and_did_not_come_is_missed(session: Session, words: str) -> None:
    assert "aucun n'est arrivé" in send(session, words)
    assert "aucun n'est arrivé" not in send(session, words, CV)


def test_a_question_about_files_misses_none(session: Session) -> None:
    assert "aucun n'est arrivé" not in send(session, "Faut-il joindre une lettre de motivation ?")


FORWARDED = "{top}\n\n---------- Forwarded message ---------\nDe : Jean <jean@orig.example>\n\nQuelle est la durée ?"


@pytest.mark.parametrize("top", ["Merci de répondre à Jean", "Pour info", "Pour traitement svp.", "Peux-tu répondre ?"])
def test_a_forwarded_question_goes_to_a_person(session: Session, top: str) -> None:
    raw = f"From: ann@example.net\r\nSubject: TR: Question\r\nMessage-ID: <f@x>\r\n\r\n{FORWARDED.format(top=top)}"

    receive(session, to_inquiry(read_letter(raw.encode(), OWN)))

    assert [ticket.reason for ticket in tickets(session)] == [TicketReason.FORWARDED]


def test_a_form_that_writes_in_our_name_is_answered_to_its_visitor(session: Session) -> None:
    raw = f"From: {OWN}\r\nReply-To: cand@example.net\r\nSubject: Formulaire\r\nMessage-ID: <w@x>\r\n\r\n{ASKS}"

    assert "20 février" in receive(session, to_inquiry(read_letter(raw.encode(), OWN)))
    assert session.scalars(select(Parcel.address)).all() == ["cand@example.net"]


def test_no_link_of_a_stranger_s_leaves_in_our_name(session: Session) -> None:
    bait = "Félicitations, votre colis est bloqué, payez sur http://evil.example/pay ou www.evil.example ou evil.fr/x ?"

    reply = send(session, f"{bait}\n\n{ASKS}")

    assert "evil" not in reply


def test_two_authors_are_never_verified() -> None:
    told = "Authentication-Results: mx.x.fr; dmarc=pass header.from={}\r\n"
    for sender, known, verdict in (
        ("victim@x.org, evil@evil.org", "x.org", "unknown"),
        ("victim@x.org", "evil.org", "unknown"),
        ("V <victim@x.org>", "x.org", "passed"),
    ):
        raw = f"{told.format(known)}From: {sender}\r\nSubject: q\r\n\r\nx".encode()
        assert read_letter(raw, OWN, "mx.x.fr").authenticity.value == verdict
