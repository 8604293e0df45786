from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from guichet.knowledge.date_expression import PARIS
from guichet.mailbox.desk.answering import answer
from guichet.mailbox.desk.measures import (
    Figures,
    FirstAnswers,
    Measures,
    Period,
    measure_promptness,
    measure_questions,
)
from guichet.mailbox.desk.ticket import take_over
from guichet.mailbox.records.models import Staff, Thread, Ticket, TicketState
from guichet.tests.factories import NOW, SLUG, make_address, make_call, make_staff, make_thread, make_ticket
from guichet.tests.mailbox.desk.inquiries import RECEPTION, chat, mail, receive

WEEK = Period(date(2026, 2, 9), date(2026, 2, 15))
SAID = "Quelle est la date limite ?"
UNSAID = "Quel est le salaire ?"


def measure(session: Session, period: Period = WEEK) -> Measures:
    session.flush()
    return measure_questions(session, SLUG, period)


def minutes(start: datetime, end: datetime) -> int:
    return (end - start) // timedelta(minutes=1)


def reply(session: Session, staff: Staff, ticket: Ticket, after: timedelta) -> None:
    thread = session.get_one(Thread, ticket.thread_id)
    answer(session, RECEPTION.desk, make_call(), ticket.id, staff, "Voilà.", NOW + after, seen_version=thread.version)


def test_nothing_asked_is_a_week_of_noughts(session: Session) -> None:
    found = measure(session)

    assert (found.total, found.total.share) == (Figures(), None)
    assert (found.days, found.weeks) == ({}, {date(2026, 2, 9): Figures()})


def test_what_the_assistant_answered_and_what_it_handed_over_are_told_apart(session: Session) -> None:
    receive(session, chat(SAID, "1"))
    receive(session, chat(SAID, "2"))
    receive(session, mail(UNSAID))

    found = measure(session)

    assert found.total == Figures(asked=3, answered=2, handed_over=1)
    assert found.total.share == 67
    assert found.channels == {"terminal": Figures(2, 2), "mail": Figures(1, 0, 1)}
    assert found.departments == {"": Figures(2, 2), "rh": Figures(1, 0, 1)}
    assert found.pairs == {"application.until_when": Figures(2, 2), "contract.how_much": Figures(1, 0, 1)}


def test_what_was_taken_over_since_stays_an_answer_of_the_assistant(session: Session) -> None:
    receive(session, chat(SAID))

    take_over(session, RECEPTION.desk, session.scalars(select(Thread.id)).one(), make_staff(session), NOW)

    assert measure(session).total == Figures(asked=1, answered=1, taken_over=1)


def test_thanks_are_no_question(session: Session) -> None:
    receive(session, chat("Merci beaucoup !"))

    assert measure(session).total == Figures()


def test_what_was_asked_back_is_neither_answered_nor_handed_over(session: Session) -> None:
    receive(session, chat("Et la date ?"))

    assert measure(session).total == Figures(asked=1)


def test_a_day_is_one_of_paris(session: Session) -> None:
    receive(session, chat(SAID, "1"), datetime(2026, 2, 10, 23, 59, tzinfo=PARIS))
    receive(session, chat(SAID, "2"), datetime(2026, 2, 11, 0, 1, tzinfo=PARIS))

    assert measure(session).days == {date(2026, 2, 10): Figures(1, 1), date(2026, 2, 11): Figures(1, 1)}


def test_a_week_begins_on_monday_and_an_empty_one_counts(session: Session) -> None:
    receive(session, chat(SAID, "1"), datetime(2026, 2, 9, 0, 0, tzinfo=PARIS))
    receive(session, chat(SAID, "2"), datetime(2026, 2, 22, 23, 59, tzinfo=PARIS))

    weeks = measure(session, Period(date(2026, 2, 2), date(2026, 2, 22))).weeks

    asked = {date(2026, 2, 2): 0, date(2026, 2, 9): 1, date(2026, 2, 16): 1}
    assert {week: figures.asked for week, figures in weeks.items()} == asked


def test_what_lies_outside_the_period_is_not_counted(session: Session) -> None:
    receive(session, chat(SAID, "1"), datetime(2026, 2, 8, 23, 59, tzinfo=PARIS))
    receive(session, chat(SAID, "2"), datetime(2026, 2, 16, 0, 0, tzinfo=PARIS))

    assert measure(session).total == Figures()


def test_another_call_is_measured_by_itself(session: Session) -> None:
    receive(session, chat(SAID))
    make_ticket(session).opened_at = NOW
    session.execute(update(Thread).values(call="another"))
    session.execute(update(Ticket).values(call="another"))

    assert measure(session).total == Figures()
    assert measure_promptness(session, SLUG, WEEK, minutes).total.opened == 0


def test_the_first_answer_of_a_person_is_what_counts(session: Session) -> None:
    staff, address = make_staff(session), make_address(session)
    ticket = make_ticket(session, make_thread(session, address))
    make_ticket(session, make_thread(session, address), department="evaluation")
    reply(session, staff, ticket, timedelta(minutes=30))
    ticket.state = TicketState.OPEN
    reply(session, staff, ticket, timedelta(minutes=90))

    found = measure_promptness(session, SLUG, WEEK, minutes)

    assert found.total == FirstAnswers(opened=2, answered=1, median=30, nine_in_ten=30)
    assert found.weeks == {date(2026, 2, 9): found.total}
    assert found.departments == {"evaluation": FirstAnswers(1, 0, None, None), "rh": FirstAnswers(1, 1, 30, 30)}


def test_what_a_person_wrote_before_the_ticket_was_opened_is_no_answer_to_it(session: Session) -> None:
    staff, thread = make_staff(session), make_thread(session)
    reply(session, staff, make_ticket(session, thread), timedelta(minutes=5))
    make_ticket(session, thread).opened_at = NOW + timedelta(minutes=10)
    session.flush()

    assert measure_promptness(session, SLUG, WEEK, minutes).total == FirstAnswers(2, 1, 5, 5)


def test_nine_in_ten_leaves_the_slowest_tenth_out(session: Session) -> None:
    staff = make_staff(session)
    for number in range(1, 11):
        thread = make_thread(session, make_address(session, address=f"{number}@example.net"))
        reply(session, staff, make_ticket(session, thread), timedelta(minutes=number * 10))

    found = measure_promptness(session, SLUG, WEEK, minutes)

    assert found.total == FirstAnswers(10, 10, 55, 90)
