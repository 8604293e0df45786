import re

import pytest

from guichet.mailbox.pages.gate import FACTOR_FIRST
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Staff
from guichet.tests.mailbox.pages.desk_browser import Browser, Stage
from guichet.tests.mailbox.pages.two_steps import PASSWORD, SECRET, give_code, give_password, make_account, read_code


@pytest.fixture
def strict(sqlite: Database) -> Stage:
    """A desk where everybody must have a second factor."""
    return Stage(sqlite, factor_required=True)


async def begin(browser: Browser) -> str:
    """Begin, and return the secret that is shown."""
    await browser.get(FACTOR_FIRST)
    await browser.post(f"{FACTOR_FIRST}/debut")
    await browser.get(FACTOR_FIRST)
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", browser.page)
    assert found is not None
    return found[1].replace(" ", "")


async def enter(stage: Stage, secret: str | None = SECRET) -> Browser:
    make_account(stage, secret=secret)
    browser = Browser(stage.app)
    await give_password(browser)
    if secret:
        await give_code(browser, read_code(stage.now))
    return browser


async def test_where_one_is_required_who_has_none_is_led_to_make_it(strict: Stage) -> None:
    browser = await enter(strict, secret=None)

    for path in ("/", "/demandes/1", "/compte", "/service/comptes"):
        assert (await browser.get(path)).headers["location"] == FACTOR_FIRST
    await browser.get(FACTOR_FIRST)
    acted = await browser.post("/compte/signature", name="x", department="rh")

    assert acted.headers["location"] == FACTOR_FIRST
    with strict.database.read() as session:
        assert session.get_one(Staff, 1).name == "Agent du service"


async def test_who_has_made_it_works(strict: Stage) -> None:
    browser = await enter(strict, secret=None)
    secret = await begin(browser)

    await browser.post(f"{FACTOR_FIRST}/confirmation", code=read_code(strict.now, secret))

    assert "Le second facteur est actif" in browser.text
    assert (await browser.get("/")).status_code == 200


async def test_who_has_to_make_it_can_still_log_out(strict: Stage) -> None:
    browser = await enter(strict, secret=None)
    await browser.get(FACTOR_FIRST)

    assert (await browser.post("/deconnexion")).headers["location"] == "/connexion"


async def test_where_none_is_required_one_works_without(stage: Stage) -> None:
    browser = await enter(stage, secret=None)

    assert (await browser.get("/")).status_code == 200


async def test_the_drawing_comes_with_the_key_and_without_any_style(stage: Stage) -> None:
    browser = await enter(stage, secret=None)

    await begin(browser)

    [svg] = re.findall(r"<svg.*?</svg>", browser.page, re.DOTALL)
    assert 'role="img"' in svg
    assert "aria-label" in svg
    assert "style=" not in browser.page
    assert "data:" not in browser.page


async def test_a_wrong_code_leaves_the_same_key_to_be_confirmed(stage: Stage) -> None:
    browser = await enter(stage, secret=None)
    secret = await begin(browser)

    response = await browser.post(f"{FACTOR_FIRST}/confirmation", code="000000")

    assert response.status_code == 403
    assert secret in browser.page.replace(" ", "")


async def test_the_key_is_never_shown_again(stage: Stage) -> None:
    browser = await enter(stage)

    await browser.get(FACTOR_FIRST)

    assert SECRET not in browser.page.replace(" ", "")
    assert "<svg" not in browser.page


async def test_begun_twice_in_two_windows_a_factor_that_counts_stands(stage: Stage) -> None:
    browser = await enter(stage)
    await browser.get(FACTOR_FIRST)

    response = await browser.post(f"{FACTOR_FIRST}/debut")

    assert response.status_code == 409
    assert "déjà un second facteur" in browser.text


async def test_password_and_code_turn_it_off(stage: Stage) -> None:
    browser = await enter(stage)
    stage.pass_time(seconds=30)
    await browser.get(FACTOR_FIRST)
    refused = await browser.post(f"{FACTOR_FIRST}/fin", password="faux", code=read_code(stage.now))

    await browser.post(f"{FACTOR_FIRST}/fin", password=PASSWORD, code=read_code(stage.now))

    assert refused.status_code == 403
    await browser.get("/compte")
    assert "Inactif" in browser.text


def read_codes(browser: Browser) -> list[str]:
    return re.findall(r"<li><code>([0-9 ]+)</code></li>", browser.page)


async def test_recovery_codes_are_shown_once_and_one_lets_in_without_the_telephone(stage: Stage) -> None:
    browser = await enter(stage, secret=None)
    secret = await begin(browser)
    await browser.post(f"{FACTOR_FIRST}/confirmation", code=read_code(stage.now, secret))
    codes, other = read_codes(browser), Browser(stage.app)
    await give_password(other)

    response = await give_code(other, codes[0])

    assert len(codes) == 8
    assert response.headers["location"] == "/"
    await other.get(FACTOR_FIRST)
    assert "Il vous en reste 7" in other.text
    assert codes[1] not in other.page


async def test_new_recovery_codes_make_the_older_ones_void(stage: Stage) -> None:
    browser = await enter(stage)
    stage.pass_time(seconds=30)
    await browser.get(FACTOR_FIRST)
    refused = await browser.post(f"{FACTOR_FIRST}/secours", password=PASSWORD, code="000000")
    await browser.post(f"{FACTOR_FIRST}/secours", password=PASSWORD, code=read_code(stage.now))
    older = read_codes(browser)
    stage.pass_time(seconds=30)
    await browser.get(FACTOR_FIRST)

    await browser.post(f"{FACTOR_FIRST}/secours", password=PASSWORD, code=read_code(stage.now))

    assert refused.status_code == 403
    assert len({*older, *read_codes(browser)}) == 16
    other = Browser(stage.app)
    await give_password(other)
    assert (await give_code(other, older[0])).status_code == 403
