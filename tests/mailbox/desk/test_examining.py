"""What staff say of a person's case, kept in the interview of their thread, and how one that they began goes on."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.mailbox.desk.eligibility_errors import FactsMoved
from guichet.mailbox.desk.examining import Examination, examine, look_up
from guichet.mailbox.desk.interview import find_interview
from guichet.mailbox.records.models import Interview, Thread, TicketReason
from guichet.tests.factories import NOW, make_staff
from guichet.tests.mailbox.desk.inquiries import CALL, chat, receive, tickets

LATER = NOW + timedelta(hours=1)


def say(session: Session, values: dict[str, str], seen: str | None = None) -> None:
    """Let staff say what they know of the person of the one ticket there is."""
    assert CALL.rules is not None
    [ticket] = tickets(session)
    mark = look_up(session, CALL, CALL.rules, session.get_one(Thread, ticket.thread_id)).mark if seen is None else seen
    staff = make_staff(session, f"{len(values)}@example.org")
    examine(session, CALL, CALL.rules, ticket.id, staff, Examination(values, {}, mark), NOW + timedelta(minutes=5))


def values(session: Session) -> dict[str, str]:
    return session.scalars(select(Interview)).one().situation["values"]


def test_an_interview_is_begun_with_what_was_said_and_what_staff_know(session: Session) -> None:
    receive(session, chat("Je suis interne. Quel est le salaire ?"))

    say(session, {"lab": "unit"})

    assert values(session) == {"status": "interne", "lab": "unit"}


def test_what_was_seen_otherwise_is_not_overwritten(session: Session) -> None:
    receive(session, chat("Je suis interne. Quel est le salaire ?"))

    with pytest.raises(FactsMoved):
        say(session, {"lab": "unit"}, seen="0" * 16)

    [ticket] = tickets(session)
    assert find_interview(session, session.get_one(Thread, ticket.thread_id)) is None


def test_who_speaks_of_themselves_later_is_passed_on_with_their_question(session: Session) -> None:
    receive(session, chat("Quel est le salaire ?"))
    say(session, {"lab": "mixed", "m2": "yes", "thesis": "yes"})

    reply = receive(session, chat("Je suis interne."), LATER)

    assert "L'appel ne suffit pas pour répondre" in reply
    _, ticket = tickets(session)
    assert (ticket.reason, ticket.title) == (TicketReason.ELIGIBILITY, "Je suis interne.")


def test_what_is_said_beside_a_question_is_heard(session: Session) -> None:
    receive(session, chat("Quel est le salaire ?"))
    say(session, {"lab": "unit"})

    receive(session, chat("Je suis interne. Combien de postes sont ouverts ?"), LATER)

    assert values(session) == {"status": "interne", "lab": "unit"}


def test_who_asks_later_is_asked_what_is_missing(session: Session) -> None:
    receive(session, chat("Quel est le salaire ?"))
    say(session, {"lab": "unit", "m2": "yes", "thesis": "yes"})

    reply = receive(session, chat("Suis-je éligible ?"), LATER)

    assert reply.startswith("Voyons si vous remplissez les conditions")
    assert "Quel est votre statut ?" in reply
    assert "Avez-vous la thèse" not in reply
