from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from guichet.mailbox.delivery.body import Body, text
from guichet.mailbox.delivery.carrier import Delivery, MailTrace
from guichet.mailbox.delivery.outbox import BACKOFF, LEASE, abandon, claim, free_stranded, mark_sent, put_back
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Address, Parcel, ParcelKind, ParcelState
from guichet.tests.factories import NOW, SLUG, make_address, make_parcel

SECOND = timedelta(seconds=1)


def fill(database: Database, *addresses: str, channel: str = "mail") -> list[int]:
    """Put a parcel for each address into the outbox, in this order, and return their ids."""
    with database.begin() as session:
        known = {name: make_address(session, channel, name) for name in dict.fromkeys(addresses)}
        return [make_parcel(session, known[name], words=f"{n}").id for n, name in enumerate(addresses)]


def take(database: Database, now: datetime = NOW, limit: int = 100, channels: Sequence[str] = ("mail",)) -> list[int]:
    with database.begin() as session:
        return [delivery.parcel for delivery in claim(session, SLUG, channels, "me", now, limit)]


def look(database: Database, number: int) -> Parcel:
    with database.read() as session:
        return session.get_one(Parcel, number)


def test_a_claimed_parcel_holds_what_its_carrier_needs(database: Database) -> None:
    mail = MailTrace("Re: x", "m1@example.org", "a1@x", ("a0@x", "a1@x"))
    with database.begin() as session:
        number = make_parcel(session, mail=mail, edits="12").id

    with database.begin() as session:
        claimed = claim(session, SLUG, ["mail"], "me", NOW, 10)

    body = Body((text("Bonjour"),))
    assert claimed == [Delivery(number, "ann@example.net", ParcelKind.REPLY, body, mail, "12")]


def test_parcels_to_one_address_leave_in_their_order(database: Database) -> None:
    first, second, other = fill(database, "ann@x.org", "ann@x.org", "bob@x.org")

    together, meanwhile = take(database), take(database)
    with database.begin() as session:
        mark_sent(session, first, "me", "r1", NOW)
    then = take(database)

    assert (together, meanwhile, then) == ([first, other], [], [second])


def test_what_is_put_back_keeps_the_next_to_its_address_waiting(database: Database) -> None:
    first, second = fill(database, "ann@x.org", "ann@x.org")
    take(database)

    with database.begin() as session:
        put_back(session, first, "me", "SMTP 451", NOW)

    assert (take(database), take(database, NOW + 2 * SECOND)) == ([], [first])
    assert look(database, second).state is ParcelState.DUE


def test_what_is_given_up_lets_the_next_to_its_address_go(database: Database) -> None:
    first, second = fill(database, "ann@x.org", "ann@x.org")
    take(database)

    with database.begin() as session:
        abandon(session, first, "me", "SMTP 550", NOW)

    assert take(database) == [second]


def test_only_what_is_due_on_the_channels_named_is_claimed(database: Database) -> None:
    [mail] = fill(database, "1001")
    [chat] = fill(database, "1001", channel="chat")
    with database.begin() as session:
        make_parcel(session, make_address(session, "mail", "late@x.org")).due_at = NOW + SECOND

    assert (take(database), take(database, channels=["chat"])) == ([mail], [chat])


def test_a_clock_that_was_set_back_holds_up_nothing_that_was_due_at_once(database: Database) -> None:
    with database.begin() as session:
        number = make_parcel(session, now=NOW + SECOND).id

    assert take(database) == [number]


def test_no_more_is_claimed_than_asked_for(database: Database) -> None:
    numbers = fill(database, *(f"{n}@x.org" for n in range(5)))

    assert take(database, limit=2) == numbers[:2]


def test_two_claimers_never_get_the_same_parcel(database: Database) -> None:
    numbers = fill(database, *(f"{n}@x.org" for n in range(40)))
    start = Barrier(4)

    def claim_all(_: int) -> list[int]:
        start.wait()
        got: list[int] = []
        while some := take(database, limit=3):
            got += some
        return got

    with ThreadPoolExecutor(4) as pool:
        claimed = list(pool.map(claim_all, range(4)))

    assert sorted(number for some in claimed for number in some) == numbers


def test_a_sent_parcel_is_marked_with_the_other_side_s_id(database: Database) -> None:
    [number] = fill(database, "ann@x.org")
    take(database)

    with database.begin() as session:
        mark_sent(session, number, "me", "r1", NOW)

    parcel = look(database, number)
    assert (parcel.state, parcel.remote_id, parcel.sent_at) == (ParcelState.SENT, "r1", NOW)
    assert (parcel.owner, parcel.lease_until) == (None, None)


def test_a_parcel_is_put_back_with_growing_pauses_and_finally_abandoned(database: Database) -> None:
    [number] = fill(database, "ann@x.org")
    now, pauses = NOW, list[timedelta]()

    while look(database, number).state is ParcelState.DUE:
        assert take(database, now) == [number]
        with database.begin() as session:
            put_back(session, number, "me", "SMTP 451", now)
        due = look(database, number).due_at
        pauses.append(due - now)
        now = due

    assert tuple(pauses[:-1]) == BACKOFF
    assert (look(database, number).state, look(database, number).error) == (ParcelState.ABANDONED, "SMTP 451")


def test_the_other_side_may_say_when_to_try_again(database: Database) -> None:
    [number] = fill(database, "ann@x.org")
    take(database)

    with database.begin() as session:
        put_back(session, number, "me", "flood", NOW, seconds=37)

    assert look(database, number).due_at == NOW + 37 * SECOND


@pytest.mark.parametrize(("gone", "blocked"), [(True, [NOW, None]), (False, [None, None])])
def test_an_address_that_is_gone_is_blocked_and_no_other(
    database: Database, gone: bool, blocked: list[datetime | None]
) -> None:
    number, _ = fill(database, "ann@x.org", "bob@x.org")
    take(database)

    with database.begin() as session:
        abandon(session, number, "me", "SMTP 550", NOW, gone=gone)

    with database.read() as session:
        assert list(session.scalars(select(Address.blocked_at).order_by(Address.id))) == blocked
    assert look(database, number).state is ParcelState.ABANDONED


def test_what_a_crash_left_on_its_way_is_freed_when_its_lease_has_run_out(database: Database) -> None:
    [number] = fill(database, "ann@x.org")
    take(database)

    with database.begin() as session:
        freed = [free_stranded(session, SLUG, ["mail"], NOW + LEASE + late) for late in (timedelta(), SECOND)]

    assert freed == [0, 1]
    assert take(database) == [number]
    assert look(database, number).tries == 2


def test_who_has_lost_a_parcel_to_another_changes_nothing_of_it(database: Database) -> None:
    [number] = fill(database, "ann@x.org")
    take(database)
    with database.begin() as session:
        free_stranded(session, SLUG, ["mail"], NOW, all_of_them=True)
        claim(session, SLUG, ["mail"], "another", NOW, 10)

    with database.begin() as session:
        marked = [
            mark_sent(session, number, "me", "r1", NOW),
            put_back(session, number, "me", "SMTP 451", NOW),
            abandon(session, number, "me", "SMTP 550", NOW, gone=True),
        ]

    parcel = look(database, number)
    assert (marked, parcel.state, parcel.owner) == ([False] * 3, ParcelState.LEAVING, "another")


def test_at_the_start_of_the_only_process_all_that_was_on_its_way_is_freed(database: Database) -> None:
    fill(database, "ann@x.org")
    fill(database, "1001", channel="chat")
    take(database, channels=["mail", "chat"])

    with database.begin() as session:
        freed = free_stranded(session, SLUG, ["mail"], NOW, all_of_them=True)

    assert (freed, take(database, channels=["chat"])) == (1, [])


def test_a_call_s_parcels_are_left_to_its_own_service(database: Database) -> None:
    fill(database, "ann@x.org")

    with database.begin() as session:
        claimed = claim(session, "another-call", ["mail"], "me", NOW, 10)

    assert claimed == []


def test_a_key_is_used_once_ever(database: Database) -> None:
    with database.begin() as session:
        address = make_address(session)
        number = make_parcel(session, address, key="reminder:1").id
        claim(session, SLUG, ["mail"], "me", NOW, 1)
        mark_sent(session, number, "me", None, NOW)

    with pytest.raises(IntegrityError), database.begin() as session:
        make_parcel(session, session.get_one(Address, address.id), key="reminder:1")
