"""What becomes of mail that is no plain question: whose reply, what is returned, what machines send, how often."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.mailbox.delivery.addressing import bounce_address
from guichet.mailbox.delivery.carrier import MailTrace
from guichet.mailbox.delivery.outbox import mark_sent
from guichet.mailbox.desk.inquiry import Enclosure, Inquiry, Returned, Visitor
from guichet.mailbox.desk.undelivered import see_to_abandoned
from guichet.mailbox.intake.letter import read_letter
from guichet.mailbox.intake.letter_reader import to_inquiry
from guichet.mailbox.records.models import Address, Message, ParcelState, Thread, TicketReason
from guichet.tests.factories import NOW
from guichet.tests.mailbox.desk.deliveries import OWN, report, sent, written
from guichet.tests.mailbox.desk.inquiries import CALL, RECEPTION, mail, receive, tickets

DEADLINE = "Quelle est la date limite ?"


def test_a_reply_finds_its_thread_by_the_address_it_is_sent_to(session: Session) -> None:
    parcel = sent(session)
    reply_to = str(message_from_bytes(written(parcel))["Reply-To"])
    extra = reply_to.partition("+")[2].partition("@")[0]

    raw = b"From: ann@example.net\r\nSubject: (sans objet)\r\nMessage-ID: <n@x>\r\n\r\nEt pour le contrat ?\r\n"
    receive(session, to_inquiry(read_letter(raw), extras=[extra]))

    assert len(list(session.scalars(select(Thread)))) == 1


@pytest.mark.parametrize("by", ["token", "identifier"])
def test_a_reply_from_another_address_is_held_for_a_person(session: Session, by: str) -> None:
    parcel = sent(session)
    token = session.scalars(select(Thread.token)).one() or ""
    trace = MailTrace("Re: Question", "e1@x", token=token)
    if by == "identifier":
        trace = MailTrace("Re: Question", "e1@x", in_reply_to=str(parcel.mail["message_id"]))

    words = "Quelle est la durée du contrat ?"
    reply = receive(session, Inquiry(Visitor("mail", "eve@example.net"), words, words, trace))

    [ticket] = tickets(session)
    assert ticket.reason is TicketReason.HELD
    assert "deux ans" not in reply
    assert f"n° {ticket.id}" in reply
    assert ticket.thread is not None
    assert ticket.thread.address.address == "eve@example.net"


def test_a_reply_to_a_thread_of_its_own_is_not_held_for_what_else_it_names(session: Session) -> None:
    """A candidate who forwards an answer of ours to another, who replies in a thread of theirs, names both."""
    leaked = str(sent(session).mail["message_id"])
    receive(session, Inquiry(Visitor("mail", "eve@example.net"), "Bonjour", "Bonjour", MailTrace("Moi", "e0@x")))
    trace = MailTrace("Re: Moi", "e1@x", in_reply_to="e0@x", references=(leaked,))

    reply = receive(session, Inquiry(Visitor("mail", "eve@example.net"), DEADLINE, DEADLINE, trace))

    assert "20 février 2026" in reply
    assert TicketReason.HELD not in {ticket.reason for ticket in tickets(session)}


def test_a_bounce_that_names_nobody_and_nothing_of_ours_is_filed_and_answers_nobody(session: Session) -> None:
    raw = report(sent(session)).replace(b"From: MAILER-DAEMON@mx.example.net\r\n", b"")
    ours = str(sent(session).mail["message_id"]).encode()
    inquiry = to_inquiry(read_letter(raw.replace(ours, b"other@example.org"), OWN), from_nobody=True)

    assert receive(session, inquiry) == ""
    assert "" not in {address.address for address in session.scalars(select(Address))}
    assert tickets(session) == []


@pytest.mark.parametrize("by", ["address", "returned part"])
def test_a_bounce_marks_the_delivery_it_returns_and_staff_hear_of_it(session: Session, by: str) -> None:
    parcel = sent(session)
    inquiry = to_inquiry(read_letter(report(parcel, "5.7.1"), OWN), from_nobody=True)
    if by == "address":
        extra = bounce_address(OWN, parcel.id, parcel.mail["message_id"]).partition("+")[2].partition("@")[0]
        bare = b"From: MAILER-DAEMON@mx.example.net\r\nSubject: oops\r\n\r\n550 5.7.1 no\r\n"
        inquiry = to_inquiry(read_letter(bare, OWN), extras=[extra], from_nobody=True)

    assert receive(session, inquiry) == ""
    assert (parcel.state, parcel.error) == (ParcelState.ABANDONED, "retour du serveur 5.7.1")
    assert len(list(session.scalars(select(Address)))) == 1
    see_to_abandoned(session, CALL.slug, RECEPTION.desk, NOW)
    assert [ticket.reason for ticket in tickets(session)] == [TicketReason.UNDELIVERED]


def test_a_delay_changes_nothing_and_a_mailbox_that_is_gone_is_remembered(session: Session) -> None:
    parcel = sent(session)
    receive(session, to_inquiry(read_letter(report(parcel, "4.4.1", "delayed"), OWN), from_nobody=True))
    assert parcel.state is ParcelState.SENT

    gone = report(parcel).replace(b"dsn1@", b"dsn2@")
    receive(session, to_inquiry(read_letter(gone, OWN), from_nobody=True))
    assert parcel.state is ParcelState.ABANDONED
    assert session.scalars(select(Address.blocked_at)).one() == NOW


def test_a_failure_for_a_passing_reason_is_a_failure(session: Session) -> None:
    """Postfix gives up after days with "failed" and 4.4.1."""
    parcel = sent(session)

    receive(session, to_inquiry(read_letter(report(parcel, "4.4.1", "failed"), OWN), from_nobody=True))

    assert parcel.state is ParcelState.ABANDONED


def test_a_bounce_may_be_quicker_than_the_carrier_s_pen(session: Session) -> None:
    parcel = sent(session)
    parcel.state, parcel.owner = ParcelState.LEAVING, "here"
    session.flush()

    receive(session, to_inquiry(read_letter(report(parcel), OWN), from_nobody=True))

    assert not mark_sent(session, parcel.id, "here", None, NOW)
    session.refresh(parcel)
    assert parcel.state is ParcelState.ABANDONED


def test_nobody_marks_a_delivery_without_its_proof(session: Session) -> None:
    parcel = sent(session)
    forged = Inquiry(
        Visitor("mail", "eve@example.net"),
        "x",
        "x",
        automatic=True,
        quiet=True,
        returned=Returned(("guess@example.org",), "5.1.1", parcel=parcel.id, proof="0" * 20),
    )

    receive(session, forged)

    assert parcel.state is ParcelState.SENT


def test_two_hundred_bounces_echoes_and_mails_of_ours_are_answered_with_nothing(session: Session) -> None:
    parcel = sent(session)
    away = EmailMessage()
    away["From"], away["Subject"], away["Auto-Submitted"] = "ann@example.net", "Réponse automatique", "auto-replied"
    away.set_content("Je suis absente.")
    echoes = (report(parcel, "5.7.1"), away.as_bytes(), written(parcel))

    for number in range(200):
        raw = b"X-Number: %d\r\n" % number + echoes[number % 3].replace(b"Message-ID: <", b"Message-ID: <%d." % number)
        assert receive(session, to_inquiry(read_letter(raw, OWN), from_nobody=number % 3 == 0)) == ""

    assert tickets(session) == []


def test_a_notification_that_answers_nothing_of_ours_is_for_a_person(session: Session) -> None:
    notice = replace(mail("Votre certificat expire."), automatic=True, visitor=Visitor("mail", "it@example.net"))

    assert receive(session, notice) == ""

    assert [ticket.reason for ticket in tickets(session)] == [TicketReason.AUTOMATIC]


def test_an_instance_that_answers_another_stops_after_one_exchange(session: Session) -> None:
    theirs = written(sent(session)).replace(b"postes@example.org", b"guichet@elsewhere.example")

    assert receive(session, to_inquiry(read_letter(theirs, OWN))) == ""


def test_whoever_writes_too_often_gets_a_person_and_is_told_so_once(session: Session) -> None:
    replies = [
        receive(session, mail(f"Quelle est la date limite ? ({n})", f"m{n}@x"), NOW + timedelta(minutes=n))
        for n in range(9)
    ]

    assert all("20 février" in reply for reply in replies[:6])
    assert "Une personne va vous répondre" in replies[6]
    assert replies[7:] == ["", ""]
    assert {ticket.reason for ticket in tickets(session)} == {TicketReason.OFTEN}
    assert len(list(session.scalars(select(Message.id).where(Message.author == "candidate")))) == 9
    later = receive(session, mail("Quelle est la date limite ?", "later@x"), NOW + timedelta(hours=3))
    assert "20 février" in later


def test_a_loop_that_nobody_looks_at_is_not_answered_the_next_day_either(session: Session) -> None:
    said = [
        receive(session, mail(f"Quelle est la date limite ? ({n})", f"m{n}@x"), NOW + timedelta(minutes=10 * n))
        for n in range(6 * 30)
    ]

    late = [reply for reply in said[6 * 24 :] if reply]
    assert len([reply for reply in said if "Une personne va vous répondre" in reply]) == 1
    assert len(late) <= 20


AUTHENTIC = "Authentication-Results: mx.example.org; dmarc={}\r\n"


@pytest.mark.parametrize(
    ("head", "verdict"),
    [
        (AUTHENTIC.format("pass"), "passed"),
        (AUTHENTIC.format("pass header.from=Example.net"), "passed"),
        (AUTHENTIC.format("pass header.from=evil.example"), "unknown"),
        (AUTHENTIC.format("fail header.from=evil.example"), "failed"),
        (AUTHENTIC.format("fail (p=reject)"), "failed"),
        (AUTHENTIC.format("pass") + AUTHENTIC.format("fail"), "failed"),
        (AUTHENTIC.replace("mx.", "evil.").format("pass"), "unknown"),
        ("Authentication-Results: mx.example.org 1; (dmarc=pass) none\r\n", "unknown"),
        ("Authentication-Results: ;;=\r\n", "unknown"),
        ("", "unknown"),
    ],
)
def test_only_our_own_server_s_word_on_a_sender_counts(session: Session, head: str, verdict: str) -> None:
    raw = f"{head}From: ann@example.net\r\nSubject: q\r\n\r\nQuelle est la date limite ?\r\n".encode()

    reply = receive(session, to_inquiry(read_letter(raw, OWN, "MX.example.org")))

    assert session.scalars(select(Message.authenticity)).first() == verdict
    assert ("20 février" in reply) == (verdict != "failed")
    assert [ticket.reason for ticket in tickets(session)] == ([TicketReason.HELD] if verdict == "failed" else [])


@pytest.mark.parametrize(
    "head",
    [
        "From: ann@example.net\r\nAuto-Submitted: auto-replied\r\nSubject: Absente",
        "From: noreply@example.net\r\nAuto-Submitted: auto-replied\r\nSubject: Re: Question\r\nIn-Reply-To: <{id}>",
        "From: ann@example.net\r\nSubject: Lu\r\nContent-Type: multipart/report; report-type=disposition-notification",
    ],
)
def test_what_is_no_failed_delivery_marks_none(session: Session, head: str) -> None:
    parcel = sent(session)
    extra = bounce_address(OWN, parcel.id, parcel.mail["message_id"]).partition("+")[2].partition("@")[0]
    raw = f"{head.format(id=parcel.mail['message_id'])}\r\n\r\nJe suis absente.\r\n".encode()

    assert receive(session, to_inquiry(read_letter(raw, OWN), extras=[extra], from_nobody=True)) == ""

    assert parcel.state is ParcelState.SENT
    assert tickets(session) == []


def test_a_report_of_success_marks_no_delivery_as_failed(session: Session) -> None:
    parcel = sent(session)

    receive(session, to_inquiry(read_letter(report(parcel, "2.0.0", "relayed"), OWN), from_nobody=True))

    assert parcel.state is ParcelState.SENT


def test_what_a_service_sends_without_taking_answers_is_for_a_person(session: Session) -> None:
    raw = b"From: noreply@wetransfer.com\r\nSubject: Marie vous a envoy\xc3\xa9 des fichiers\r\n\r\nhttps://we.tl/x\r\n"

    assert receive(session, to_inquiry(read_letter(raw, OWN))) == ""
    assert [ticket.reason for ticket in tickets(session)] == [TicketReason.AUTOMATIC]


def test_the_same_mail_by_two_ways_is_answered_once_and_one_with_another_file_is_kept(session: Session) -> None:
    question = mail(DEADLINE)

    assert receive(session, question) != ""
    assert receive(session, question) == ""
    assert len(list(session.scalars(select(Thread)))) == 1
    filed = len(list(session.scalars(select(Message))))
    receive(session, replace(question, enclosures=(Enclosure("b.pdf", "application/pdf", 1, b"x"),)))
    assert len(list(session.scalars(select(Message)))) > filed


def test_a_subject_of_any_length_can_be_answered(session: Session) -> None:
    assert receive(session, mail(DEADLINE, subject="é" * 400)) != ""
