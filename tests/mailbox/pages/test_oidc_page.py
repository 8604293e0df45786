"""Single sign-on with a provider on a real socket; what concerns item 21 of the security list is named so."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from guichet.mailbox.pages.cookies import SESSION, STRICT
from guichet.mailbox.pages.provider import CALLBACK
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Staff
from guichet.tests.forged_tokens import (
    signed_by_a_stranger,
    signed_with_a_key_of_its_own,
    signed_with_our_secret,
    signed_with_the_public_key,
    unsigned,
)
from guichet.tests.mailbox.pages.desk_browser import HOST, Browser, Stage
from guichet.tests.mailbox.pages.sign_on import (
    BUTTON,
    NOBODY,
    UNPROVED,
    Scene,
    go_and_come_back,
    is_in,
    leave,
    read_refusal,
    set_scene,
    visit_provider,
)
from guichet.tests.mailbox.pages.two_steps import EMAIL, give_code, make_account, read_code
from guichet.tests.openid_provider import CLIENT, OpenIdProvider, serve_provider


async def test_a_linked_account_is_logged_in_and_led_to_what_it_wanted(
    database: Database, provider: OpenIdProvider
) -> None:
    scene = set_scene(database, provider)
    scene.link(make_account(scene.stage, secret=None))
    browser = scene.browser()

    response = await go_and_come_back(browser, "/connexion?suite=%2Ffaq")

    assert (response.status_code, response.headers["location"]) == (303, "/faq")
    assert (await browser.get("/compte")).status_code == 200
    assert EMAIL in browser.text


async def test_the_flow_is_the_authorization_code_with_pkce_and_no_secret_is_in_an_address(scene: Scene) -> None:
    await go_and_come_back(scene.browser())

    asked = dict(scene.provider.asked)
    assert set(asked["authorize"]) == {
        *("response_type", "client_id", "redirect_uri", "scope"),
        *("state", "nonce", "code_challenge", "code_challenge_method"),
    }
    assert asked["authorize"]["code_challenge_method"] == "S256"
    assert asked["authorize"]["scope"] == "openid"
    assert set(asked["token"]) == {"grant_type", "code", "redirect_uri", "code_verifier"}


async def test_without_a_provider_there_is_neither_button_nor_page(stage: Stage) -> None:
    browser = Browser(stage.app)

    left = await leave(browser)
    await browser.get("/connexion")

    assert left.status_code == 404
    assert BUTTON not in browser.text
    assert (await browser.get("/connexion/etablissement/retour?code=a&state=b")).status_code == 404


async def test_each_login_opens_a_session_of_its_own_and_ends_the_one_before(scene: Scene) -> None:
    browser = scene.browser()
    await go_and_come_back(browser)
    first = browser.client.cookies[f"{STRICT}{SESSION}"]
    await browser.get("/")
    await browser.post("/connexion/etablissement")

    await browser.get(await visit_provider(browser))

    assert browser.client.cookies[f"{STRICT}{SESSION}"] != first
    stolen = Browser(scene.stage.app, {f"{STRICT}{SESSION}": first})
    assert (await stolen.get("/")).status_code == 303


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"aud": "another-client"}, UNPROVED),
        ({"aud": "another-client", "azp": CLIENT}, UNPROVED),
        ({"aud": [CLIENT, "another-client"], "azp": CLIENT}, UNPROVED),
        ({"aud": None}, UNPROVED),
        ({"azp": "another-client"}, UNPROVED),
        ({"iss": "https://login.example.net"}, UNPROVED),
        ({"iss": None}, UNPROVED),
        ({"nonce": "another"}, UNPROVED),
        ({"nonce": None}, UNPROVED),
        ({"exp": 1_700_000_000}, UNPROVED),
        ({"exp": None}, UNPROVED),
        ({"iat": 4_000_000_000}, UNPROVED),
        ({"iat": None}, UNPROVED),
        ({"sub": None}, UNPROVED),
        ({"sub": ""}, UNPROVED),
        ({"sub": 7}, UNPROVED),
        ({"at_hash": "b3RoZXI"}, UNPROVED),
        ({"sub": "another", "email": EMAIL, "email_verified": True}, NOBODY),
    ],
    ids=lambda value: json.dumps(value) if isinstance(value, dict) else "",
)
async def test_item_21_a_token_that_is_not_ours_of_now_and_of_this_browser_opens_nothing(
    scene: Scene, claims: dict[str, Any], said: str
) -> None:
    browser, scene.provider.claims = scene.browser(), claims

    response = await go_and_come_back(browser)

    assert said in await read_refusal(browser, response)
    assert not is_in(browser)


@pytest.mark.parametrize("aud", [CLIENT, [CLIENT]])
async def test_item_21_a_token_for_us_alone_is_taken(scene: Scene, aud: str | list[str]) -> None:
    browser, scene.provider.claims = scene.browser(), {"aud": aud, "azp": CLIENT}

    await go_and_come_back(browser)

    assert is_in(browser)


@pytest.mark.parametrize(
    "sign",
    [
        unsigned,
        signed_with_the_public_key,
        signed_with_our_secret,
        signed_by_a_stranger,
        signed_with_a_key_of_its_own,
    ],
)
async def test_item_21_a_token_that_the_provider_s_key_did_not_sign_opens_nothing(
    scene: Scene, sign: Callable[[dict[str, Any]], str]
) -> None:
    browser, scene.provider.sign = scene.browser(), sign

    response = await go_and_come_back(browser)

    assert UNPROVED in await read_refusal(browser, response)
    assert not is_in(browser)


async def test_item_21_the_subject_is_the_key_whatever_the_address(scene: Scene) -> None:
    browser, scene.provider.claims = scene.browser(), {"email": "somebody.else@example.org"}

    await go_and_come_back(browser)

    assert is_in(browser)


async def test_item_21_a_subject_of_another_issuer_is_another_person(sqlite: Database) -> None:
    first, second = (OpenIdProvider(lambda: scene.stage.now, f"https://{HOST}{CALLBACK}") for _ in range(2))
    with serve_provider(first), serve_provider(second):
        scene = set_scene(sqlite, second)
        Scene(scene.stage, first).link(make_account(scene.stage, secret=None))
        browser = scene.browser()

        response = await go_and_come_back(browser)

        assert NOBODY in await read_refusal(browser, response)


async def test_a_disabled_account_and_an_unknown_subject_look_the_same(scene: Scene) -> None:
    with scene.stage.database.begin() as session:
        session.get_one(Staff, 1).disabled_at = scene.stage.now
    seen = set[tuple[int, str, str]]()

    for subject in (scene.provider.subject, "nobody"):
        browser, scene.provider.subject = scene.browser(), subject
        response = await go_and_come_back(browser)
        seen.add((response.status_code, response.headers["location"], await read_refusal(browser, response)))

    [(_, _, said)] = seen
    assert NOBODY in said


@pytest.mark.parametrize(
    ("amr", "asked"),
    [
        (None, True),
        (["pwd"], True),
        (["pwd", "sms"], True),
        (["pwd", "mfa"], False),
        (["hwk"], False),
        ([["mfa"]], True),
    ],
)
async def test_the_second_factor_is_asked_for_unless_the_provider_did(
    sqlite: Database, provider: OpenIdProvider, amr: list[Any] | None, asked: bool
) -> None:
    scene = set_scene(sqlite, provider)
    scene.link(make_account(scene.stage))
    browser, provider.claims = scene.browser(), {"amr": amr}

    response = await go_and_come_back(browser, "/connexion?suite=%2Ffaq")

    assert response.headers["location"] == ("/connexion/code?suite=%2Ffaq" if asked else "/faq")
    assert is_in(browser) is not asked
    if asked:
        assert (await give_code(browser, read_code(scene.stage.now), response.headers["location"])).status_code == 303
        assert is_in(browser)
