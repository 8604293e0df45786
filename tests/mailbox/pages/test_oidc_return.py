"""The way to the provider and back: once, in one browser, and nowhere else."""

import pytest
from structlog.testing import capture_logs

from guichet.mailbox.desk.sign_on import LASTS
from guichet.mailbox.pages.cookies import SIGN_ON, STRICT
from guichet.tests.mailbox.pages.desk_browser import Browser
from guichet.tests.mailbox.pages.sign_on import (
    LAPSED,
    UNCONFIRMED,
    Scene,
    go_and_come_back,
    is_in,
    leave,
    read_refusal,
    visit_provider,
    way_out,
)
from guichet.tests.mailbox.pages.two_steps import EMAIL


async def test_who_comes_back_a_second_time_gets_no_second_session(scene: Scene) -> None:
    browser = scene.browser()
    await leave(browser)
    kept = browser.client.cookies[f"{STRICT}{SIGN_ON}"]
    back = await visit_provider(browser)
    await browser.get(back)
    thief = Browser(scene.stage.app, {f"{STRICT}{SIGN_ON}": kept})

    response = await thief.get(back)

    assert LAPSED in await read_refusal(thief, response)
    assert not is_in(thief)
    assert f"{STRICT}{SIGN_ON}" not in browser.client.cookies
    assert [name for name, _ in scene.provider.asked].count("token") == 1


@pytest.mark.parametrize("left", [False, True])
async def test_what_was_begun_in_another_browser_opens_nothing_here(scene: Scene, left: bool) -> None:
    attacker, victim = scene.browser(), scene.browser()
    await leave(attacker)
    back = await visit_provider(attacker)
    if left:
        await leave(victim)

    response = await victim.get(back)

    assert LAPSED in await read_refusal(victim, response)
    assert not is_in(victim)
    assert "token" not in dict(scene.provider.asked)


async def test_a_code_that_was_used_before_opens_nothing(scene: Scene) -> None:
    first, second = scene.browser(), scene.browser()
    await leave(first)
    code = (await visit_provider(first)).partition("code=")[2].partition("&")[0]
    scene.provider.codes.pop(code)
    await leave(second)
    back = await visit_provider(second)

    response = await second.get(back.replace(back.partition("code=")[2].partition("&")[0], code))

    assert UNCONFIRMED in await read_refusal(second, response)
    assert not is_in(second)


async def test_another_person_s_code_opens_nothing_without_their_verifier(scene: Scene) -> None:
    victim, thief = scene.browser(), scene.browser()
    await leave(victim)
    code = (await visit_provider(victim)).partition("code=")[2].partition("&")[0]
    await leave(thief)
    back = await visit_provider(thief)

    response = await thief.get(back.replace(back.partition("code=")[2].partition("&")[0], code))

    assert UNCONFIRMED in await read_refusal(thief, response)


async def test_after_ten_minutes_the_way_back_is_closed(scene: Scene) -> None:
    browser = scene.browser()
    await leave(browser)
    back = await visit_provider(browser)
    kept = browser.client.cookies[f"{STRICT}{SIGN_ON}"]
    scene.stage.now += LASTS
    late = Browser(scene.stage.app, {f"{STRICT}{SIGN_ON}": kept})

    response = await late.get(back)

    assert LAPSED in await read_refusal(late, response)


async def test_the_code_leaves_the_address_and_nothing_is_stored(scene: Scene) -> None:
    browser = scene.browser()
    left = await leave(browser)
    scene.provider.subject = "nobody"

    response = await browser.get(await visit_provider(browser))

    assert response.headers["location"] == "/connexion?refus=inconnu"
    assert {left.headers["cache-control"], response.headers["cache-control"]} == {"no-store"}


async def test_the_log_says_why_and_names_nobody(scene: Scene) -> None:
    scene.provider.subject = "nobody"

    with capture_logs() as lines:
        await go_and_come_back(scene.browser())

    [line] = lines
    assert line == {
        "event": "single sign-on refused",
        "log_level": "warning",
        "error": "UnknownIdentity",
        "reason": "no account that is open",
    }


async def test_who_says_no_at_the_provider_is_told_so(scene: Scene) -> None:
    browser = scene.browser()
    await leave(browser)
    state = way_out(browser).partition("state=")[2].partition("&")[0]

    response = await browser.get(f"/connexion/etablissement/retour?error=access_denied&state={state}")

    assert UNCONFIRMED in await read_refusal(browser, response)


async def test_a_code_that_another_issuer_gave_is_not_even_shown_to_ours(scene: Scene) -> None:
    browser = scene.browser()
    await leave(browser)

    response = await browser.get(f"{await visit_provider(browser)}&iss=https%3A%2F%2Fevil.example")

    assert UNCONFIRMED in await read_refusal(browser, response)
    assert "token" not in dict(scene.provider.asked)


async def test_departures_from_one_place_must_wait_after_ten_and_passwords_need_not(scene: Scene) -> None:
    statuses = [(await leave(scene.browser())).status_code for _ in range(11)]
    elsewhere = await leave(scene.browser("203.0.113.9"))
    browser = scene.browser()
    await browser.get("/connexion")
    password = await browser.post("/connexion", email=EMAIL, password="faux")

    assert (set(statuses[:10]), statuses[10]) == ({200}, 429)
    assert (elsewhere.status_code, password.status_code) == (200, 403)


async def test_who_gets_in_frees_their_place(scene: Scene) -> None:
    for _ in range(9):
        await leave(scene.browser())

    await go_and_come_back(scene.browser())

    assert (await leave(scene.browser())).status_code == 200


async def test_a_forged_form_sends_nobody_off(scene: Scene) -> None:
    browser = scene.browser()
    await browser.get("/connexion")

    forged = await browser.client.post("/connexion/etablissement", data={"jeton": "x" * 43})

    assert forged.status_code == 403
    assert scene.provider.asked == []


@pytest.mark.parametrize("suite", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
async def test_nobody_is_led_elsewhere(scene: Scene, suite: str) -> None:
    browser = scene.browser()
    await browser.get("/connexion")
    await browser.post("/connexion/etablissement", suite=suite)

    response = await browser.get(await visit_provider(browser))

    assert response.headers["location"] == "/"
