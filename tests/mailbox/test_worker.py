import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

import pytest
from sqlalchemy import select

from guichet.knowledge.assistant import Assistant
from guichet.knowledge.date_expression import PARIS
from guichet.mailbox.delivery.bell import Bell
from guichet.mailbox.delivery.carrier import Delivery
from guichet.mailbox.delivery.outbox import abandon, claim
from guichet.mailbox.desk.answering import answer
from guichet.mailbox.desk.reception import Reception
from guichet.mailbox.desk.reminder import subscribe
from guichet.mailbox.desk.ticket import Desk
from guichet.mailbox.desk.undelivered import see_to_abandoned
from guichet.mailbox.intake.letter import read_letter
from guichet.mailbox.intake.letter_reader import LetterReader
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Parcel, ParcelKind, ParcelState, Ticket, TicketReason
from guichet.mailbox.worker import Worker
from guichet.tests.factories import (
    NOW,
    SLUG,
    keep_item,
    make_address,
    make_call,
    make_office,
    make_parcel,
    make_staff,
    make_thread,
    make_ticket,
)
from guichet.tests.mailbox.desk.searched import search

CALL = make_call()
DESK = Desk(make_office(), "postes@example.org")
A_WEEK_BEFORE = datetime(2026, 2, 13, 9, tzinfo=PARIS)
LETTER = (
    b"From: Ann <ann@example.net>\r\nSubject: Question\r\nMessage-ID: <a1@x>\r\n\r\nQuelle est la date limite ?\r\n"
)


@dataclass
class Van:
    """A carrier that remembers."""

    carried: list[Delivery] = field(default_factory=list[Delivery])

    async def carry(self, delivery: Delivery) -> str:
        self.carried.append(delivery)
        return "r1"


def make_worker(database: Database, van: Van, now: datetime = NOW) -> Worker:
    reception = Reception(CALL, Assistant(CALL), DESK)
    return Worker(
        database,
        call=CALL,
        desk=DESK,
        readers={"mail": LetterReader(reception.receive, partial(read_letter, own=DESK.address), DESK.address)},
        carriers={"mail": van},
        clock=lambda: now,
        bell=Bell(),
        owner="me",
    )


@asynccontextmanager
async def running(*workers: Worker) -> AsyncIterator[None]:
    """Run workers; leaving the block stops them and waits until they have ended."""
    stop = asyncio.Event()
    runs = [asyncio.create_task(worker.run(stop)) for worker in workers]
    try:
        yield
    finally:
        stop.set()
        await asyncio.gather(*runs)


async def until(there: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not there():
            await asyncio.sleep(0.01)


def tickets(database: Database) -> list[Ticket]:
    with database.read() as session:
        return list(session.scalars(select(Ticket)))


def states(database: Database) -> list[ParcelState]:
    with database.read() as session:
        return list(session.scalars(select(Parcel.state).order_by(Parcel.id)))


def give_up(database: Database, kind: ParcelKind, *, gone: bool = False) -> int:
    """Put a parcel of a kind into the outbox and give it up; return its thread's id."""
    with database.begin() as session:
        thread = make_thread(session)
        parcel = make_parcel(session, thread.address, kind=kind, thread_id=thread.id)
        claim(session, SLUG, ["mail"], "me", NOW, 1)
        abandon(session, parcel.id, "me", "SMTP 550", NOW, gone=gone)
        return thread.id


async def test_a_reminder_that_is_due_leaves_once_though_two_workers_run(database: Database) -> None:
    van = Van()
    with database.begin() as session:
        subscribe(session, CALL, make_address(session), ["deadline"], NOW)

    async with running(*(make_worker(database, van, A_WEEK_BEFORE) for _ in range(2))):
        await until(lambda: van.carried)
        await asyncio.sleep(0.3)

    [delivery] = van.carried
    assert (delivery.kind, delivery.mail.subject) == (ParcelKind.REMINDER, "Rappel : la date limite de dépôt")
    assert states(database) == [ParcelState.SENT]


async def test_a_letter_that_is_kept_is_read_and_its_answer_carried(sqlite: Database) -> None:
    van = Van()
    with sqlite.begin() as session:
        keep_item(session, raw=LETTER)

    async with running(make_worker(sqlite, van)):
        await until(lambda: van.carried)

    [delivery] = van.carried
    assert (delivery.address, delivery.mail.subject) == ("ann@example.net", "Re: Question")
    assert CALL.cite("deadline").text.replace("**", "") in delivery.body.text


async def test_what_was_filed_before_there_was_an_index_is_indexed(sqlite: Database) -> None:
    with sqlite.begin() as session:
        thread = make_thread(session)
        make_ticket(session, thread, title="Quel salaire ?")

    async with running(make_worker(sqlite, Van())):
        await until(lambda: search(sqlite, "salaire"))

    assert search(sqlite, "salaire") == [thread.id]


async def test_an_answer_that_was_given_up_becomes_one_ticket(database: Database) -> None:
    thread = give_up(database, ParcelKind.REPLY)

    async with running(*(make_worker(database, Van()) for _ in range(2))):
        await until(lambda: tickets(database))

    [ticket] = tickets(database)
    assert (ticket.reason, ticket.thread_id) == (TicketReason.UNDELIVERED, thread)
    assert ticket.title == "Message non remis : SMTP 550"
    assert states(database) == [ParcelState.HANDED_OVER]


async def test_an_answer_that_came_back_is_the_work_of_the_department_that_wrote_it(sqlite: Database) -> None:
    with sqlite.begin() as session:
        ticket = make_ticket(session)
        staff = make_staff(session, department="rh")
        answer(session, DESK, make_call(), ticket.id, staff, "Selon la grille.", NOW, seen_version=0)
        parcel = session.scalars(select(Parcel)).one()
        claim(session, SLUG, ["mail"], "me", NOW, 1)
        abandon(session, parcel.id, "me", "SMTP 550", NOW)

    async with running(make_worker(sqlite, Van())):
        await until(lambda: len(tickets(sqlite)) == 2)

    assert [ticket.department for ticket in tickets(sqlite)] == ["rh", "rh"]


async def test_a_person_s_answer_to_an_address_that_is_gone_is_their_work_again(sqlite: Database) -> None:
    give_up(sqlite, ParcelKind.STAFF_ANSWER, gone=True)

    async with running(make_worker(sqlite, Van())):
        await until(lambda: tickets(sqlite))

    [ticket] = tickets(sqlite)
    assert ticket.title == "Message non remis : cette adresse n'existe plus, ou ne veut plus de nos messages"


def test_what_was_sent_outside_any_thread_and_was_given_up_names_whom_it_was_for(sqlite: Database) -> None:
    with sqlite.begin() as session:
        parcel = make_parcel(session, make_address(session, address="zoe@example.net"), kind=ParcelKind.REMINDER)
        claim(session, SLUG, ["mail"], "me", NOW, 1)
        abandon(session, parcel.id, "me", "SMTP 550", NOW)

    with sqlite.begin() as session:
        see_to_abandoned(session, SLUG, Desk(make_office(), "postes@example.org"), NOW)

    assert [ticket.title for ticket in tickets(sqlite)] == ["Message non remis à zoe@example.net : SMTP 550"]


@pytest.mark.parametrize(("kind", "gone"), [(ParcelKind.REMINDER, True), (ParcelKind.REPLY, True)])
async def test_a_reminder_or_a_reply_to_who_blocked_us_is_no_one_s_work(
    sqlite: Database, kind: ParcelKind, gone: bool
) -> None:
    give_up(sqlite, kind, gone=gone)

    async with running(make_worker(sqlite, Van())):
        await until(lambda: states(sqlite) == [ParcelState.HANDED_OVER])

    assert tickets(sqlite) == []


async def test_what_a_crash_left_on_its_way_is_carried_at_the_next_start(sqlite: Database) -> None:
    van = Van()
    with sqlite.begin() as session:
        make_parcel(session)
        claim(session, SLUG, ["mail"], "who died", NOW, 1)
    worker = make_worker(sqlite, van)

    freed = worker.free_all_stranded()
    async with running(worker):
        await until(lambda: states(sqlite) == [ParcelState.SENT])

    assert (freed, len(van.carried)) == (1, 1)


async def test_a_ticket_without_a_clock_is_given_one(sqlite: Database) -> None:
    with sqlite.begin() as session:
        make_ticket(session)

    async with running(make_worker(sqlite, Van())):
        await until(lambda: tickets(sqlite)[0].due_at)

    assert [ticket.due_at for ticket in tickets(sqlite)] == [datetime(2026, 2, 11, 17, tzinfo=PARIS)]
