from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from guichet.mailbox.desk.indexing import LONGEST, note_words, read_words
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Place, Term
from guichet.tests.factories import make_address, make_thread
from guichet.tests.mailbox.desk.searched import search


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L'Éligibilité, l’éligibilité", ["eligibilite"]),
        ("n° 12, le 5 mars", ["12", "5", "mars"]),
        ("ada.b1@chu-tiza.fr", ["ada", "b1", "chu", "tiza", "fr"]),
        ("attestation_signée.pdf", ["attestation", "signee", "pdf"]),
        ("Łódź Søren Ωmega œuvre", ["łodz", "søren", "ωmega", "oeuvre"]),
        ("a y 🙂 \0 \ud800 %_'", []),
        ("x" * 300, ["x" * LONGEST]),
    ],
)
def test_words_are_folded_and_each_read_once(text: str, words: list[str]) -> None:
    assert read_words(text) == words


def test_what_is_rolled_back_is_not_found(database: Database) -> None:
    with database.begin() as session:
        thread = make_thread(session).id
    with Session(database.engine) as session:
        note_words(session, thread, "salaire")
        session.rollback()
        note_words(session, thread, "logement")
        session.commit()

    assert [search(database, word) for word in ("salaire", "logement")] == [[], [thread]]


def test_of_a_part_that_is_rolled_back_nothing_stays(database: Database) -> None:
    with database.begin() as session:
        thread = make_thread(session).id
        note_words(session, thread, "salaire")
        with session.begin_nested():
            note_words(session, thread, "logement")
        with session.begin_nested() as part:
            note_words(session, thread, "mobilité")
            part.rollback()

    assert [search(database, word) for word in ("salaire", "logement", "mobilite")] == [[thread], [thread], []]


def test_a_word_is_kept_once_for_all_threads(database: Database) -> None:
    for at in ("a@example.net", "b@example.net"):
        with database.begin() as session:
            thread = make_thread(session, make_address(session, address=at))
            note_words(session, thread.id, "salaire salaire", "Salaire")

    with database.read() as session:
        assert list(session.scalars(select(Term.word))) == ["salaire"]
        assert session.scalar(select(func.count()).select_from(Place)) == 2


def test_two_that_write_the_same_new_words_at_once_never_wait_for_each_other(database: Database) -> None:
    words = [f"mot{number}" for number in range(200)]
    with database.begin() as session:
        addresses = [make_address(session, address=at) for at in ("a@example.net", "b@example.net")]
        threads = [make_thread(session, address).id for address in addresses]
    others = [word for at in range(0, len(words), 20) for word in reversed(words[at : at + 20])]
    together = Barrier(2, timeout=20)

    def file(thread: int, ours: list[str]) -> None:
        for at in range(0, len(ours), 20):
            with database.begin() as session:
                if not database.is_sqlite:
                    together.wait()
                for word in ours[at : at + 20]:
                    note_words(session, thread, word)

    with ThreadPoolExecutor() as pool:
        list(pool.map(file, threads, [words, others]))

    assert [sorted(search(database, word)) for word in words] == [sorted(threads)] * len(words)
