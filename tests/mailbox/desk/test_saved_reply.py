import threading
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.mailbox.desk.saved_reply import Reply, add_reply, change_reply, delete_reply, list_replies
from guichet.mailbox.desk.saved_reply_errors import BadReply, NumberTaken, ReplyMoved, UnknownReply
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Act
from guichet.tests.factories import NOW, SLUG, make_staff

LATER = NOW + timedelta(hours=1)


def add(session: Session, number: int = 3, title: str = "Merci", words: str = "Merci de votre message.", **more) -> int:
    """Add a reply; return who did."""
    staff = more.get("staff_id") or make_staff(session).id
    add_reply(session, more.get("call", SLUG), number, title, words, staff_id=staff, now=NOW)
    return staff


def test_replies_are_listed_by_their_numbers(session: Session) -> None:
    staff = add(session, 7, " Le  reste ", " Voilà.\n\nEt voilà. ")
    add(session, 2, staff_id=staff)

    second, seventh = list_replies(session, SLUG)

    assert second.number == 2
    assert seventh == Reply(7, "Le reste", "Voilà.\n\nEt voilà.", "Agent du service", NOW)


def test_each_call_has_replies_of_its_own(session: Session) -> None:
    staff = add(session)
    add(session, call="another", staff_id=staff)

    assert len(list_replies(session, SLUG)) == 1


def test_a_number_that_is_taken_is_refused_and_the_transaction_goes_on(session: Session) -> None:
    staff = add(session, 3)

    with pytest.raises(NumberTaken):
        add(session, 3, "Autre", staff_id=staff)

    assert [reply.title for reply in list_replies(session, SLUG)] == ["Merci"]


def test_of_many_who_take_a_number_at_once_one_gets_it(database: Database) -> None:
    with database.begin() as session:
        staff, taken = make_staff(session).id, []

    def take() -> None:
        try:
            with database.begin() as session:
                add(session, staff_id=staff)
        except NumberTaken:
            taken.append(True)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(taken) == 3


@pytest.mark.parametrize(
    ("number", "title", "words"),
    [(0, "a", "b"), (10, "a", "b"), (1, " ", "b"), (1, "a", "\n"), (1, "a" * 121, "b"), (1, "a", "b" * 20_001)],
)
def test_what_is_no_reply_is_refused(session: Session, number: int, title: str, words: str) -> None:
    with pytest.raises(BadReply):
        add(session, number, title, words)


def test_a_reply_is_changed_where_nobody_changed_it_since(session: Session) -> None:
    staff = add(session)

    change_reply(session, SLUG, 3, "Accueil", "Bonjour.", seen=NOW, staff_id=staff, now=LATER)

    [reply] = list_replies(session, SLUG)
    assert (reply.title, reply.words, reply.changed_at) == ("Accueil", "Bonjour.", LATER)
    with pytest.raises(ReplyMoved):
        change_reply(session, SLUG, 3, "Autre", "Bonsoir.", seen=NOW, staff_id=staff, now=LATER)


def test_a_reply_is_deleted_and_its_number_free(session: Session) -> None:
    staff = add(session)
    with pytest.raises(ReplyMoved):
        delete_reply(session, SLUG, 3, seen=LATER, staff_id=staff, now=LATER)

    delete_reply(session, SLUG, 3, seen=NOW, staff_id=staff, now=LATER)
    add(session, 3, "Autre", staff_id=staff)

    assert [reply.title for reply in list_replies(session, SLUG)] == ["Autre"]


def test_a_reply_that_is_not_there_cannot_be_changed(session: Session) -> None:
    staff = add(session, call="another")

    with pytest.raises(UnknownReply):
        change_reply(session, SLUG, 3, "a", "b", seen=NOW, staff_id=staff, now=LATER)


def test_the_journal_knows_who_saved_what(session: Session) -> None:
    staff = add(session)
    change_reply(session, SLUG, 3, "Accueil", "Bonjour.", seen=NOW, staff_id=staff, now=LATER)
    delete_reply(session, SLUG, 3, seen=LATER, staff_id=staff, now=LATER)

    acts = session.scalars(select(Act).order_by(Act.id)).all()

    assert [(act.kind, act.detail["title"]) for act in acts] == [
        ("reply.added", "Merci"),
        ("reply.changed", "Accueil"),
        ("reply.deleted", "Accueil"),
    ]
