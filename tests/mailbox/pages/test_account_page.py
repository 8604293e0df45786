import pytest

from guichet.mailbox.pages.cookies import KNOWN, SESSION, STRICT
from guichet.mailbox.records.models import Notify, Role, Staff
from guichet.tests.mailbox.pages.desk_browser import Browser, Stage
from guichet.tests.mailbox.pages.two_steps import EMAIL, PASSWORD, give_password, make_account

NEW = "une autre phrase encore"


@pytest.fixture
async def browser(stage: Stage) -> Browser:
    make_account(stage, secret=None)
    browser = Browser(stage.app)
    await give_password(browser)
    await browser.get("/compte")
    return browser


def read(stage: Stage) -> Staff:
    with stage.database.read() as session:
        return session.get_one(Staff, 1)


async def test_what_signs_the_answers_is_changed(browser: Browser, stage: Stage) -> None:
    response = await browser.post("/compte/signature", name="Agente", capacity="Cheffe", department="evaluation")

    await browser.get(response.headers["location"])
    assert "Votre signature est changée." in browser.text
    assert (read(stage).name, read(stage).capacity, read(stage).department) == ("Agente", "Cheffe", "evaluation")


async def test_what_is_wrong_is_said_beside_what_was_written(browser: Browser, stage: Stage) -> None:
    response = await browser.post("/compte/signature", name="x" * 201, capacity="Cheffe", department="rh")

    assert response.status_code == 400
    assert "en 200 signes au plus" in browser.text
    assert 'value="Cheffe"' in browser.page


async def test_preferences_are_kept_and_shown(browser: Browser, stage: Stage) -> None:
    await browser.post("/compte/preferences", notify="at-once", language="en")

    await browser.get("/compte")
    kept = read(stage)
    assert (kept.notify, kept.language, kept.single_keys) == (Notify.AT_ONCE, "en", False)
    assert '<option value="at-once" selected>' in browser.page


async def test_an_absence_is_noted_shown_and_taken_back(browser: Browser, stage: Stage) -> None:
    await browser.post("/compte/absence", first="2026-03-02", last="2026-03-06")
    await browser.get("/compte")
    shown = browser.page

    await browser.post("/compte/absence", first="", last="")

    assert 'value="2026-03-02"' in shown
    assert 'value="2026-03-06"' in shown
    assert read(stage).absent_from is None


async def test_an_absence_that_ends_before_it_begins_is_refused(browser: Browser) -> None:
    response = await browser.post("/compte/absence", first="2026-03-06", last="2026-03-02")

    assert response.status_code == 400
    assert "Donnez les deux dates" in browser.text


async def test_a_new_password_logs_the_other_browsers_out_and_keeps_this_one(browser: Browser, stage: Stage) -> None:
    other = Browser(stage.app)
    await give_password(other)
    known = browser.client.cookies[f"{STRICT}{KNOWN}"]

    response = await browser.post("/compte/mot-de-passe", old=PASSWORD, new=NEW)

    assert response.headers["location"] == "/compte?fait=mot-de-passe"
    assert (await browser.get("/compte")).status_code == 200
    assert (await other.get("/compte")).headers["location"].startswith("/connexion")
    assert browser.client.cookies[f"{STRICT}{KNOWN}"] != known


async def test_the_session_is_another_one_after_a_new_password(browser: Browser, stage: Stage) -> None:
    before = browser.client.cookies[f"{STRICT}{SESSION}"]

    await browser.post("/compte/mot-de-passe", old=PASSWORD, new=NEW)

    assert (await Browser(stage.app, {f"{STRICT}{SESSION}": before}).get("/")).status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "status", "said"),
    [
        ("faux", NEW, 403, "le mot de passe actuel n'est pas le bon"),
        (PASSWORD, "bien court", 400, "trop court : 15 signes"),
        (PASSWORD, "un agent aime les phrases", 400, "contient le début de votre adresse"),
    ],
)
async def test_a_password_that_cannot_be_changed_stays(
    browser: Browser, stage: Stage, old: str, new: str, status: int, said: str
) -> None:
    before = read(stage).password_hash

    response = await browser.post("/compte/mot-de-passe", old=old, new=new)

    assert response.status_code == status
    assert said in browser.text
    assert new not in browser.page
    assert read(stage).password_hash == before


async def test_who_may_only_read_keeps_their_own_account(browser: Browser, stage: Stage) -> None:
    with stage.database.begin() as session:
        session.get_one(Staff, 1).role = Role.LECTURE

    response = await browser.post("/compte/mot-de-passe", old=PASSWORD, new=NEW)

    assert response.status_code == 303
    await browser.get("/compte")
    assert f"{EMAIL} · lecture seule" in browser.text
