import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from guichet.knowledge.date_expression import PARIS
from guichet.mailbox.desk import clock
from guichet.mailbox.desk.clock import read_clock, resume, start, stop, time_left, wind_up
from guichet.mailbox.desk.closing import close
from guichet.mailbox.desk.hours import Schedule
from guichet.mailbox.desk.inquiry import Enclosure, Inquiry
from guichet.mailbox.desk.ticket import take_over
from guichet.mailbox.desk.undelivered import see_to_abandoned, see_to_unreadable
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Authenticity, ParcelKind, ParcelState, Ticket, TicketState
from guichet.tests.factories import NOW, SLUG, keep_item, make_parcel, make_staff, make_thread, make_ticket
from guichet.tests.mailbox.desk.inquiries import RECEPTION, chat, mail, receive, tickets

DESK = RECEPTION.desk
SCHEDULE = Schedule(deadline=datetime(2026, 2, 20, 17, tzinfo=PARIS))


def paris(day: int, hour: int = 9, month: int = 2) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=PARIS)


def running(since: datetime) -> Ticket:
    """Make a ticket whose clock was started then; it is in no database."""
    ticket = Ticket()
    start(ticket, since, SCHEDULE)
    return ticket


def test_a_clock_that_starts_gives_two_working_days() -> None:
    ticket = running(paris(10, 10))

    assert ticket.due_at == paris(12, 10)
    assert time_left(ticket, paris(11, 10), SCHEDULE) == 480


def test_the_clock_goes_by_the_days_off_and_the_deadline() -> None:
    first, last = Ticket(), Ticket()

    start(first, paris(10, 10), replace(SCHEDULE, off=frozenset({date(2026, 2, 11)})))
    start(last, paris(18), SCHEDULE)

    assert (first.due_at, last.due_at) == (paris(13, 10), paris(18, 13))


def test_a_ticket_that_is_late_has_less_than_no_time_left() -> None:
    assert time_left(running(paris(10, 10)), paris(12, 12), SCHEDULE) == -120


@pytest.mark.parametrize("left", [480, -60])
def test_the_clock_stands_still_while_the_candidate_is_waited_for(left: int) -> None:
    ticket = running(paris(10, 10))
    stop(ticket, paris(11, 10) if left > 0 else paris(12, 11), SCHEDULE)

    assert (ticket.due_at, ticket.left_minutes) == (None, left)
    assert time_left(ticket, paris(9, month=3), SCHEDULE) == left

    resume(ticket, paris(9, 12, month=3), SCHEDULE)

    assert (ticket.left_minutes, time_left(ticket, paris(9, 12, month=3), SCHEDULE)) == (None, left)


def test_a_clock_that_stands_is_not_stopped_again_nor_one_that_runs_resumed() -> None:
    ticket = running(paris(10, 10))

    resume(ticket, paris(11), SCHEDULE)
    assert (ticket.due_at, ticket.left_minutes) == (paris(12, 10), None)

    stop(ticket, paris(11, 10), SCHEDULE)
    stop(ticket, paris(12, 10), SCHEDULE)
    assert (ticket.due_at, ticket.left_minutes) == (None, 480)


def test_a_clock_that_starts_anew_forgets_what_was_left() -> None:
    ticket = running(paris(10, 10))
    stop(ticket, paris(11), SCHEDULE)

    start(ticket, paris(12, 10), SCHEDULE)

    assert (ticket.due_at, ticket.left_minutes) == (paris(16, 10), None)


def test_a_row_s_columns_read_as_the_ticket_does() -> None:
    assert read_clock(paris(10, 11), None, paris(10, 10), SCHEDULE.off) == 60
    assert read_clock(None, 60, paris(10, 10), SCHEDULE.off) == 60
    assert read_clock(None, None, paris(10, 10), SCHEDULE.off) is None


@pytest.mark.parametrize(
    "inquiry",
    [
        mail("Quel est le salaire ?"),
        mail("Je voudrais parler à une personne."),
        replace(mail("Voici."), enclosures=(Enclosure("dossier.pdf", "application/pdf", 1, b"x"),)),
        replace(mail("Bulletin"), automatic=True),
        replace(mail("Quelle est la date limite ?"), authenticity=Authenticity.FAILED),
    ],
    ids=["a gap", "a person", "a file", "a machine", "a doubtful sender"],
)
def test_every_ticket_that_reception_opens_has_a_clock(session: Session, inquiry: Inquiry) -> None:
    receive(session, inquiry)

    assert [ticket.due_at for ticket in tickets(session)] == [NOW + timedelta(days=1, hours=8)]


def test_what_was_not_delivered_or_read_or_is_taken_over_has_a_clock(session: Session) -> None:
    thread = make_thread(session)
    make_parcel(session, thread.address, kind=ParcelKind.STAFF_ANSWER).state = ParcelState.ABANDONED
    see_to_abandoned(session, SLUG, DESK, NOW)
    see_to_unreadable(session, DESK, keep_item(session), NOW)
    take_over(session, DESK, thread.id, make_staff(session), NOW)

    assert [ticket.due_at for ticket in tickets(session)] == 3 * [NOW + timedelta(days=1, hours=8)]


def test_tickets_are_made_in_one_place_alone() -> None:
    folder = Path(clock.__file__).parents[1]

    made = re.compile(r"(?<!class )\bTicket\(")
    making = [path.name for path in folder.rglob("*.py") if made.search(path.read_text(encoding="utf-8"))]

    assert making == ["ticket.py"]


def test_a_request_that_is_added_to_when_it_is_closed_starts_anew(sqlite: Database) -> None:
    with sqlite.begin() as session:
        receive(session, chat("Quel est le salaire ?"))
        [ticket] = tickets(session)
        close(session, ticket.id, make_staff(session), NOW, unwanted=True)

        receive(session, chat(f"n° {ticket.id} : une précision"), NOW + timedelta(days=30))

        assert (ticket.state, ticket.due_at) == (TicketState.OPEN, paris(13, 17, month=3))


def test_the_clocks_of_tickets_without_one_are_wound_up_as_of_when_they_were_opened(session: Session) -> None:
    old = make_ticket(session)
    done, standing = make_ticket(session, old.thread, state=TicketState.CLOSED), make_ticket(session, old.thread)
    standing.left_minutes = 30

    assert wind_up(session, SLUG, SCHEDULE) == 2
    assert wind_up(session, SLUG, SCHEDULE) == 0
    assert [ticket.due_at for ticket in (old, done, standing)] == [paris(11, 17), paris(11, 17), None]


def test_the_tickets_of_another_call_are_left_to_its_own_clock(sqlite: Database) -> None:
    with sqlite.begin() as session:
        make_ticket(session)

        assert wind_up(session, "mobilite-2027", SCHEDULE) == 0


def test_many_clocks_are_wound_up_some_at_a_time(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "BATCH", 2)
    with sqlite.begin() as session:
        thread = make_thread(session)
        for _ in range(3):
            make_ticket(session, thread)

        assert [wind_up(session, SLUG, SCHEDULE) for _ in range(3)] == [2, 1, 0]
