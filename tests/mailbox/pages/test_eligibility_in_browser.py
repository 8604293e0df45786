"""The panel on who may apply in a real browser, with JavaScript and without."""

from typing import TYPE_CHECKING

import pytest

from guichet.mailbox.pages.cookies import SESSION
from guichet.tests.mailbox.pages import test_accessibility, test_in_browser
from guichet.tests.mailbox.pages.desk_browser import Stage
from guichet.tests.mailbox.pages.furnished import CASE, furnish

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
chromium, desk, page = test_in_browser.chromium, test_in_browser.desk, test_in_browser.page
plain, stage = test_accessibility.plain, test_accessibility.stage


def log_in(page: "Page", stage: Stage, desk: str) -> None:
    page.context.add_cookies([{"name": SESSION, "value": furnish(stage), "url": desk}])
    page.goto(f"{desk}/demandes/{CASE}")


def change_status(page: "Page") -> None:
    page.click("text=Corriger ou compléter ce qui est connu")
    page.select_option("[name=fait-status]", "cca")
    page.fill("[name=jour-thesis]", "2026-11-20")
    page.click("button:has-text('Calculer')")


def test_words_are_put_into_the_answer_once_and_kept_as_a_draft(page: "Page", stage: Stage, desk: str) -> None:
    from playwright.sync_api import expect

    log_in(page, stage, desk)
    page.fill("#words", "Bonjour,")

    for _ in range(2):
        page.click("text=Mettre dans la réponse")

    written = page.locator("#words").input_value()
    assert written.startswith("Bonjour,\n\nL'appel ne suffit pas pour répondre")
    assert written.count("L'appel ne suffit pas") == 1
    expect(page.locator("#garde")).to_have_text("Brouillon gardé.")
    assert page.url == f"{desk}/demandes/{CASE}"


@pytest.mark.parametrize("how", ["page", "plain"])
def test_a_case_is_calculated_and_answered(how: str, stage: Stage, desk: str, request: pytest.FixtureRequest) -> None:
    page = request.getfixturevalue(how)
    log_in(page, stage, desk)

    change_status(page)

    assert page.url.endswith("?fait=calcule#eligibilite")
    assert "Prise de fonction possible du 20 novembre 2026" in page.locator("section.case").inner_text()
    page.click("text=Mettre dans la réponse")
    assert page.locator("#words").input_value().startswith("D'après ce que vous avez dit, vous seriez éligible à ces")
