from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.mailbox.desk.answering import HOLD, answer, take_back
from guichet.mailbox.desk.indexing import read_words
from guichet.mailbox.desk.reindexing import (
    BATCH,
    WHOLE,
    drop,
    forget,
    index_whole,
    list_unused,
    list_waiting,
    reindex,
    take_out,
)
from guichet.mailbox.desk.ticket import Desk
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Attachment, Author, Message, Note, Staff, Term, Thread
from guichet.tests.factories import (
    NOW,
    SLUG,
    make_address,
    make_call,
    make_office,
    make_staff,
    make_thread,
    make_ticket,
)
from guichet.tests.mailbox.desk.searched import search, write

DESK = Desk(make_office(), "postes@example.org")


def make_earlier(session: Session, words: str = "Quel salaire ?") -> Thread:
    """File a message as it was before there was an index."""
    thread = make_thread(session, make_address(session, address=f"{uuid4().hex}@example.net"))
    session.add(Message(thread=thread, author=Author.CANDIDATE, at=NOW, subject="Mobilité", text=words, words=words))
    session.flush()
    return thread


def test_all_that_was_written_before_is_found(database: Database) -> None:
    with database.begin() as session:
        thread = make_thread(session, make_address(session, name="Ada Banou"))
        files = [Attachment(name="attestation.pdf", type="application/pdf", size=9)]
        more = {"subject": "Mobilité", "text": "Quel salaire ?", "words": "", "attachments": files}
        session.add(Message(thread=thread, author=Author.CANDIDATE, at=NOW, **more))
        ticket = make_ticket(session, thread, title="Logement")
        session.add(Note(ticket_id=ticket.id, staff_id=make_staff(session).id, at=NOW, words="À rappeler"))

    assert reindex(database, SLUG) == 1

    asked = ("salaire", "mobilite", "attestation", "logement", "rappeler", "banou", "ann", f"{ticket.id} salaire")
    assert [search(database, word) for word in asked] == [[thread.id]] * len(asked)


def test_it_goes_on_where_it_ended_until_nothing_is_left(sqlite: Database) -> None:
    with sqlite.begin() as session:
        threads = [make_earlier(session).id for _ in range(BATCH + 3)]

    assert [reindex(sqlite, SLUG) for _ in range(3)] == [BATCH, 3, 0]
    assert sorted(search(sqlite, "salaire", 100)) == threads


def test_a_thread_that_went_on_meanwhile_is_still_read_whole(database: Database) -> None:
    with database.begin() as session:
        thread = make_earlier(session)
    write(database, "Encore ceci.", address=thread.address.address)

    while reindex(database, SLUG):
        pass

    assert search(database, "salaire") == [thread.id]


def test_threads_of_another_call_are_left_to_its_own_service(sqlite: Database) -> None:
    with sqlite.begin() as session:
        make_earlier(session)

    assert reindex(sqlite, "autre-appel") == 0


def test_a_thread_in_which_something_is_being_filed_is_for_the_next_time(postgresql: Database) -> None:
    with postgresql.begin() as session:
        thread = make_earlier(session).id

    with postgresql.begin() as filing, postgresql.begin() as session:
        filing.get_one(Thread, thread, with_for_update=True)
        assert index_whole(session, [thread]) == 0

    with postgresql.read() as session:
        assert list_waiting(session, SLUG, 9) == [thread]


def test_two_workers_index_the_same_threads_at_once(database: Database) -> None:
    with database.begin() as session:
        threads = [make_earlier(session, f"Quel salaire pour {number * 1001} ?").id for number in range(60)]

    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda _: sum(iter(lambda: reindex(database, SLUG), 0)), range(2)))

    while reindex(database, SLUG):
        pass
    assert sorted(search(database, "salaire", 100)) == threads


def answer_once(session: Session, thread: int, words: str) -> tuple[int, Staff]:
    """Open a ticket on a thread and answer it; return its number and by whom."""
    ticket, staff = make_ticket(session, session.get_one(Thread, thread)), make_staff(session)
    answer(session, DESK, make_call(), ticket.id, staff, words, NOW, seen_version=1, hold=HOLD)
    return ticket.id, staff


def test_an_answer_that_was_taken_back_is_found_no_more_nor_is_its_draft(database: Database) -> None:
    thread = write(database, "Quel salaire ?", subject="Mobilité")
    with database.begin() as session:
        number, staff = answer_once(session, thread, "Salaire selon la grille.")
    assert search(database, "grille") == [thread]

    with database.begin() as session:
        take_back(session, DESK, number, staff, NOW)

    found = [search(database, word) for word in ("grille", "recrutement", "salaire", "mobilite")]
    assert found == [[], [], [thread], [thread]]


def test_an_answer_that_is_taken_back_before_it_was_ever_kept_is_not_found(database: Database) -> None:
    thread = write(database, "Quel salaire ?")

    with database.begin() as session:
        number, staff = answer_once(session, thread, "Selon la grille.")
        take_back(session, DESK, number, staff, NOW)

    assert search(database, "grille") == []


def test_what_is_taken_out_stays_found_where_the_rest_of_the_thread_says_it(database: Database) -> None:
    thread = write(database, "Quel salaire ?", name="Ada Banou")

    with database.begin() as session:
        take_out(session, thread, "Le salaire de Banou, selon la grille")

    assert [search(database, word) for word in ("salaire", "banou")] == [[thread], [thread]]


def test_words_that_stand_nowhere_any_more_go(database: Database) -> None:
    kept = write(database, "Quel salaire ?")
    thread = write(database, "Quel salaire ?", name="Ada Banou", address="c.d@example.net")
    while reindex(database, SLUG):
        pass
    with database.begin() as session:
        forget(session, [thread])
        session.get_one(Thread, thread).call = "effacé"
    write(database, "Encore.")

    while reindex(database, SLUG):
        pass

    with database.read() as session:
        left = set(session.scalars(select(Term.word)))
    assert left & {"ada", "banou", "salaire"} == {"salaire"}
    assert search(database, "salaire") == [kept]


def test_a_word_that_is_wanted_again_stays(database: Database) -> None:
    with database.begin() as session:
        session.add_all([Term(word="salaire"), Term(word="dernier")])
    with database.read() as session:
        [unused] = list_unused(session, 9)
    thread = write(database, "Quel salaire ?")

    with database.begin() as session:
        assert drop(session, [unused]) == 0

    assert search(database, "salaire") == [thread]


def test_the_mark_is_no_word_that_anybody_can_type() -> None:
    assert read_words(WHOLE) == []
