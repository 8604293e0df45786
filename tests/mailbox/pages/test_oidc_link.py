"""Linking an account to who somebody is at the provider, and taking the link off."""

import pytest
from sqlalchemy import select

from guichet.mailbox.pages.cookies import SIGN_ON, STRICT
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Act, StaffIdentity
from guichet.tests.mailbox.pages.desk_browser import Browser, Stage
from guichet.tests.mailbox.pages.sign_on import (
    LAPSED,
    Scene,
    go_and_come_back,
    is_in,
    leave,
    leave_to_link,
    read_refusal,
    set_scene,
    visit_provider,
)
from guichet.tests.mailbox.pages.two_steps import EMAIL, give_password, make_account
from guichet.tests.openid_provider import OpenIdProvider

OTHER = "other@example.org"


@pytest.fixture
async def browser(scene: Scene) -> Browser:
    """Log in to an account that is not linked yet."""
    make_account(scene.stage, OTHER, secret=None)
    scene.provider.subject = "b7c2"
    browser = scene.browser()
    await give_password(browser, email=OTHER)
    return browser


async def link(browser: Browser) -> str:
    """Link at *Mon compte*, and return what the page says then."""
    await leave_to_link(browser)
    response = await browser.get(await visit_provider(browser))
    await browser.get(response.headers["location"])
    return browser.text


async def test_a_link_is_made_once_with_the_password_and_lets_in_from_then_on(
    database: Database, provider: OpenIdProvider
) -> None:
    scene = set_scene(database, provider)
    number = make_account(scene.stage, secret=None)
    browser, later = scene.browser(), scene.browser()
    await give_password(browser)

    said = await link(browser)
    await go_and_come_back(later)

    assert "Le compte de l'établissement est lié" in said
    assert scene.linked() == [(number, provider.subject)]
    assert is_in(later)
    with database.read() as session:
        assert session.scalars(select(Act.kind)).all() == ["identity-on"]


async def test_no_link_is_made_without_the_password(browser: Browser, scene: Scene) -> None:
    response = await leave_to_link(browser, password="faux")

    assert response.status_code == 403
    assert "le mot de passe actuel n'est pas le bon" in browser.text
    assert f"{STRICT}{SIGN_ON}" not in browser.client.cookies
    assert scene.provider.asked == []


async def test_logging_in_never_links_even_where_the_address_is_an_account_s(scene: Scene) -> None:
    scene.provider.subject, scene.provider.claims = "b7c2", {"email": EMAIL, "email_verified": True}
    linked = scene.linked()

    await go_and_come_back(scene.browser())

    assert scene.linked() == linked


async def test_a_login_that_was_begun_before_links_nothing_to_who_is_logged_in_since(scene: Scene) -> None:
    make_account(scene.stage, OTHER, secret=None)
    scene.provider.subject = "b7c2"
    browser = scene.browser()
    await leave(browser)
    back = await visit_provider(browser)
    await give_password(browser, email=OTHER)

    await browser.get(back)

    assert [number for number, _ in scene.linked()] == [1]


async def test_a_link_is_not_made_to_who_logged_in_meanwhile(browser: Browser, scene: Scene) -> None:
    await leave_to_link(browser)
    back = await visit_provider(browser)
    await browser.get("/compte")
    await browser.post("/deconnexion")
    await give_password(browser, email=EMAIL)

    response = await browser.get(back)

    assert response.headers["location"] == "/compte?refus=delai"
    assert LAPSED in await read_refusal(browser, response)
    assert [number for number, _ in scene.linked()] == [1]


async def test_who_is_linked_to_one_account_is_linked_to_no_second(browser: Browser, scene: Scene) -> None:
    scene.provider.subject = "f3a1"

    said = await link(browser)

    assert "déjà lié à un autre compte du guichet" in said
    assert scene.linked() == [(1, "f3a1")]


async def test_an_account_has_one_link(browser: Browser, scene: Scene) -> None:
    await leave_to_link(browser)
    back = await visit_provider(browser)
    scene.link(2, "c9d4")

    response = await browser.get(back)

    assert "retirez d'abord ce lien" in await read_refusal(browser, response)
    assert (2, "c9d4") in scene.linked()


async def test_a_link_to_the_provider_before_this_one_is_replaced(browser: Browser, scene: Scene) -> None:
    with scene.stage.database.begin() as session:
        session.add(StaffIdentity(staff_id=2, issuer="https://old", subject="b7c2", linked_at=scene.stage.now))

    said = await link(browser)

    assert "Le compte de l'établissement est lié" in said
    assert scene.linked() == [(1, "f3a1"), (2, "b7c2")]


async def test_one_s_own_link_is_taken_off_and_opens_nothing_more(scene: Scene) -> None:
    browser = scene.browser()
    await give_password(browser)
    await browser.get("/compte")

    response = await browser.post("/compte/etablissement/fin")
    await go_and_come_back(later := scene.browser())

    await browser.get(response.headers["location"])
    assert "Le lien avec le compte de l'établissement est retiré." in browser.text
    assert scene.linked() == []
    assert not is_in(later)


async def test_a_responsable_takes_a_colleague_s_link_off_and_their_sessions_end(scene: Scene) -> None:
    colleague, boss = scene.browser(), scene.stage.staff_browser("boss@example.org")
    await go_and_come_back(colleague)
    await boss.get("/service/comptes")
    assert "Retirer le lien" in boss.text

    response = await boss.post("/service/comptes/1/etablissement")

    await boss.get(response.headers["location"])
    assert "sessions du compte ont pris fin" in boss.text
    assert "Retirer le lien" not in boss.text
    assert scene.linked() == []
    assert (await colleague.get("/")).status_code == 303


async def test_a_responsable_s_own_link_is_taken_off_at_their_own_page(scene: Scene) -> None:
    boss = scene.stage.staff_browser("boss@example.org")
    scene.link(2, "b055")
    await boss.get("/service/comptes")

    response = await boss.post("/service/comptes/2/etablissement")

    assert response.status_code == 409
    assert (2, "b055") in scene.linked()


async def test_without_a_provider_an_account_is_offered_no_link(stage: Stage) -> None:
    browser = stage.staff_browser()

    await browser.get("/compte")

    assert "établissement" not in browser.text
    assert (await browser.post("/compte/etablissement", password="x")).status_code == 404
