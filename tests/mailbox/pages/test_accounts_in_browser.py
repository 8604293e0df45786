"""Accounts in a real browser: the second factor from its drawing to the next login, on a narrow screen too."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from guichet.tests.mailbox.pages.desk_browser import Stage
from guichet.tests.mailbox.pages.test_in_browser import (  # noqa: F401 (fixtures)
    ACCOUNT,
    PASSWORD,
    check_shape,
    chromium,
    desk,
    page,
    set_account,
)
from guichet.tests.mailbox.pages.two_steps import make_account, read_code

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def set_factor(page: "Page", stage: Stage, desk: str, *, begin: bool = True) -> str:  # noqa: F811
    """Make a second factor as the page says, and return its key."""
    page.goto(f"{desk}/compte/second-facteur")
    if begin:
        page.click("text=Commencer")
    key = page.locator("code").inner_text().replace(" ", "")
    page.fill("#code", read_code(stage.now, key))
    page.click("text=Activer le second facteur")
    page.wait_for_selector("text=Le second facteur est actif")
    return key


def test_from_the_drawing_to_the_next_login(page: "Page", stage: Stage, desk: str) -> None:  # noqa: F811
    from playwright.sync_api import expect

    set_account(page, stage, desk)
    key = set_factor(page, stage, desk)
    stage.now += timedelta(seconds=30)
    page.click("text=Se déconnecter")
    page.fill("#email", ACCOUNT["#email"])
    page.fill("#password", PASSWORD)
    page.click("button:has-text('Se connecter')")
    expect(page.locator("#code")).to_be_focused()
    page.keyboard.type(read_code(stage.now, key))
    page.keyboard.press("Enter")

    page.wait_for_url(f"{desk}/")
    expect(page.locator(".me")).to_contain_text(ACCOUNT["#name"])


def test_the_drawing_is_seen_and_nothing_breaks_the_policy(page: "Page", stage: Stage, desk: str) -> None:  # noqa: F811
    complaints = list[str]()
    page.on("console", lambda message: complaints.append(message.text))
    set_account(page, stage, desk)
    page.goto(f"{desk}/compte/second-facteur")
    page.click("text=Commencer")

    box = page.locator("svg.qr").bounding_box()
    fill = page.locator("svg.qr .dark").evaluate("path => getComputedStyle(path).fill")

    assert box is not None
    assert box["width"] == box["height"] >= 200
    assert fill == "rgb(0, 0, 0)"
    assert complaints == []


def test_the_pages_of_accounts_fit_a_narrow_screen(page: "Page", stage: Stage, desk: str) -> None:  # noqa: F811
    page.set_viewport_size({"width": 320, "height": 640})
    set_account(page, stage, desk)
    make_account(stage, f"{'x' * 60}@example.org")
    for path in ("/compte", "/service/comptes", "/compte/second-facteur"):
        check_shape(page, f"{desk}{path}")
    page.click("text=Commencer")
    check_shape(page, f"{desk}/compte/second-facteur")
    set_factor(page, stage, desk, begin=False)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.context.clear_cookies()
    page.goto(f"{desk}/connexion")
    page.fill("#email", f"{'x' * 60}@example.org")
    page.fill("#password", PASSWORD)
    page.click("button:has-text('Se connecter')")

    check_shape(page, f"{desk}/connexion/code")
