from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from guichet.knowledge.date_expression import PARIS
from guichet.mailbox.delivery.body import unpack
from guichet.mailbox.desk.reminder import due_moments, remindable, subscribe, subscribed, unsubscribe
from guichet.mailbox.desk.reminding import BATCH, remind
from guichet.mailbox.desk.ticket import Desk
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Parcel, ParcelKind, Reminder, ReminderState, Told
from guichet.tests.factories import NOW, make_address, make_call, make_office

CALL = make_call()
DESK = Desk(make_office(), "postes@example.org")


def paris(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=PARIS)


def run(database: Database, now: datetime) -> int:
    with database.begin() as session:
        return remind(session, CALL, DESK, now)


def parcels(database: Database) -> list[Parcel]:
    with database.read() as session:
        return list(session.scalars(select(Parcel).order_by(Parcel.id)))


def test_a_deadline_is_recalled_a_week_before_the_day_before_and_on_the_morning() -> None:
    moments = due_moments(CALL.milestones["deadline"], paris(1, 15))

    assert moments == {7: paris(2, 13), 1: paris(2, 19), 0: paris(2, 20)}


def test_a_period_counts_from_its_first_day() -> None:
    moments = due_moments(CALL.milestones["auditions"], paris(1, 15))

    assert moments == {7: paris(5, 25), 1: paris(5, 31)}


def test_only_what_is_still_to_come_can_be_recalled() -> None:
    assert remindable(CALL, paris(2, 10)) == ["deadline", "preselection", "auditions", "results", "start"]
    assert "deadline" not in remindable(CALL, paris(2, 20, 9, 1))


def test_a_reminder_leaves_once_when_it_is_due_and_quotes_the_call(database: Database) -> None:
    with database.begin() as session:
        subscribe(session, CALL, make_address(session), ["deadline"], NOW)

    for now in (paris(2, 13, 8, 59), paris(2, 13), paris(2, 13, 9, 1)):
        run(database, now)

    [parcel] = parcels(database)
    assert parcel.kind is ParcelKind.REMINDER
    text = unpack(parcel.body).text
    assert "Rappel : la date limite de dépôt, dans 7 jours." in text
    assert "Date limite de dépôt des candidatures le 20 février 2026 - 17 heures" in text
    with database.read() as session:
        assert session.scalars(select(Told.value)).one() == CALL.cite("deadline").text


@pytest.mark.parametrize(("moment", "words"), [(paris(2, 19), "c'est demain"), (paris(2, 20), "c'est aujourd'hui")])
def test_a_reminder_says_how_near_the_date_is(sqlite: Database, moment: datetime, words: str) -> None:
    with sqlite.begin() as session:
        subscribe(session, CALL, make_address(session), ["deadline"], moment - timedelta(minutes=1))

    run(sqlite, moment)

    assert words in unpack(parcels(sqlite)[0].body).text


def test_after_a_week_of_silence_only_the_latest_reminder_leaves(sqlite: Database) -> None:
    with sqlite.begin() as session:
        subscribe(session, CALL, make_address(session), ["deadline"], NOW)

    run(sqlite, paris(2, 19, 10))

    assert len(parcels(sqlite)) == 1
    with sqlite.read() as session:
        states = [row.state for row in session.scalars(select(Reminder).order_by(Reminder.due_at))]
    assert states == [ReminderState.DROPPED, ReminderState.SENT, ReminderState.PLANNED]


def test_a_reminder_that_comes_too_late_is_dropped(sqlite: Database) -> None:
    with sqlite.begin() as session:
        subscribe(session, CALL, make_address(session), ["deadline"], NOW)

    run(sqlite, paris(2, 20, 17))

    assert parcels(sqlite) == []


def test_who_has_blocked_us_is_not_reminded(sqlite: Database) -> None:
    with sqlite.begin() as session:
        subscribe(session, CALL, make_address(session, blocked_at=NOW), ["deadline"], NOW)

    run(sqlite, paris(2, 13))

    assert parcels(sqlite) == []


def test_a_subscription_that_ended_sends_nothing(database: Database) -> None:
    with database.begin() as session:
        address = make_address(session)
        subscribe(session, CALL, address, ["deadline", "auditions"], NOW)
        subscribe(session, CALL, address, ["deadline"], NOW)

        assert unsubscribe(session, CALL, address, ["deadline"]) == ["deadline"]
        assert subscribed(session, CALL, address) == {"auditions"}
    run(database, paris(2, 13))

    assert parcels(database) == []


def test_who_ends_a_reminder_and_asks_again_is_reminded_again(database: Database) -> None:
    with database.begin() as session:
        address = make_address(session)
        subscribe(session, CALL, address, ["deadline"], NOW)
    run(database, paris(2, 13))

    with database.begin() as session:
        again = session.merge(address)
        unsubscribe(session, CALL, again)
        subscribe(session, CALL, again, ["deadline"], paris(2, 14))
    run(database, paris(2, 19))

    assert [parcel.kind for parcel in parcels(database)] == [ParcelKind.REMINDER, ParcelKind.REMINDER]


def test_after_an_outage_each_is_reminded_once_of_a_date_however_many_they_are(database: Database) -> None:
    with database.begin() as session:
        for number in range(BATCH + 10):
            subscribe(session, CALL, make_address(session, address=f"a{number}@x.org"), ["deadline"], NOW)

    while run(database, paris(2, 19, 10)):
        pass

    reminded = [parcel.address for parcel in parcels(database)]
    assert (len(reminded), len(set(reminded))) == (BATCH + 10, BATCH + 10)
