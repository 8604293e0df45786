import pytest

from guichet.mailbox.records.models import Role
from guichet.tests.mailbox.pages.desk_browser import Browser, Stage
from guichet.tests.mailbox.pages.two_steps import EMAIL, make_account


async def test_the_switch_stays_and_leads_back_to_the_page_one_was_on(stage: Stage) -> None:
    browser = stage.staff_browser(role=Role.LECTURE)
    await browser.get("/faq?mots=d%C3%A9lai+de+r%C3%A9ponse")

    response = await browser.post("/compte/langue", langue="en", retour=browser.hidden("retour"))

    assert response.headers["location"] == "/faq?mots=d%C3%A9lai+de+r%C3%A9ponse"
    await browser.get("/faq")
    assert '<html lang="en">' in browser.page
    assert "Search all entries" in browser.text
    assert '<button class="plain" name="langue" value="fr" lang="fr">Français</button>' in browser.page


async def test_the_switch_leads_back_to_french(stage: Stage) -> None:
    browser = stage.staff_browser()
    await browser.get("/faq")
    await browser.post("/compte/langue", langue="en")
    await browser.get("/faq")

    await browser.post("/compte/langue", langue="fr")

    await browser.get("/faq")
    assert '<html lang="fr">' in browser.page
    assert "Chercher dans toutes les entrées" in browser.text


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "", "javascript:x"]
)
async def test_the_switch_leads_nowhere_else(stage: Stage, elsewhere: str) -> None:
    browser = stage.staff_browser()
    await browser.get("/faq")

    response = await browser.post("/compte/langue", langue="en", retour=elsewhere)

    assert response.headers["location"] == "/"


async def test_a_language_that_the_desk_does_not_speak_is_refused(stage: Stage) -> None:
    browser = stage.staff_browser()
    await browser.get("/faq")

    response = await browser.post("/compte/langue", langue="de")

    assert response.status_code == 400
    await browser.get("/faq")
    assert '<html lang="fr">' in browser.page


async def test_a_page_that_answers_a_form_has_no_switch_that_would_lose_it(stage: Stage) -> None:
    browser = stage.staff_browser()
    await browser.get("/service/comptes")

    await browser.post("/service/comptes/invitation", role="agent")

    assert "/bienvenue/" in browser.page
    assert "/compte/langue" not in browser.page


async def test_the_preferences_change_the_language_as_well(stage: Stage) -> None:
    browser = stage.staff_browser()
    await browser.get("/compte")

    await browser.post("/compte/preferences", notify="digest", language="en")

    await browser.get("/compte?fait=preferences")
    assert "Your preferences have been changed." in browser.text


async def test_each_person_has_a_language_of_their_own(stage: Stage) -> None:
    browser, other = stage.staff_browser(), stage.staff_browser("other@example.org")
    await browser.get("/faq")

    await browser.post("/compte/langue", langue="en")

    await other.get("/faq")
    assert '<html lang="fr">' in other.page


async def test_before_the_login_the_browser_s_language_holds(stage: Stage) -> None:
    make_account(stage)
    stranger = Browser(stage.app)
    stranger.client.headers["Accept-Language"] = "en-GB,en;q=0.8,fr;q=0.5"

    await stranger.get("/connexion")
    assert "Log in" in stranger.text
    await stranger.post("/connexion", email=EMAIL, password="wrong")
    assert "Wrong address or password." in stranger.text
    await stranger.get("/bienvenue/unknown")
    assert "This link is not valid" in stranger.text
    await stranger.get("/nowhere")
    assert "Page not found" in stranger.text


async def test_once_in_the_account_s_language_holds_whatever_the_browser_s(stage: Stage) -> None:
    browser = stage.staff_browser()
    await browser.get("/faq")
    await browser.post("/compte/langue", langue="en")
    browser.client.headers["Accept-Language"] = "fr"

    for path in ("/compte", "/demandes/99", "/nowhere"):
        await browser.get(path)
        assert '<html lang="en">' in browser.page


async def test_the_journal_s_files_have_headings_in_the_reader_s_language(stage: Stage) -> None:
    browser = stage.staff_browser()
    await browser.get("/faq")
    await browser.post("/compte/langue", langue="en")

    acts, weeks = [(await browser.get(f"/journal.csv?table={table}")).text for table in ("actes", "semaines")]

    assert acts.splitlines()[0] == '\ufeff"date";"time";"person";"action";"request";"details"'
    assert weeks.splitlines()[0].startswith('\ufeff"week of";"questions";"answered by the assistant";')
