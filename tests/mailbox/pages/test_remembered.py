"""Figures are counted once for as long as nothing is written."""

from guichet.mailbox.pages.remembered import MOST, Remembered
from guichet.mailbox.records.database import Database
from guichet.tests.factories import make_ticket
from guichet.tests.mailbox.pages.desk_browser import Stage


def count_twice(database: Database, remembered: Remembered, counted: list[int]) -> None:
    for _ in range(2):
        with database.read() as session:
            remembered.count(session, "figures", lambda: counted.append(1))


def test_what_was_counted_is_not_counted_again_until_something_is_written(sqlite: Database) -> None:
    remembered, counted = Remembered(), list[int]()
    count_twice(sqlite, remembered, counted)
    assert len(counted) == 1

    with sqlite.begin() as session:
        make_ticket(session)
    count_twice(sqlite, remembered, counted)

    assert len(counted) == 2


def test_only_what_was_asked_for_last_is_kept(sqlite: Database) -> None:
    remembered, counted = Remembered(), list[int]()

    with sqlite.read() as session:
        for asked in (*range(MOST + 1), MOST, 0):
            remembered.count(session, asked, lambda: counted.append(1))

    assert len(counted) == MOST + 2


async def test_the_pages_of_figures_follow_what_is_written(each_stage: Stage) -> None:
    browser = each_stage.staff_browser()
    await browser.get("/appel")
    before = browser.text
    each_stage.receive("Quel est le salaire ?")

    await browser.get("/appel")

    assert "Quel est le salaire ?" not in before
    assert "Quel est le salaire ?" in browser.text
