"""A desk on SQLite for most tests of pages, and on both databases for those that ask."""

import pytest

from guichet.mailbox.records.database import Database
from guichet.tests.mailbox.pages.desk_browser import Stage


@pytest.fixture
def stage(sqlite: Database) -> Stage:
    return Stage(sqlite)


@pytest.fixture
def each_stage(database: Database) -> Stage:
    return Stage(database)
