"""Every screen of the desk under axe-core, light and dark, from narrow to wide; by keyboard; without JavaScript."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from guichet.mailbox.desk.office import write_default
from guichet.mailbox.desk.office_file import OfficeFile
from guichet.mailbox.desk.staff import invite
from guichet.mailbox.pages.cookies import SESSION
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Role
from guichet.tests.mailbox.pages import screen_check, test_in_browser
from guichet.tests.mailbox.pages.desk_browser import Stage
from guichet.tests.mailbox.pages.furnished import (
    ALIKE,
    ANSWERED,
    ASLEEP,
    CALL,
    CASE,
    CHAT,
    COLLEAGUE,
    FORWARDED,
    OPEN,
    PAID_MORE,
    UNREADABLE,
    furnish,
)
from guichet.tests.mailbox.pages.screen_check import look
from guichet.tests.mailbox.pages.two_steps import EMAIL, PASSWORD, make_account, read_code

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
chromium, desk, page = test_in_browser.chromium, test_in_browser.desk, test_in_browser.page
axe = screen_check.axe
LANES = ("a-repondre", "collegue", "candidat", "veille", "assistant", "fermees")
INBOX = ("/", *(f"/?file={lane}" for lane in LANES), "/?cherche=salaire", "/?cherche=zebre", f"/?parti={ANSWERED}")
TICKETS = (*(f"/demandes/{number}" for number in (OPEN, ANSWERED, FORWARDED, COLLEAGUE, ASLEEP, UNREADABLE, CASE)),)
THREADS = ("/fils/1", f"/fils/{CHAT}", f"/demandes/{ALIKE}/ensemble", f"/demandes/{FORWARDED}/ensemble")
FAQ = ("/faq", "/faq?etat=valides", "/faq?mots=logement", "/faq/1", "/faq/2", "/faq/nouvelle?demande=3")
OFFICE = ("/appel", "/journal", "/service", "/service/reponses", "/service/comptes")
OTHERS = ("/compte", "/compte/second-facteur", "/touches", "/nowhere")
SCREENS = {"inbox": INBOX, "tickets": TICKETS, "threads": THREADS, "faq": FAQ, "office": OFFICE, "others": OTHERS}
TABBED = ("/", f"/demandes/{OPEN}", f"/demandes/{CASE}", f"/demandes/{ALIKE}/ensemble", "/journal", "/faq/1")
REACHABLE = """[...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
    .filter(one => one.checkVisibility() && !(one.type === 'radio' && !one.checked)).length"""
FOCUSED = """(() => {
    const one = document.activeElement, box = one.getBoundingClientRect();
    window.met ??= [];
    if (one === document.body || window.met.includes(one)) { return null; }
    const order = window.met.length ? window.met.at(-1).compareDocumentPosition(one) : Node.DOCUMENT_POSITION_FOLLOWING;
    window.met.push(one);
    return {
        name: one.outerHTML.slice(0, 120),
        after: Boolean(order & Node.DOCUMENT_POSITION_FOLLOWING),
        outlined: getComputedStyle(one).outlineStyle !== 'none' && parseFloat(getComputedStyle(one).outlineWidth) >= 2,
        shown: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
})()"""


@pytest.fixture
def stage(sqlite: Database, tmp_path: Path) -> Stage:
    path = tmp_path / "office.toml"
    write_default(path, name=CALL.title, departments=CALL.departments)
    return Stage(sqlite, office=OfficeFile(path, needed=CALL.departments))


@pytest.fixture
def full(stage: Stage, page: "Page", desk: str) -> Stage:
    """Fill the desk, and log in."""
    page.context.add_cookies([{"name": SESSION, "value": furnish(stage), "url": desk}])
    return stage


@pytest.mark.parametrize("kind", SCREENS)
def test_axe_finds_nothing(kind: str, page: "Page", desk: str, full: Stage, axe: str) -> None:
    for path in SCREENS[kind]:
        response = page.goto(f"{desk}{path}")
        assert response is not None
        assert response.status == (404 if path == "/nowhere" else 200), path
        look(page, axe)
        assert page.locator("h1").count() == 1, path


def test_axe_finds_nothing_in_english(page: "Page", desk: str, full: Stage, axe: str) -> None:
    page.goto(f"{desk}/faq")
    page.click("button:has-text('English')")
    assert page.url == f"{desk}/faq"
    for path in ("/", f"/demandes/{OPEN}", f"/demandes/{CASE}"):
        page.goto(f"{desk}{path}")
        assert page.locator("html").get_attribute("lang") == "en"
        look(page, axe)


def test_axe_finds_nothing_on_a_letter_s_own_page(page: "Page", desk: str, full: Stage, axe: str) -> None:
    page.goto(f"{desk}/messages/1/page")
    letter = page.content()  # where scripts are held back, axe too
    page.goto(f"{desk}/touches")
    page.set_content(letter)

    look(page, axe)


def test_axe_finds_nothing_before_one_is_in(page: "Page", stage: Stage, desk: str, axe: str) -> None:
    make_account(stage)
    with stage.database.begin() as session:
        link = invite(session, Role.AGENT, stage.now)
    for path in ("/connexion", f"/bienvenue/{link}", "/bienvenue/unknown"):
        page.goto(f"{desk}{path}")
        look(page, axe)
    page.goto(f"{desk}/connexion")
    for password in ("wrong", PASSWORD):
        page.fill("#email", EMAIL)
        page.fill("#password", password)
        page.click("button:has-text('Se connecter')")
        look(page, axe)
    page.fill("#code", read_code(stage.now))
    page.click("button:has-text('Se connecter')")
    page.goto(f"{desk}/compte/second-facteur")
    look(page, axe)


def test_axe_finds_nothing_on_what_forms_answer(page: "Page", desk: str, full: Stage, axe: str) -> None:
    for words in ("", PAID_MORE):
        page.goto(f"{desk}/demandes/{ALIKE}")
        page.fill("#words", words)
        page.click("text=Envoyer et suivant")
        assert page.get_by_role("alert").count() == 1
        look(page, axe)
    assert page.locator("#motif").count() == 1
    page.goto(f"{desk}/service/comptes")
    page.click("text=Faire un lien")
    look(page, axe)
    page.goto(f"{desk}/compte/second-facteur")
    page.click("text=Commencer")
    look(page, axe)
    page.fill("#code", read_code(full.now, page.locator("code").inner_text().replace(" ", "")))
    page.click("text=Activer le second facteur")
    look(page, axe)


@pytest.mark.parametrize("path", TABBED)
def test_tab_reaches_everything_in_order_and_shows_where_it_is(path: str, page: "Page", desk: str, full: Stage) -> None:
    page.goto(f"{desk}{path}")
    page.evaluate("document.activeElement.blur()")
    met = list[Any]()
    for _ in range(page.evaluate(REACHABLE) + 10):  # a date is three fields to Tab
        page.keyboard.press("Tab")
        if one := page.evaluate(FOCUSED):
            met.append(one)

    assert len(met) == page.evaluate(REACHABLE)
    assert [one["name"] for one in met if not (one["after"] and one["outlined"] and one["shown"])] == []


@pytest.fixture
def plain(chromium: "Browser") -> "Iterator[Page]":
    """Open a page where no script runs."""
    context = chromium.new_context(java_script_enabled=False, locale="fr-FR")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def test_an_answer_is_sent_and_taken_back_without_javascript(plain: "Page", stage: Stage, desk: str) -> None:
    plain.context.add_cookies([{"name": SESSION, "value": furnish(stage), "url": desk}])
    plain.goto(f"{desk}/")
    plain.click(f"a[href='/demandes/{OPEN}']")
    plain.fill("#words", "Selon la grille nationale.")

    plain.click("text=Envoyer et suivant")
    plain.click("text=Annuler l'envoi")

    assert plain.locator("#words").input_value() == "Selon la grille nationale."
    assert "n'est pas partie" in plain.get_by_role("status").first.inner_text()
