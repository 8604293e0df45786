"""A desk on SQLite for most tests of pages, and on both databases for those that ask; a provider for single sign-on."""

from collections.abc import Iterator

import pytest

from guichet.mailbox.pages.provider import CALLBACK
from guichet.mailbox.records.database import Database
from guichet.tests.mailbox.pages.desk_browser import HOST, Stage
from guichet.tests.mailbox.pages.sign_on import Scene, set_scene
from guichet.tests.mailbox.pages.two_steps import make_account
from guichet.tests.openid_provider import OpenIdProvider, serve_provider


@pytest.fixture
def stage(sqlite: Database) -> Stage:
    return Stage(sqlite)


@pytest.fixture
def each_stage(database: Database) -> Stage:
    return Stage(database)


@pytest.fixture
def provider() -> Iterator[OpenIdProvider]:
    """Serve a provider; its clock is the scene's."""
    with serve_provider(OpenIdProvider(lambda: pytest.fail("no clock"), f"https://{HOST}{CALLBACK}")) as served:
        yield served


@pytest.fixture
def scene(sqlite: Database, provider: OpenIdProvider) -> Scene:
    """Set a desk with a provider; the account 1 is linked, and has no second factor."""
    scene = set_scene(sqlite, provider)
    scene.link(make_account(scene.stage, secret=None))
    return scene
