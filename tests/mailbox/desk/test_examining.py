"""What staff say of a person's case, kept in the interview of their thread."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.mailbox.desk.eligibility_errors import FactsMoved
from guichet.mailbox.desk.examining import Examination, examine, look_up
from guichet.mailbox.desk.interview import find_interview
from guichet.mailbox.records.models import Interview, Thread
from guichet.tests.factories import NOW, make_staff
from guichet.tests.mailbox.desk.inquiries import CALL, chat, receive, tickets


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
