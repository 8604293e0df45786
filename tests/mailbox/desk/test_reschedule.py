"""Clocks that go on in as many working minutes where the office's days off change, and where requests are merged."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from guichet.mailbox.desk.clock import reschedule, time_left
from guichet.mailbox.desk.hours import Schedule
from guichet.mailbox.desk.merging import merge
from guichet.mailbox.desk.ticket import Desk
from guichet.tests.factories import NOW, SLUG, make_office, make_staff, make_thread, make_ticket

OFF = frozenset({date(2026, 2, 11)})


def test_a_new_day_off_leaves_as_much_time_as_before(session: Session) -> None:
    ticket = make_ticket(session)
    ticket.due_at = NOW + timedelta(days=2)
    before = time_left(ticket, NOW, Schedule())

    reschedule(session, SLUG, frozenset(), OFF, NOW)

    assert time_left(ticket, NOW, Schedule(off=OFF)) == before
    assert ticket.due_at == NOW.replace(day=12, hour=17)


def test_what_is_late_already_stays_late(session: Session) -> None:
    ticket = make_ticket(session)
    ticket.due_at = due = NOW - timedelta(hours=1)

    reschedule(session, SLUG, frozenset(), OFF, NOW)

    assert ticket.due_at == due


def test_two_requests_that_are_merged_are_due_when_the_first_was(session: Session) -> None:
    thread = make_thread(session)
    first, second = make_ticket(session, thread), make_ticket(session, thread)
    first.due_at, second.due_at = NOW + timedelta(hours=1), NOW + timedelta(days=1)

    merge(session, Desk(make_office(), "postes@example.org"), first.id, second.id, make_staff(session), NOW)

    assert second.due_at == NOW + timedelta(hours=1)
