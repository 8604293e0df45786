from sqlalchemy import delete

from guichet.mailbox.desk.indexing import note_words
from guichet.mailbox.desk.terms import Likeness, recall_terms
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Term
from guichet.tests.factories import make_thread
from guichet.tests.mailbox.desk.searched import search, write
from guichet.tests.mailbox.pages.desk_browser import count_statements


def reopen(database: Database) -> Database:
    """Open the same database as another process does."""
    return Database(database.engine.url.render_as_string(hide_password=False))


def test_a_process_finds_what_another_wrote(database: Database) -> None:
    write(database, "Quel salaire ?")
    here = reopen(database)
    search(here, "salaire")

    thread = write(database, "Quel logement ?")

    assert search(here, "logment") == [thread]
    here.close()


def test_a_word_of_a_lower_number_that_is_committed_later_is_known(postgresql: Database) -> None:
    with postgresql.begin() as session:
        thread = make_thread(session).id
    with postgresql.begin() as slow:
        slow.add(Term(word="lent"))
        slow.flush()
        write(postgresql, "rapide")
        search(postgresql, "rapide")

    with postgresql.begin() as session:
        note_words(session, thread, "lent")
    assert search(postgresql, "lent") == [thread]


def test_a_word_that_was_dropped_is_known_no_more(sqlite: Database) -> None:
    write(sqlite, "salaire")
    with sqlite.begin() as session:
        session.add(Term(word="logement"))
    with sqlite.read() as session:
        assert recall_terms(session).find_like("logement", Likeness.SAME)
    with sqlite.begin() as session:
        session.execute(delete(Term).where(Term.word == "logement"))

    with sqlite.read() as session:
        assert recall_terms(session).find_like("logement", Likeness.SLIPS) == []


def test_words_are_read_once_as_long_as_none_is_new(sqlite: Database) -> None:
    write(sqlite, "salaire")
    with sqlite.read() as session:
        recall_terms(session)

    with count_statements(sqlite) as asked, sqlite.read() as session:
        recall_terms(session)

    assert len([statement for statement in asked if "terms" in statement]) == 1
