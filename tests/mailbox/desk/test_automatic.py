"""What machines send, and what a person may have sent that looks like it: filed, never answered, never out of sight."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.mailbox.intake.letter import read_letter
from guichet.mailbox.intake.letter_reader import to_inquiry
from guichet.mailbox.records.models import (
    Address,
    Candidate,
    Message,
    Parcel,
    ParcelState,
    Thread,
    TicketReason,
    TicketState,
)
from guichet.tests.factories import NOW
from guichet.tests.mailbox.desk.deliveries import OWN, sent
from guichet.tests.mailbox.desk.inquiries import receive, tickets

ASKS = "Le site refuse mon dossier. Que dois-je faire ?"


def letter(subject: str, sender: str = "ann@example.net", head: str = "", text: str = ASKS, number: int = 1) -> bytes:
    lines = (f"From: {sender}", f"Subject: {subject}", f"Message-ID: <n{number}@x>", *head.splitlines(), "", text)
    return "\r\n".join(lines).encode()


def get(session: Session, raw: bytes, *, from_nobody: bool = False, after: timedelta = timedelta()) -> str:
    return receive(session, to_inquiry(read_letter(raw, OWN), from_nobody=from_nobody), NOW + after)


@pytest.mark.parametrize(
    "subject",
    [
        "Échec de la remise de mon dossier",
        "Delivery failure of my application file on EVA",
        "Message delivery: did you get my file",
        "Non remis : attestation",
        "Absence du 12 au 15 mars",
        "Absence : audition du 17 avril",
        "Réponse automatique reçue, ma question reste",
    ],
)
def test_a_subject_alone_makes_nobody_a_robot_out_of_sight(session: Session, subject: str) -> None:
    sent(session)

    assert get(session, letter(subject)) == ""

    assert [ticket.reason for ticket in tickets(session)] == [TicketReason.AUTOMATIC]


@pytest.mark.parametrize(
    ("sender", "from_nobody"),
    [("postmaster@petit-labo.fr", False), ("bounce.martin@x.fr", False), ("formulaire@chu.example", True)],
)
def test_neither_does_an_address(session: Session, sender: str, from_nobody: bool) -> None:
    assert get(session, letter("Question", sender), from_nobody=from_nobody) == ""

    assert [ticket.reason for ticket in tickets(session)] == [TicketReason.AUTOMATIC]


def test_a_postmaster_who_replies_marks_nothing_as_returned(session: Session) -> None:
    parcel = sent(session)
    head = f"In-Reply-To: <{parcel.mail['message_id']}>"

    get(session, letter("Re: Question", "postmaster@example.net", head))

    assert parcel.state is ParcelState.SENT
    assert [ticket.reason for ticket in tickets(session)] == [TicketReason.AUTOMATIC]


def test_what_a_machine_sends_after_the_first_is_filed_with_it_and_seen(session: Session) -> None:
    for day in range(4):
        raw = letter("Numérisation", "scan@hopital.fr", "Auto-Submitted: auto-generated", number=day)
        get(session, raw, after=timedelta(days=day))

    [ticket] = tickets(session)
    assert ticket.thread is not None
    assert len(ticket.thread.messages) == ticket.thread.version == 4
    ticket.state = TicketState.CLOSED
    get(session, letter("Numérisation", "scan@hopital.fr", "Auto-Submitted: auto-generated", number=9))
    assert len(tickets(session)) == 2


def test_what_a_candidate_s_machine_sends_is_no_echo_of_what_we_said(session: Session) -> None:
    sent(session)

    get(session, letter("cv.pdf", head="Auto-Submitted: auto-generated"), after=timedelta(days=3))

    assert [ticket.reason for ticket in tickets(session)] == [TicketReason.AUTOMATIC]


def test_an_absence_told_from_another_address_of_theirs_is_no_one_s_work(session: Session) -> None:
    head = f"Auto-Submitted: auto-replied\r\nIn-Reply-To: <{sent(session).mail['message_id']}>"

    get(session, letter("Absente", "ann.martin@example.net", head))

    assert tickets(session) == []


def test_mail_of_our_own_that_comes_back_makes_nobody(session: Session) -> None:
    assert get(session, letter("Question", "postes+t0011aabb00@example.org")) == ""

    assert session.scalars(select(Candidate)).all() == []
    assert session.scalars(select(Thread)).all() == []


def test_a_borrowed_address_renames_nobody(session: Session) -> None:
    head = "Authentication-Results: mx.example.org; dmarc={}"
    for name, verdict in (("Ann Martin", "pass"), ("Evil", "fail")):
        raw = letter("q", f"{name} <ann@example.net>", head.format(verdict), number=len(name))
        receive(session, to_inquiry(read_letter(raw, OWN, "mx.example.org")))

    assert session.scalars(select(Address.name)).all() == ["Ann Martin"]


def test_reply_to_is_answered_and_proves_nothing(session: Session) -> None:
    head = "Reply-To: Alice <alice@chu.fr>\r\nAuthentication-Results: mx.example.org; dmarc=pass"
    raw = letter("q", "formulaire@univ.fr", head, "Quelle est la date limite ?")

    reply = receive(session, to_inquiry(read_letter(raw, OWN, "mx.example.org")))

    assert "20 février" in reply
    assert session.scalars(select(Parcel.address)).all() == ["alice@chu.fr"]
    assert session.scalars(select(Message.authenticity)).first() == "unknown"


def test_a_request_that_is_named_is_added_to_where_it_waits(session: Session) -> None:
    get(session, letter("q", text="Je voudrais parler à une personne."))
    [ticket] = tickets(session)
    assert ticket.thread is not None
    before = ticket.thread.version

    get(session, letter("Autre chose", text=f"n° {ticket.id} : voici le certificat.", number=2))

    assert [thread.id for thread in session.scalars(select(Thread))] == [ticket.thread_id]
    assert ticket.thread.version == before + 2


def test_a_number_of_somebody_else_s_request_is_held(session: Session) -> None:
    get(session, letter("q", text="Je voudrais parler à une personne."))
    [first] = tickets(session)

    for number, subject in enumerate((f"Re: [n° {first.id}] demande", f"[{first.id}] appel")):
        get(session, letter(subject, "eve@example.net", text="Quelle est la durée du contrat ?", number=number + 5))

    assert [ticket.reason for ticket in tickets(session)[1:]] == [TicketReason.HELD]


def test_thanks_are_answered_once_a_day(session: Session) -> None:
    thanks = [(letter("Re: Question", text="Merci beaucoup !", number=n), timedelta(hours=n)) for n in (0, 1, 25)]
    said = [get(session, raw, after=after) for raw, after in thanks]

    assert [bool(reply) for reply in said] == [True, False, True]
