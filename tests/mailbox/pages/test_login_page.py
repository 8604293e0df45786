import pytest
from argon2 import PasswordHasher
from starlette.requests import Request

from guichet.mailbox.pages import cookies
from guichet.mailbox.pages.login_page import find_place
from guichet.tests.factories import make_staff
from guichet.tests.mailbox.pages.desk_browser import Browser, Stage

SESSION = f"{cookies.STRICT}{cookies.SESSION}"
EMAIL, PASSWORD = "agent@example.org", "une phrase assez longue"
KEPT = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@pytest.fixture
def browser(stage: Stage) -> Browser:
    with stage.database.begin() as session:
        make_staff(session, EMAIL).password_hash = KEPT
    return Browser(stage.app)


async def enter(browser: Browser, path: str = "/connexion", password: str = PASSWORD):
    await browser.get(path)
    return await browser.post("/connexion", email=EMAIL, password=password, suite=browser.hidden("suite"))


async def test_logging_in_leads_to_the_inbox(browser: Browser) -> None:
    response = await enter(browser)

    assert (response.status_code, response.headers["location"]) == (303, "/")
    await browser.get("/")
    assert "Agent du service" in browser.text


async def test_logging_in_leads_back_to_the_page_that_was_asked_for(browser: Browser) -> None:
    asked = await browser.get("/demandes/12?fait=ferme")

    response = await enter(browser, asked.headers["location"])

    assert response.headers["location"] == "/demandes/12?fait=ferme"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "/\\evil.example", "/%0d%0aX:y", "/é", "javascript:alert(1)"],
)
async def test_logging_in_never_leads_elsewhere(browser: Browser, elsewhere: str) -> None:
    await browser.get("/connexion")

    response = await browser.post("/connexion", email=EMAIL, password=PASSWORD, suite=elsewhere)

    assert response.headers["location"] == "/"


async def test_a_wrong_password_is_refused_and_the_address_kept(browser: Browser) -> None:
    response = await enter(browser, password="faux")

    assert response.status_code == 403
    assert "Adresse ou mot de passe incorrect." in browser.text
    assert f'value="{EMAIL}"' in browser.page
    assert "faux" not in browser.page


async def test_after_ten_failures_one_waits(browser: Browser, stage: Stage) -> None:
    for _ in range(10):
        await enter(browser, password="faux")

    response = await enter(browser)

    assert response.status_code == 429
    assert "attendez 30 secondes" in browser.text
    stage.pass_time(seconds=30)
    assert (await enter(browser)).status_code == 303


async def test_a_browser_that_was_in_before_does_not_wait_for_strangers(browser: Browser, stage: Stage) -> None:
    await enter(browser)
    await browser.get("/")
    await browser.post("/deconnexion")
    for _ in range(10):
        await enter(Browser(stage.app, address="203.0.113.9"), password="faux")

    assert (await enter(browser)).status_code == 303


async def test_logging_out_ends_the_session_on_the_server(browser: Browser, stage: Stage) -> None:
    await enter(browser)
    stolen = browser.client.cookies[SESSION]
    await browser.get("/")

    response = await browser.post("/deconnexion")

    assert response.headers["location"] == "/connexion"
    assert (await Browser(stage.app, {SESSION: stolen}).get("/")).status_code == 303


async def test_logging_in_again_ends_the_session_before(stage: Stage) -> None:
    browser = stage.staff_browser(EMAIL)
    with stage.database.begin() as session:
        make_staff(session, "second@example.org").password_hash = KEPT
    before = browser.client.cookies[SESSION]
    await browser.get("/")

    await browser.post("/connexion", email="second@example.org", password=PASSWORD)

    assert (await Browser(stage.app, {SESSION: before}).get("/")).status_code == 303


async def test_who_is_in_is_not_asked_again(stage: Stage) -> None:
    response = await stage.staff_browser().get("/connexion")

    assert response.headers["location"] == "/"


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("unix", "unix"),
    ],
)
def test_where_a_browser_is(address: str, place: str) -> None:
    assert find_place(Request({"type": "http", "client": (address, 1)})) == place
