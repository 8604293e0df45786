"""What a mail may change before it is known whose it is."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.mailbox.desk.inquiry import Visitor
from guichet.mailbox.intake.letter import read_letter
from guichet.mailbox.records.models import Address, Authenticity, Author, Message
from guichet.tests.mailbox.desk.inquiries import mail, receive, tickets


def test_a_forged_mail_changes_nothing_of_whose_name_it_bears(session: Session) -> None:
    receive(session, mail("Quelle est la date limite ?"))
    forged = mail("What is the deadline? Please answer in English.", "f1@x")
    receive(session, replace(forged, authenticity=Authenticity.FAILED))

    assert [address.language for address in session.scalars(select(Address))] == ["fr"]


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ("spf=pass smtp.mailfrom=dmarc=pass@evil.fr", "unknown"),
        ("spf=fail (a (b) dmarc=pass)", "unknown"),
        ("spf=pass; dmarc=pass (p=none) header.from=x.fr", "passed"),
    ],
)
def test_dmarc_is_read_as_a_method_of_our_server_alone(told: str, verdict: str) -> None:
    raw = f"Authentication-Results: mx.x.fr; {told}\r\nFrom: a@x.fr\r\n\r\nx\r\n".encode()

    assert read_letter(raw, "postes@example.org", "mx.x.fr").authenticity.value == verdict


def test_a_number_in_brackets_finds_the_thread_of_whoever_has_that_request_alone(session: Session) -> None:
    receive(session, mail("Quel est le salaire ?"))
    [ticket] = tickets(session)
    receive(session, mail("Avez-vous une réponse ?", "n1@x", f"Ma demande [n° {ticket.id}]"))
    other = replace(mail("Et moi ?", "n2@x", f"[#{ticket.id}]"), visitor=Visitor("mail", "eve@example.net"))
    receive(session, other)

    threads = session.execute(select(Message.mail_id, Message.thread_id).where(Message.author == Author.CANDIDATE))
    of = {row.mail_id: row.thread_id for row in threads}
    assert of["n1@x"] == ticket.thread_id
    assert of["n2@x"] != ticket.thread_id
