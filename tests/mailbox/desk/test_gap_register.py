from datetime import timedelta

from guichet.mailbox.desk.gap_register import RegisteredGap, register_gaps
from guichet.mailbox.records.database import Database
from guichet.tests.factories import NOW, make_call
from guichet.tests.mailbox.desk.inquiries import Inquiry, chat, mail, receive

CALL = make_call()


def registered(database: Database, *inquiries: Inquiry) -> list[RegisteredGap]:
    with database.begin() as session:
        for days, inquiry in enumerate(inquiries):
            receive(session, inquiry, NOW + timedelta(days=days))
    with database.read() as session:
        return register_gaps(session, CALL)


def test_nothing_asked_leaves_an_empty_register(sqlite: Database) -> None:
    assert registered(sqlite) == []


def test_gaps_are_ordered_by_the_number_of_those_who_asked(database: Database) -> None:
    asked = registered(
        database,
        chat("combien de membres dans le comité ?", "1"),
        chat("combien de membres dans le comité ?", "1"),
        chat("combien de membres dans le comité, au juste ?", "1"),
        chat("quel est le salaire ?", "1"),
        mail("Quel est le salaire, s'il vous plaît ?"),
    )

    assert [(str(gap.pair), gap.people, gap.times) for gap in asked] == [
        ("contract.how_much", 2, 2),
        ("committee.how_many", 1, 3),
    ]
    assert (asked[0].first, asked[0].last) == (NOW + timedelta(days=3), NOW + timedelta(days=4))


def test_a_gap_shows_its_department_its_wordings_and_the_nearest_passage(sqlite: Database) -> None:
    [gap] = registered(sqlite, chat("Quel est\nle salaire ?", "1"), chat("quel est le salaire ?", "2"))

    assert gap.department == "Département des ressources humaines"
    assert gap.examples == ("quel est le salaire ?",)
    assert gap.nearest == (CALL.cite("duration"),)


def test_what_the_call_answers_is_no_gap(sqlite: Database) -> None:
    assert registered(sqlite, chat("date limite ?")) == []
