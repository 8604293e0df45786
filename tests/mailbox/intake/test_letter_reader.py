from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from guichet.mailbox.desk.inquiry import Inquiry, StaffReply
from guichet.mailbox.intake.errors import NoSender
from guichet.mailbox.intake.letter import read_letter
from guichet.mailbox.intake.letter_reader import LetterReader
from guichet.mailbox.intake.letterbox import Kept
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Authenticity
from guichet.tests.factories import NOW, SLUG

OWN = "postes@example.org"
LETTER = "From: {sender}\r\nSubject: Question\r\nMessage-ID: <a1@example.net>\r\n\r\nDate limite ?\r\n"


class Desk:
    """Remembers what it received."""

    def __init__(self) -> None:
        self.received: list[Inquiry] = []

    def receive(self, session: Session, inquiry: Inquiry, now: datetime) -> None:
        self.received.append(inquiry)


def read(
    database: Database, sender: str = "ann@example.net", mail_from: str = "ann@example.net", to: str = OWN
) -> Inquiry:
    desk = Desk()
    envelope = {"mail_from": mail_from, "rcpt_tos": [to]}
    item = Kept(3, SLUG, LETTER.format(sender=sender).encode(), envelope, NOW)
    act = LetterReader(desk.receive, read_letter, OWN).read(item)
    with database.begin() as session:
        act(session, NOW)
    [inquiry] = desk.received
    return inquiry


def test_a_letter_becomes_an_inquiry_of_who_it_is_from(sqlite: Database) -> None:
    inquiry = read(sqlite, "Ann <Ann@Example.net>")

    assert (inquiry.visitor.address, inquiry.visitor.name, inquiry.item_id) == ("ann@example.net", "Ann", 3)
    assert not inquiry.automatic


def test_what_comes_from_the_null_sender_is_a_robot_s(sqlite: Database) -> None:
    assert read(sqlite, mail_from="").automatic
    assert read(sqlite, mail_from="<>").automatic


@pytest.mark.parametrize("sender", ["Éva ‹éva@x.example>", "", "Ann"])
def test_part_of_an_address_is_nobody_s_address(sqlite: Database, sender: str) -> None:
    with pytest.raises(NoSender):
        read(sqlite, sender)


def test_a_reply_to_a_mail_to_staff_is_of_who_from_names_whatever_reply_to_says(sqlite: Database) -> None:
    inquiry = read(sqlite, "Agent@example.org\r\nReply-To: other@example.org", to=f"postes+s5.{'a' * 24}@example.org")

    assert inquiry.staff_reply == StaffReply(5, "a" * 24, "agent@example.org", Authenticity.UNKNOWN)
    assert read(sqlite).staff_reply is None
