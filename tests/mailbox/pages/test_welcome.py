import pytest
from sqlalchemy import select

from guichet.mailbox.desk.staff import invite
from guichet.mailbox.records.models import Role, Staff
from guichet.tests.factories import make_staff
from guichet.tests.mailbox.pages.desk_browser import Browser, Stage

ACCOUNT = {
    "email": "agent@example.org",
    "name": "Agent du service",
    "capacity": "Gestionnaire",
    "department": "rh",
    "password": "une phrase assez longue",
}


def make_link(stage: Stage) -> str:
    with stage.database.begin() as session:
        return f"/bienvenue/{invite(session, Role.RESPONSABLE, stage.now)}"


async def test_a_link_sets_an_account_and_leads_to_the_inbox_logged_in(each_stage: Stage) -> None:
    link, browser = make_link(each_stage), Browser(each_stage.app)
    await browser.get(link)

    response = await browser.post(link, **ACCOUNT)

    assert (response.status_code, response.headers["location"]) == (303, "/")
    await browser.get("/")
    assert "Agent du service" in browser.text


async def test_a_link_that_was_used_opens_nothing(stage: Stage) -> None:
    link, browser = make_link(stage), Browser(stage.app)
    await browser.get(link)
    await browser.post(link, **ACCOUNT)
    other = Browser(stage.app)

    response = await other.get(link)

    assert response.status_code == 404
    assert "ne vaut plus" in other.text
    assert "<form" not in other.page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"password": "trop court"}, "trop court : 15 signes au moins"),
        ({"password": "un agent aime les phrases"}, "contient le début de votre adresse"),
        ({"password": "motdepassemotdepasse"}, "trop répandu"),
        ({"email": "agent"}, "adresse électronique entière"),
        ({"email": "taken@example.org"}, "Il existe déjà un compte"),
        ({"department": "direction"}, "Choisissez votre service"),
    ],
)
async def test_what_is_wrong_is_said_beside_what_was_written(stage: Stage, change: dict[str, str], said: str) -> None:
    link, browser = make_link(stage), Browser(stage.app)
    with stage.database.begin() as session:
        make_staff(session, "taken@example.org")
    await browser.get(link)

    response = await browser.post(link, **{**ACCOUNT, **change})

    assert response.status_code == 400
    assert said in browser.text
    assert 'value="Agent du service"' in browser.page
    assert ACCOUNT["password"] not in browser.page


async def test_a_form_sent_twice_makes_one_account(stage: Stage) -> None:
    link, browser = make_link(stage), Browser(stage.app)
    await browser.get(link)
    token = browser.token
    await browser.client.post(link, data={**ACCOUNT, "jeton": token})
    browser.client.cookies.clear()
    await browser.get("/connexion")

    response = await browser.post(link, **ACCOUNT)

    assert response.status_code == 404
    with stage.database.read() as session:
        assert len(session.scalars(select(Staff.id)).all()) == 1
