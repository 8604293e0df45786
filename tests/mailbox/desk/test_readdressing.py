"""Forwarded mail that is answered to who wrote it first."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.mailbox.desk.answering import answer
from guichet.mailbox.desk.errors import NoFirstWriter, TicketClosed
from guichet.mailbox.desk.inquiry import Enclosure
from guichet.mailbox.desk.note import add_note
from guichet.mailbox.desk.readdressing import readdress
from guichet.mailbox.desk.ticket import Desk
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Attachment, Message, Parcel, ParcelKind, Ticket, TicketState
from guichet.tests.factories import NOW, make_call, make_office, make_staff
from guichet.tests.mailbox.desk.inquiries import mail, receive, tickets
from guichet.tests.mailbox.desk.searched import search

OWN = "postes@example.org"
FORWARDED = (
    "Pour vous.\n\n---------- Message transféré ---------\nDe : Zoé <{by}>\nObjet : Salaire\n\nQuel est le salaire ?"
)


def forwarded(session: Session, by: str = "zoe@example.net", **more: Any) -> Ticket:
    receive(session, mail(FORWARDED.format(by=by), subject="TR: Salaire", **more))
    return tickets(session)[0]


def test_the_answer_goes_to_who_wrote_first_in_a_thread_of_their_own(session: Session) -> None:
    ticket = forwarded(session)
    old = ticket.thread

    readdress(session, ticket.id, OWN, NOW)

    assert ticket.thread is not None
    assert ticket.thread is not old
    [copy] = ticket.thread.messages
    assert "Quel est le salaire" in copy.text
    answer(
        session,
        Desk(make_office(), OWN),
        make_call(),
        ticket.id,
        make_staff(session),
        "Selon la grille.",
        NOW,
        seen_version=1,
    )
    to = select(Parcel.address).where(Parcel.kind == ParcelKind.STAFF_ANSWER)
    assert session.scalars(to).all() == ["zoe@example.net"]


def test_its_files_go_along(session: Session) -> None:
    ticket = forwarded(session)
    assert ticket.thread is not None
    original = ticket.thread.messages[0]
    original.attachments.extend(make_files(Enclosure("cv.pdf", "application/pdf", 3, b"pdf")))
    session.flush()

    readdress(session, ticket.id, OWN, NOW)

    [copy] = ticket.thread.messages
    assert [(file.name, file.content) for file in copy.attachments] == [("cv.pdf", b"pdf")]
    assert [file.name for file in original.attachments] == ["cv.pdf"]


def test_who_wrote_first_is_found_at_once_by_what_they_asked(sqlite: Database) -> None:
    with sqlite.begin() as session:
        ticket = forwarded(session)
        ticket.title = "Logement"
        moved = readdress(session, ticket.id, OWN, NOW).thread_id

    assert search(sqlite, "zoe@example.net salaire")[0] == moved
    assert search(sqlite, f"{ticket.id} zoe@example.net")[0] == moved


def test_its_notes_are_found_in_the_new_thread_alone(sqlite: Database) -> None:
    with sqlite.begin() as session:
        ticket = forwarded(session)
        add_note(session, Desk(make_office(), OWN), ticket.id, make_staff(session), "Avant jeudi", NOW)
        number = ticket.id

    with sqlite.begin() as session:
        moved = readdress(session, number, OWN, NOW).thread_id

    assert search(sqlite, "jeudi") == [moved]


def make_files(*enclosures: Enclosure) -> list[Attachment]:
    return [Attachment(name=e.name, type=e.type, size=e.size, content=e.content) for e in enclosures]


@pytest.mark.parametrize("by", [OWN, "ann@example.net"])
def test_neither_we_nor_who_forwarded_it_are_another_writer(session: Session, by: str) -> None:
    ticket = forwarded(session, by)

    with pytest.raises(NoFirstWriter):
        readdress(session, ticket.id, OWN, NOW)

    assert len(list(session.scalars(select(Message.thread_id).distinct()))) == 1


def test_a_ticket_that_is_closed_goes_nowhere(session: Session) -> None:
    ticket = forwarded(session)
    ticket.state = TicketState.CLOSED

    with pytest.raises(TicketClosed):
        readdress(session, ticket.id, OWN, NOW)
