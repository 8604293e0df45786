from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.mailbox.desk.journal import record
from guichet.mailbox.records.models import Act
from guichet.tests.factories import NOW, SLUG, make_staff, make_ticket


def test_an_act_says_who_did_what_to_which_ticket(session: Session) -> None:
    staff, ticket = make_staff(session), make_ticket(session)

    record(session, SLUG, staff.id, "note.added", NOW + timedelta(hours=1), ticket.id, number=3)

    [act] = session.scalars(select(Act))
    assert (act.call, act.staff_id, act.kind, act.ticket_id) == (SLUG, staff.id, "note.added", ticket.id)
    assert (act.at, act.detail) == (NOW + timedelta(hours=1), {"number": 3})
