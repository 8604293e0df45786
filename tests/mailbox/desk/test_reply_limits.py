"""Replies to mails to staff that come from nobody who may answer, from machines, or too often."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.mailbox.desk.draft import save_draft
from guichet.mailbox.desk.undelivered import see_to_abandoned
from guichet.mailbox.intake.letter import read_letter
from guichet.mailbox.intake.letter_reader import to_inquiry
from guichet.mailbox.records.models import (
    Act,
    Address,
    ParcelState,
    Role,
    Ticket,
    TicketState,
)
from guichet.tests.factories import NOW
from guichet.tests.mailbox.desk.notifications import (
    CALL,
    DESK,
    OWN,
    RECEPTION,
    WORDS,
    answers,
    ask,
    drafts,
    make_reader,
    refusals,
    reply,
    tell,
)


def test_a_disabled_account_answers_nobody_and_hears_nothing(session: Session) -> None:
    staff, ticket = make_reader(session), ask(session)
    [parcel] = tell(session)
    staff.disabled_at = NOW

    reply(session, parcel)

    assert (answers(session), refusals(session), ticket.state) == ([], [], TicketState.OPEN)
    assert session.scalars(select(Act.staff_id).where(Act.kind == "reply-refused")).all() == [staff.id]


def test_an_account_that_only_reads_answers_nobody(session: Session) -> None:
    staff = make_reader(session)
    ask(session)
    [parcel] = tell(session)
    staff.role = Role.LECTURE

    reply(session, parcel)

    assert (answers(session), len(refusals(session))) == ([], 1)


@pytest.mark.parametrize("to", ["", OWN])
def test_an_automatic_reply_does_nothing(session: Session, to: str) -> None:
    make_reader(session)
    ticket = ask(session)
    [parcel] = tell(session)

    reply(session, parcel, "Je suis absente.", to=to, Auto_Submitted="auto-replied")

    assert (answers(session), refusals(session)) == ([], [])
    assert session.scalars(select(Ticket)).all() == [ticket]
    assert session.scalars(select(Address.address)).all() == ["ann@example.net"]


def test_a_changed_address_is_told_of_to_a_proved_account_alone(session: Session) -> None:
    make_reader(session)
    ask(session)
    [parcel] = tell(session)
    changed = f"postes+s{parcel.id}.{'0' * 24}@example.org"

    reply(session, parcel, to=changed, sender="eve@example.net")
    reply(session, parcel, to=changed, results="")
    reply(session, parcel, to=changed)

    assert answers(session) == []
    [refusal] = refusals(session)
    assert "n'est pas, ou plus, valable" in refusal
    assert "eve@example.net" not in session.scalars(select(Address.address)).all()


def test_a_draft_that_is_being_written_is_kept_beside(session: Session) -> None:
    staff, ticket = make_reader(session), ask(session)
    save_draft(session, ticket.id, staff.id, "Commencé au guichet.", 1, NOW)

    reply(session, tell(session)[0], results="")

    assert drafts(session, ticket, staff.id) == f"Commencé au guichet.\n\n{WORDS}"


def test_two_machines_stop(session: Session) -> None:
    make_reader(session)
    ask(session)
    [parcel] = tell(session)

    for number in range(50):
        reply(session, parcel, f"Message {number}", results="", now=NOW + timedelta(minutes=number))
        reply(session, parcel, f"Message {number}", results="", now=NOW + timedelta(minutes=number))

    assert len(refusals(session)) == 20


def test_a_bounce_opens_no_request(session: Session) -> None:
    make_reader(session)
    ticket = ask(session)
    [parcel] = tell(session)
    parcel.state = ParcelState.SENT
    bounce = f"b{parcel.id}.{parcel.mail['message_id'][:20]}"
    raw = b"From: MAILER-DAEMON@mx.example.net\r\nSubject: Undelivered Mail\r\n\r\n550 5.1.1 no such user\r\n"

    RECEPTION.receive(session, to_inquiry(read_letter(raw, OWN), extras=[bounce], from_nobody=True), NOW)
    see_to_abandoned(session, CALL.slug, DESK, NOW)

    assert parcel.state is ParcelState.HANDED_OVER
    assert session.scalars(select(Ticket)).all() == [ticket]
