"""The lanes of tickets: every open one is in exactly one, whatever is done with it."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.mailbox.delivery.body import unpack
from guichet.mailbox.desk.clock import start
from guichet.mailbox.desk.errors import BadMoment, DeskError, NobodyThere, NotMergeable, TicketClosed
from guichet.mailbox.desk.lanes import ask_colleague, assign, snooze, wait_for_candidate, wake, wake_sleepers
from guichet.mailbox.desk.merging import merge, part
from guichet.mailbox.desk.note import add_note
from guichet.mailbox.desk.ticket import Desk, reopen
from guichet.mailbox.desk.transfer import find_present, hand_over
from guichet.mailbox.records.models import Parcel, Question, Role, Ticket, TicketState, Waiting
from guichet.tests.factories import NOW, SLUG, make_address, make_office, make_staff, make_thread, make_ticket
from guichet.tests.mailbox.desk.inquiries import CALL, mail, receive, tickets

DESK = Desk(make_office(), "postes@example.org")


def asked(session: Session) -> Ticket:
    receive(session, mail("Quel est le salaire ?"))
    return tickets(session)[0]


def go_on(session: Session, ticket: Ticket, words: str, name: str = "r1@x") -> None:
    assert ticket.thread is not None
    receive(session, mail(words, name, "Re: Question", in_reply_to="a1@example.net"))


def test_who_is_waited_for_and_writes_brings_the_ticket_back(session: Session) -> None:
    ticket = asked(session)
    wait_for_candidate(session, DESK, ticket.id, make_staff(session), NOW)

    go_on(session, ticket, "Je suis à l'échelon 4, praticien à temps plein.")

    assert ticket.waiting is Waiting.ANSWER
    assert len(tickets(session)) == 1


def test_thanks_leave_a_ticket_asleep_and_mark_it_and_anything_else_wakes_it(session: Session) -> None:
    ticket, staff = asked(session), make_staff(session)
    snooze(session, DESK, CALL, ticket.id, staff, NOW, until=NOW + timedelta(days=3))

    go_on(session, ticket, "Bien reçu, merci.")
    assert (ticket.waiting, ticket.stirred) == (Waiting.ASLEEP, True)

    go_on(session, ticket, "Et quelle est la date limite ?", "r2@x")
    assert ticket.waiting is Waiting.ANSWER


def test_thanks_open_no_closed_ticket(session: Session) -> None:
    ticket = asked(session)
    ticket.state = TicketState.CLOSED

    go_on(session, ticket, "Merci beaucoup !")

    assert [one.state for one in tickets(session)] == [TicketState.CLOSED]


def test_what_sleeps_wakes_at_its_moment(session: Session) -> None:
    ticket = asked(session)
    snooze(session, DESK, CALL, ticket.id, make_staff(session), NOW, until=None, milestone="deadline")
    start = CALL.milestones["deadline"].start

    assert wake_sleepers(session, DESK, SLUG, start - timedelta(seconds=1)) == 0
    assert wake_sleepers(session, DESK, SLUG, start) == 1
    assert (ticket.waiting, ticket.wakes_at) == (Waiting.ANSWER, None)


def test_a_moment_that_is_past_is_refused(session: Session) -> None:
    with pytest.raises(BadMoment):
        snooze(session, DESK, CALL, asked(session).id, make_staff(session), NOW, until=NOW)


def test_a_handover_tells_the_candidate_and_is_refused_where_nobody_would_see(session: Session) -> None:
    ticket, staff = asked(session), make_staff(session)
    with pytest.raises(NobodyThere):
        hand_over(session, DESK, ticket.id, "evaluation", staff, NOW)
    make_staff(session, "eva@example.org", "evaluation")

    hand_over(session, DESK, ticket.id, "evaluation", staff, NOW)

    assert (ticket.department, ticket.owner_id) == ("evaluation", None)
    last = session.scalars(select(Parcel).order_by(Parcel.id.desc())).first()
    assert last is not None
    assert "maintenant suivie par" in unpack(last.body).text


def test_who_is_absent_disabled_or_only_reads_sees_nothing(session: Session) -> None:
    one, two, three, four = (make_staff(session, f"{n}@example.org") for n in range(4))
    one.absent_from, two.disabled_at, three.role = NOW, NOW, Role.LECTURE
    four.absent_from, four.absent_until = NOW - timedelta(days=2), NOW - timedelta(days=1)

    assert find_present(session, "rh", NOW) == [four]


def test_a_colleague_s_note_is_seen_by_who_asked(session: Session) -> None:
    ticket, asks, helps = asked(session), make_staff(session), make_staff(session, "b@example.org")
    ask_colleague(session, DESK, ticket.id, asks, "Qui sait ?", NOW)
    add_note(session, DESK, ticket.id, helps, "Moi.", NOW)
    assert ticket.waiting is Waiting.ANSWER


def test_two_tickets_of_one_person_become_one_and_two_again(session: Session) -> None:
    receive(session, mail("Quel est le salaire ?"))
    receive(session, mail("Combien de postes ?", "b1@x", "Autre"))
    first, second = tickets(session)
    staff = make_staff(session)

    merge(session, DESK, second.id, first.id, staff, NOW)
    assert (second.state, second.merged_into, len(first.questions)) == (TicketState.CLOSED, first.id, 2)

    part(session, DESK, second.id, staff, NOW)
    session.expire_all()
    assert (second.state, second.merged_into, len(second.questions)) == (TicketState.OPEN, None, 1)


def test_tickets_of_two_persons_stay_two(session: Session) -> None:
    first = asked(session)
    other = mail("Combien de postes ?", "b1@x", "Autre")
    receive(session, replace(other, visitor=replace(other.visitor, address="eve@example.net")))
    staff = make_staff(session)

    for number, into in ((first.id, tickets(session)[1].id), (first.id, first.id)):
        with pytest.raises(NotMergeable):
            merge(session, DESK, number, into, staff, NOW)


MOVES = ("wait", "sleep", "ask", "wake", "assign", "drop", "hand", "note", "write", "thank", "close", "reopen", "round")


@given(st.lists(st.sampled_from(MOVES), max_size=12))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_no_open_ticket_is_ever_in_no_lane_or_without_a_clock(session: Session, moves: list[str]) -> None:
    thread = make_thread(session, make_address(session, address=f"{uuid4().hex}@example.net"))
    ticket = make_ticket(session, thread)
    start(ticket, NOW, DESK.schedule)
    staff = make_staff(session, f"{ticket.id}@example.org")
    make_staff(session, f"e{ticket.id}@example.org", "evaluation")
    later = NOW + timedelta(days=1)
    acts = {
        "wait": lambda: wait_for_candidate(session, DESK, ticket.id, staff, NOW),
        "sleep": lambda: snooze(session, DESK, CALL, ticket.id, staff, NOW, until=later),
        "ask": lambda: ask_colleague(session, DESK, ticket.id, staff, "?", NOW),
        "wake": lambda: wake(session, DESK, ticket.id, staff, NOW),
        "assign": lambda: assign(session, ticket.id, staff, staff.id, NOW),
        "drop": lambda: assign(session, ticket.id, staff, None, NOW),
        "hand": lambda: hand_over(session, DESK, ticket.id, "evaluation", staff, NOW),
        "note": lambda: add_note(session, DESK, ticket.id, staff, "x", NOW),
        "write": lambda: None,
        "thank": lambda: None,
        "close": lambda: None,
        "reopen": lambda: reopen(session, DESK, ticket.id, staff, NOW),
        "round": lambda: wake_sleepers(session, DESK, SLUG, later),
    }
    for move in moves:
        try:
            acts[move]()
        except (DeskError, TicketClosed):
            continue
        assert ticket.waiting in set(Waiting)
        assert (ticket.due_at is None) == (ticket.waiting is Waiting.CANDIDATE)
        assert (ticket.left_minutes is None) == (ticket.waiting is not Waiting.CANDIDATE)
    assert session.scalars(select(Question)).all() == []
