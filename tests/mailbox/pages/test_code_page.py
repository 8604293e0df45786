import pytest

from guichet.mailbox.pages.cookies import HALFWAY, SESSION, STRICT
from guichet.tests.mailbox.pages.desk_browser import Browser, Stage
from guichet.tests.mailbox.pages.two_steps import PASSWORD, give_code, give_password, make_account, read_code

PROOF = f"{STRICT}{HALFWAY}"


@pytest.fixture
def browser(stage: Stage) -> Browser:
    make_account(stage)
    return Browser(stage.app)


async def test_after_the_password_the_code_is_asked_for_and_lets_in(each_stage: Stage) -> None:
    make_account(each_stage)
    browser = Browser(each_stage.app)
    asked = await give_password(browser)
    early = await browser.get("/")

    response = await give_code(browser, read_code(each_stage.now), asked.headers["location"])

    assert early.headers["location"] == "/connexion"
    assert (response.status_code, response.headers["location"]) == (303, "/")
    assert (await browser.get("/")).status_code == 200


async def test_the_code_leads_back_to_the_page_that_was_asked_for(browser: Browser, stage: Stage) -> None:
    wanted = await browser.get("/demandes/12?fait=ferme")
    asked = await give_password(browser, wanted.headers["location"])

    response = await give_code(browser, read_code(stage.now), asked.headers["location"])

    assert response.headers["location"] == "/demandes/12?fait=ferme"


async def test_a_wrong_code_is_refused_and_asked_for_again(browser: Browser, stage: Stage) -> None:
    await give_password(browser)

    response = await give_code(browser, "000000")

    assert response.status_code == 403
    assert "Ce code ne vaut pas" in browser.text
    assert (await give_code(browser, read_code(stage.now))).status_code == 303


async def test_a_used_code_is_refused_in_the_words_of_a_wrong_one(browser: Browser, stage: Stage) -> None:
    await give_password(browser)
    await give_code(browser, read_code(stage.now))
    pages = set[str]()
    other = Browser(stage.app)
    await give_password(other)

    for code in (read_code(stage.now), "000000", "x"):
        response = await give_code(other, code)
        pages.add(f"{response.status_code} {other.text}")

    assert len(pages) == 1


async def test_after_ten_failures_one_waits(browser: Browser, stage: Stage) -> None:
    await give_password(browser)
    for _ in range(9):
        await give_code(browser, "000000")

    response = await give_code(browser, read_code(stage.now))

    assert response.status_code == 429
    assert "attendez 30 secondes" in browser.text


async def test_the_proof_is_kept_for_this_host_alone_and_dropped_at_the_end(browser: Browser, stage: Stage) -> None:
    asked = await give_password(browser)
    [cookie] = [one for one in asked.headers.get_list("set-cookie") if one.startswith(PROOF)]

    await give_code(browser, read_code(stage.now))

    assert {part.strip().lower() for part in cookie.split(";")[1:]} >= {"httponly", "secure", "path=/", "samesite=lax"}
    assert "max-age=300" in cookie.lower()
    assert PROOF not in browser.client.cookies


async def test_the_proof_is_no_session(browser: Browser, stage: Stage) -> None:
    await give_password(browser)
    proof = browser.client.cookies[PROOF]

    response = await Browser(stage.app, {SESSION: proof, f"{STRICT}{SESSION}": proof}).get("/")

    assert response.headers["location"] == "/connexion"


async def test_without_the_password_no_code_is_asked_for(browser: Browser, stage: Stage) -> None:
    shown = await browser.get("/connexion/code")
    await browser.get("/connexion")

    response = await browser.post("/connexion/code", code=read_code(stage.now))

    assert shown.headers["location"] == "/connexion"
    assert response.status_code == 403
    assert "recommencez par l'adresse et le mot de passe" in browser.text


async def test_after_five_minutes_one_begins_again(browser: Browser, stage: Stage) -> None:
    await give_password(browser)
    await browser.get("/connexion/code")
    stage.pass_time(minutes=5)

    response = await browser.post("/connexion/code", code=read_code(stage.now))

    assert response.status_code == 403
    assert PASSWORD not in browser.page


async def test_the_session_before_ends_with_the_login(stage: Stage) -> None:
    browser = stage.staff_browser("first@example.org")
    make_account(stage)
    before = browser.client.cookies[f"{STRICT}{SESSION}"]
    await browser.get("/")
    await browser.post("/connexion", email="agent@example.org", password=PASSWORD)
    await give_code(browser, read_code(stage.now))

    assert (await Browser(stage.app, {f"{STRICT}{SESSION}": before}).get("/")).status_code == 303
