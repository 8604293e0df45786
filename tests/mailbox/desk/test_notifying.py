"""Who is told of a request by mail, when, and how often."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.knowledge.date_expression import PARIS
from guichet.mailbox.desk.hours import Schedule
from guichet.mailbox.desk.lanes import assign, wait_for_candidate
from guichet.mailbox.desk.notifying import find_digest, notify
from guichet.mailbox.desk.transfer import hand_over
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Parcel, ParcelKind, Role, Ticket
from guichet.tests.factories import NOW
from guichet.tests.mailbox.desk.notifications import CALL, DESK, ask, make_reader, read, tell, told

LATER = NOW + timedelta(days=7)


def whom(parcels: list[Parcel]) -> list[str]:
    return [parcel.address for parcel in parcels]


def test_each_of_the_department_is_told_at_once_and_once(session: Session) -> None:
    for email in ("a@example.org", "b@example.org"):
        make_reader(session, email)
    make_reader(session, "c@example.org", department="evaluation")
    ask(session)

    assert whom(tell(session)) == ["a@example.org", "b@example.org"]
    assert tell(session) == []


@pytest.mark.parametrize("why", ["never", "disabled", "reads", "absent"])
def test_who_wants_none_or_is_not_there_gets_none(session: Session, why: str) -> None:
    make_reader(session, "there@example.org", when="never")
    staff = make_reader(session, when="never" if why == "never" else "at-once")
    staff.disabled_at = NOW if why == "disabled" else None
    staff.role = Role.LECTURE if why == "reads" else Role.AGENT
    staff.absent_from = NOW if why == "absent" else None
    session.flush()
    ask(session)

    assert tell(session) == []


def test_a_colleague_is_told_in_place_of_a_department_where_nobody_is(session: Session) -> None:
    make_reader(session, "away@example.org").absent_from = NOW
    make_reader(session, "other@example.org", department="evaluation")
    session.flush()
    ask(session)

    assert whom(tell(session)) == ["other@example.org"]


def test_what_somebody_took_concerns_nobody_else_while_they_are_there(session: Session) -> None:
    owner = make_reader(session, "owner@example.org")
    make_reader(session, "other@example.org")
    assign(session, ask(session).id, owner, owner.id, NOW)

    assert whom(tell(session)) == ["owner@example.org"]
    owner.absent_from = NOW
    session.flush()
    assert whom(tell(session)) == ["other@example.org"]


def test_what_waits_for_the_candidate_is_not_told_of(session: Session) -> None:
    staff = make_reader(session)
    wait_for_candidate(session, DESK, ask(session).id, staff, NOW)

    assert tell(session) == []


def test_what_waited_before_one_came_back_is_not_told_of_one_by_one(session: Session) -> None:
    make_reader(session)
    ask(session)

    assert tell(session, NOW + timedelta(days=1, minutes=1)) == []


def test_a_handover_tells_those_who_get_it_each_time(session: Session) -> None:
    staff = make_reader(session)
    make_reader(session, "other@example.org", department="evaluation")
    number = ask(session).id
    tell(session)

    hand_over(session, DESK, number, "evaluation", staff, NOW)
    [there] = tell(session)
    hand_over(session, DESK, number, "rh", staff, NOW)
    [back] = tell(session)

    assert (there.address, back.address) == ("other@example.org", "agent@example.org")
    assert "vous est transmise" in read(back)


def test_a_time_that_is_over_is_told_of_once_to_owner_and_department(session: Session) -> None:
    owner = make_reader(session, "owner@example.org", department="evaluation")
    make_reader(session)
    make_reader(session, "silent@example.org", when="never")
    ticket = ask(session)
    assign(session, ticket.id, owner, owner.id, NOW)
    assert ticket.due_at is not None
    night = ticket.due_at + timedelta(hours=9)

    assert tell(session, night - timedelta(hours=9, minutes=1)) == []
    assert whom(tell(session, night)) == ["owner@example.org", "agent@example.org"]
    assert tell(session, night) == []


def test_a_time_that_was_over_long_ago_is_old_news(session: Session) -> None:
    make_reader(session)
    ask(session)

    assert tell(session, LATER) == []


def test_a_digest_lists_what_waits_twice_a_day(session: Session) -> None:
    make_reader(session, when="digest")
    morning = NOW.replace(hour=8)
    ask(session, "Quel est le salaire ?", morning)
    ask(session, "Combien de jours de congés ?", morning)

    assert tell(session, morning) == []
    [digest] = tell(session, NOW)
    assert tell(session, NOW + timedelta(hours=1)) == []
    assert len(tell(session, NOW.replace(hour=14))) == 1
    assert "2 demandes attendent" in read(digest)
    assert read(digest).index("salaire") < read(digest).index("congés")


def test_no_digest_says_that_nothing_waits(session: Session) -> None:
    staff = make_reader(session, when="digest")

    assert tell(session, NOW) == []
    assert staff.notified_at == NOW


@pytest.mark.parametrize(
    ("moment", "digest"),
    [
        (datetime(2026, 2, 10, 8, 59, tzinfo=PARIS), None),
        (datetime(2026, 2, 10, 9, 0, tzinfo=PARIS), 9),
        (datetime(2026, 2, 10, 12, 0, tzinfo=PARIS), None),
        (datetime(2026, 2, 10, 14, 30, tzinfo=PARIS), 14),
        (datetime(2026, 2, 14, 9, 0, tzinfo=PARIS), None),
        (datetime(2026, 5, 1, 9, 0, tzinfo=PARIS), None),
        (datetime(2026, 7, 1, 9, 0, tzinfo=PARIS), 9),
    ],
)
def test_digests_leave_at_nine_and_at_two_of_working_days(moment: datetime, digest: int | None) -> None:
    found = find_digest(moment, Schedule())

    assert (found.hour if found else None) == digest


def test_two_workers_tell_once(database: Database) -> None:
    with database.begin() as session:
        make_reader(session)
        ask(session)
    with database.begin() as session:
        notify(session, CALL, DESK, NOW)
        if not database.is_sqlite:  # there, the second transaction would wait for the first
            with database.begin() as other:
                assert notify(other, CALL, DESK, NOW) == 0

    with database.begin() as session:
        assert notify(session, CALL, DESK, NOW) == 0
        assert len(told(session)) == 1


def test_the_mail_has_what_it_takes_to_answer_and_no_address(session: Session) -> None:
    make_reader(session)
    ticket = ask(session)
    assert ticket.thread is not None
    ticket.thread.address.name = "Ann Martin"

    [parcel] = tell(session)

    said = read(parcel)
    for words in (f"n° {ticket.id}", "Ann Martin", "Quel est le salaire ?", "2 j", f"{DESK.url}/demandes/{ticket.id}"):
        assert words in said
    assert "ann@example.net" not in said
    assert parcel.mail["reply_to"].startswith(f"postes+s{parcel.id}.")
    assert parcel.mail["subject"] == f"[n° {ticket.id}] Quel est le salaire ?"


def test_a_request_from_nobody_says_that_it_cannot_be_replied_to(session: Session) -> None:
    make_reader(session)
    ticket = ask(session)
    session.execute(Ticket.__table__.update().values(thread_id=None))  # type: ignore[attr-defined]
    session.refresh(ticket)

    [parcel] = tell(session)

    assert "n'a pas d'expéditeur" in read(parcel)


def test_mails_to_staff_count_for_no_candidate(session: Session) -> None:
    make_reader(session)
    ask(session)

    tell(session)

    kinds = session.scalars(select(Parcel.kind).where(Parcel.address == "agent@example.org")).all()
    assert kinds == [ParcelKind.STAFF_NOTICE]
