from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.mailbox.delivery.body import unpack
from guichet.mailbox.desk.answering import answer
from guichet.mailbox.desk.closing import close
from guichet.mailbox.desk.errors import DeskError, NothingToSend, ThreadMoved, TicketClosed, UnknownTicket, Unreachable
from guichet.mailbox.desk.inquiry import Inquiry, Visitor
from guichet.mailbox.desk.thread import file_inquiry
from guichet.mailbox.desk.ticket import Desk, open_ticket, reopen, take_over
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Message, Parcel, ParcelKind, Staff, Thread, TicketReason, TicketState, Told
from guichet.tests.factories import NOW, SLUG, make_call, make_office, make_staff, make_thread, make_ticket

CALL = make_call()
DESK = Desk(make_office(), "postes@example.org")
INQUIRY = Inquiry(Visitor("mail", "ann@example.net"), text="Encore ceci.", words="Encore ceci.")


def test_an_answer_leaves_signed_closes_the_ticket_and_is_recorded_as_told(database: Database) -> None:
    with database.begin() as session:
        ticket = make_ticket(session)

        answer(
            session,
            DESK,
            make_call(),
            ticket.id,
            make_staff(session),
            "Selon la grille.\n\nBien à vous",
            NOW,
            seen_version=0,
        )

        [parcel] = session.scalars(select(Parcel))
        text = unpack(parcel.body).text
        assert parcel.kind is ParcelKind.STAFF_ANSWER
        assert text.startswith(f"Réponse à votre demande n° {ticket.id} :")
        assert text.endswith("Agent du service\nChargée de recrutement\nDépartement des ressources humaines\nInserm")
        assert ticket.state is TicketState.CLOSED
        assert session.scalars(select(Told.value)).one() == "Selon la grille.\n\nBien à vous"


def refused(session: Session, act: Callable[[], Any], error: type[DeskError]) -> None:
    with pytest.raises(error):
        act()
    assert list(session.scalars(select(Parcel))) == []
    assert list(session.scalars(select(Message))) == []


def test_an_answer_stops_where_the_thread_has_moved(sqlite: Database) -> None:
    with sqlite.begin() as session:
        ticket, staff = make_ticket(session), make_staff(session)
        assert ticket.thread is not None
        ticket.thread.version = 3

        refused(session, lambda: answer(session, DESK, CALL, ticket.id, staff, "x", NOW, seen_version=2), ThreadMoved)


def test_a_second_answer_stops(sqlite: Database) -> None:
    with sqlite.begin() as session:
        ticket, staff = make_ticket(session, state=TicketState.CLOSED), make_staff(session)

        refused(
            session,
            lambda: answer(session, DESK, CALL, ticket.id, staff, "x", NOW, seen_version=0),
            TicketClosed,
        )


def test_an_empty_answer_stops(sqlite: Database) -> None:
    with sqlite.begin() as session:
        ticket, staff = make_ticket(session), make_staff(session)

        refused(
            session,
            lambda: answer(session, DESK, CALL, ticket.id, staff, " \n", NOW, seen_version=0),
            NothingToSend,
        )


def test_a_letter_without_a_sender_has_nobody_to_answer(sqlite: Database) -> None:
    with sqlite.begin() as session:
        staff = make_staff(session)
        ticket = open_ticket(
            session,
            call=SLUG,
            department="rh",
            reason=TicketReason.UNREADABLE,
            title="?",
            now=NOW,
            schedule=DESK.schedule,
        )

        refused(session, lambda: answer(session, DESK, CALL, ticket.id, staff, "x", NOW, seen_version=0), Unreachable)


def test_a_number_that_is_not_there_is_said(sqlite: Database) -> None:
    with sqlite.begin() as session, pytest.raises(UnknownTicket, match="n° 99"):
        close(session, 99, make_staff(session), NOW)


def test_closing_can_be_undone(sqlite: Database) -> None:
    with sqlite.begin() as session:
        ticket = make_ticket(session)
        staff = make_staff(session)
        close(session, ticket.id, staff, NOW)

        reopen(session, DESK, ticket.id, staff, NOW)

        assert (ticket.state, ticket.closed_at, ticket.closed_by) == (TicketState.OPEN, None, None)


def test_a_conversation_can_be_taken_over(sqlite: Database) -> None:
    with sqlite.begin() as session:
        thread = make_thread(session, subject="Calendrier")

        ticket = take_over(session, DESK, thread.id, make_staff(session, department="evaluation"), NOW)

        assert (ticket.thread, ticket.title, ticket.department) == (thread, "Calendrier", "evaluation")


def test_two_who_take_over_at_once_share_one_ticket(database: Database) -> None:
    with database.begin() as session:
        thread, staff = make_thread(session), make_staff(session)

        assert take_over(session, DESK, thread.id, staff, NOW) is take_over(session, DESK, thread.id, staff, NOW)


def test_closing_stops_where_something_came_in_that_was_not_seen(sqlite: Database) -> None:
    with sqlite.begin() as session:
        ticket, staff = make_ticket(session), make_staff(session)
        assert ticket.thread is not None
        ticket.thread.version = 3

        with pytest.raises(ThreadMoved):
            close(session, ticket.id, staff, NOW, seen_version=2)

        assert close(session, ticket.id, staff, NOW, seen_version=3).state is TicketState.CLOSED


def test_an_answer_waits_for_a_message_that_is_coming_in_and_stops(database: Database) -> None:
    with database.begin() as session:
        number, thread, staff = make_ticket(session).id, 1, make_staff(session).id

    def write() -> None:
        with database.begin() as session:
            answer(session, DESK, CALL, number, session.get_one(Staff, staff), "Voici.", NOW, seen_version=0)

    with ThreadPoolExecutor() as pool:
        with database.begin() as session:
            file_inquiry(session, session.get_one(Thread, thread), INQUIRY, NOW)
            writing = pool.submit(write)
            with pytest.raises(TimeoutError):
                writing.result(timeout=0.3)

        with pytest.raises(ThreadMoved):
            writing.result(timeout=20)


def test_two_messages_at_once_are_both_counted(postgresql: Database) -> None:
    with postgresql.begin() as session:
        number = make_thread(session).id

    with postgresql.begin() as session:
        thread = session.get_one(Thread, number)
        with postgresql.begin() as other:
            file_inquiry(other, other.get_one(Thread, number), INQUIRY, NOW)
        file_inquiry(session, thread, INQUIRY, NOW)

    with postgresql.read() as session:
        assert session.get_one(Thread, number).version == 2
