"""A provider that is down, publishes what it should not, or changes its keys."""

from datetime import timedelta

import pytest

from guichet.mailbox.records.database import Database
from guichet.tests.mailbox.pages.sign_on import (
    DOWN,
    Scene,
    go_and_come_back,
    is_in,
    leave,
    read_refusal,
    set_scene,
    visit_provider,
)
from guichet.tests.mailbox.pages.two_steps import EMAIL, PASSWORD, make_account
from guichet.tests.openid_provider import CLIENT, OpenIdProvider, serve_provider


async def test_a_provider_that_is_down_is_said_to_be_and_a_password_gets_in(sqlite: Database) -> None:
    provider = OpenIdProvider(lambda: pytest.fail("not asked"), "")
    with serve_provider(provider):
        pass
    scene = set_scene(sqlite, provider)
    make_account(scene.stage, secret=None)
    browser = scene.browser()

    response = await leave(browser)

    assert (response.status_code, DOWN in browser.text) == (503, True)
    await browser.post("/connexion", email=EMAIL, password=PASSWORD)
    assert is_in(browser)


@pytest.mark.parametrize(
    "published",
    [
        {"issuer": "https://login.example.net"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": 'https://login.example.org/"><script>'},
        {"authorization_endpoint": "http://login.example.org/authorize"},
        {"authorization_endpoint": None},
    ],
)
async def test_a_provider_that_publishes_what_it_should_not_is_not_followed(
    scene: Scene, published: dict[str, str]
) -> None:
    browser, scene.provider.published = scene.browser(), published

    response = await leave(browser)

    assert (response.status_code, DOWN in browser.text) == (503, True)
    assert "refresh" not in response.headers


async def test_a_provider_that_falls_on_the_way_is_said_to_be_down(scene: Scene) -> None:
    browser = scene.browser()
    scene.provider.published = {"token_endpoint": "http://127.0.0.1:9/token"}
    await leave(browser)

    response = await browser.get(await visit_provider(browser))

    assert DOWN in await read_refusal(browser, response)


async def test_what_the_provider_publishes_is_asked_for_once_an_hour_and_new_keys_when_one_is_unknown(
    scene: Scene,
) -> None:
    for span in (timedelta(), timedelta(minutes=5)):
        scene.stage.now += span
        await go_and_come_back(scene.browser())
    names = [name for name, _ in scene.provider.asked]
    assert (names.count("discovery"), names.count("keys")) == (1, 1)
    scene.provider.kid = "second"

    browser = scene.browser()
    await go_and_come_back(browser)

    assert is_in(browser)
    assert [name for name, _ in scene.provider.asked].count("keys") == 2


async def test_a_secret_may_be_sent_in_the_form_where_the_provider_takes_no_other(scene: Scene) -> None:
    scene.provider.published = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}

    await go_and_come_back(scene.browser())

    assert dict(scene.provider.asked)["token"]["client_id"] == CLIENT
