"""Reminders that could not leave on their day: what they say must hold when they do."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.knowledge.date_expression import PARIS
from guichet.mailbox.delivery.body import unpack
from guichet.mailbox.delivery.outbox import claim
from guichet.mailbox.desk.reminder import subscribe
from guichet.mailbox.desk.reminding import remind
from guichet.mailbox.desk.ticket import Desk
from guichet.mailbox.records.models import Parcel, ParcelState
from guichet.tests.factories import NOW, make_address, make_call, make_office

CALL = make_call()
DESK = Desk(make_office(), "postes@example.org")
EVE = datetime(2026, 2, 19, 9, tzinfo=PARIS)


def reminded(session: Session) -> Parcel:
    """Remind somebody on the eve of the deadline, and return the parcel."""
    subscribe(session, CALL, make_address(session, language="fr"), ["deadline"], NOW)
    remind(session, CALL, DESK, EVE)
    parcel = session.scalars(select(Parcel).order_by(Parcel.id.desc())).first()
    assert parcel is not None
    return parcel


def leave(session: Session, now: datetime) -> list[str]:
    return [delivery.body.text for delivery in claim(session, CALL.slug, ["mail"], "here", now, 10)]


def test_a_reminder_leaves_until_midnight_in_paris(session: Session) -> None:
    assert "demain" in unpack(reminded(session).body).text

    [said] = leave(session, datetime(2026, 2, 19, 23, 59, tzinfo=PARIS))
    assert "demain" in said


def test_what_says_tomorrow_does_not_leave_on_the_day_and_is_written_anew(session: Session) -> None:
    parcel = reminded(session)
    night = datetime(2026, 2, 20, 0, 22, tzinfo=PARIS)
    assert leave(session, night) == []

    remind(session, CALL, DESK, night)
    [said] = leave(session, night)

    assert parcel.state is ParcelState.HANDED_OVER
    assert "aujourd'hui" in said
    assert "demain" not in said


def test_what_is_over_is_not_reminded_of(session: Session) -> None:
    reminded(session)
    over = datetime(2026, 2, 20, 17, 1, tzinfo=PARIS)

    remind(session, CALL, DESK, over)

    assert leave(session, over) == []
    assert leave(session, over + timedelta(days=1)) == []
