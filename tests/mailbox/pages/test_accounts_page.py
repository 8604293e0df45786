import re

import pytest
from sqlalchemy import select

from guichet.mailbox.records.models import Act, Invitation, Role, Staff
from guichet.tests.mailbox.pages.desk_browser import HOST, Browser, Stage, count_statements
from guichet.tests.mailbox.pages.two_steps import make_account


@pytest.fixture
async def browser(stage: Stage) -> Browser:
    browser = stage.staff_browser("boss@example.org")
    other = make_account(stage)
    with stage.database.begin() as session:
        session.get_one(Staff, other).role = Role.AGENT
    await browser.get("/service/comptes")
    return browser


def read(stage: Stage, number: int = 2) -> Staff:
    with stage.database.read() as session:
        return session.get_one(Staff, number)


async def test_every_account_is_shown(browser: Browser) -> None:
    assert "boss@example.org" in browser.text
    assert "agent@example.org" in browser.text
    assert "Second facteur oui" in browser.text
    assert "Dernière session aucune" in browser.text


async def test_a_role_is_changed_and_the_journal_says_by_whom(browser: Browser, stage: Stage) -> None:
    response = await browser.post("/service/comptes/2/role", role="lecture")

    await browser.get(response.headers["location"])
    assert "Le rôle est changé." in browser.text
    assert read(stage).role is Role.LECTURE
    with stage.database.read() as session:
        [act] = session.scalars(select(Act))
    assert (act.staff_id, act.kind, act.detail) == (1, "role", {"account": 2, "role": "lecture"})


async def test_what_is_no_role_is_refused(browser: Browser) -> None:
    assert (await browser.post("/service/comptes/2/role", role="chef")).status_code == 400


async def test_an_account_is_disabled_and_enabled_again(browser: Browser, stage: Stage) -> None:
    await browser.post("/service/comptes/2/desactivation")
    disabled = read(stage).disabled_at
    await browser.get("/service/comptes")

    await browser.post("/service/comptes/2/activation")

    assert (disabled, read(stage).disabled_at) == (stage.now, None)


async def test_a_disabled_account_s_browser_is_out_at_its_next_page(browser: Browser, stage: Stage) -> None:
    other = stage.staff_browser("third@example.org")

    await browser.post("/service/comptes/3/desactivation")

    assert (await other.get("/")).headers["location"] == "/connexion"


@pytest.mark.parametrize("act", ["desactivation", "role"])
async def test_the_last_responsable_stays(browser: Browser, stage: Stage, act: str) -> None:
    response = await browser.post(f"/service/comptes/1/{act}", role="agent")

    assert response.status_code == 409
    assert "le dernier compte responsable" in browser.text
    assert (read(stage, 1).role, read(stage, 1).disabled_at) == (Role.RESPONSABLE, None)
    with stage.database.read() as session:
        assert session.scalars(select(Act)).all() == []


async def test_a_second_factor_is_reset(browser: Browser, stage: Stage) -> None:
    await browser.post("/service/comptes/2/second-facteur")

    assert read(stage).totp_secret is None


async def test_one_s_own_second_factor_is_not_reset_here(browser: Browser) -> None:
    response = await browser.post("/service/comptes/1/second-facteur")

    assert response.status_code == 409
    assert "passez par la page « Mon compte »" in browser.text


async def test_an_account_that_is_none_is_refused(browser: Browser) -> None:
    response = await browser.post("/service/comptes/99/activation")

    assert response.status_code == 404


async def test_a_link_is_made_with_its_role_and_works(browser: Browser, stage: Stage) -> None:
    await browser.client.post(
        "/service/comptes/invitation",
        data={"jeton": browser.token, "role": "lecture"},
        headers={"Origin": f"https://{HOST}"},
    )
    await browser.post("/service/comptes/invitation", role="lecture")
    found = re.search(rf"https://{HOST}(/bienvenue/\S+)</code>", browser.page)
    assert found is not None

    response = await Browser(stage.app).get(found[1])

    assert response.status_code == 200
    with stage.database.read() as session:
        assert set(session.scalars(select(Invitation.role))) == {Role.LECTURE}


async def test_many_accounts_take_no_more_statements_than_one(stage: Stage) -> None:
    browser, counts = stage.staff_browser("boss@example.org"), list[int]()
    for number in range(2):
        with count_statements(stage.database) as asked:
            await browser.get("/service/comptes")
        counts.append(len(asked))
        for more in range(49 * (1 - number)):
            make_account(stage, f"{more}@example.org")

    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", [Role.AGENT, Role.LECTURE])
async def test_the_page_is_a_responsable_s(browser: Browser, stage: Stage, role: Role) -> None:
    with stage.database.begin() as session:
        session.get_one(Staff, 1).role = role

    assert (await browser.get("/service/comptes")).status_code == 403
    assert (await browser.get("/compte")).status_code == 200
    assert "/service/comptes" not in browser.page
