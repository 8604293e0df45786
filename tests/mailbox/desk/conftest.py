"""What the tests of the desk share."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from guichet.mailbox.records.database import Database


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """Open one transaction for the whole test, on each database in turn."""
    with database.begin() as session:
        yield session
