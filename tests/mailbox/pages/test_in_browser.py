"""The desk in a real browser, over a real socket: Debian's Chromium, driven by playwright."""

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import sleep
from typing import TYPE_CHECKING

import pytest
import uvicorn

from guichet.mailbox.delivery.carrier import MailTrace
from guichet.mailbox.desk.inquiry import Enclosure
from guichet.mailbox.desk.staff import invite
from guichet.mailbox.records.models import Role, Ticket, TicketState
from guichet.tests.factories import make_staff
from guichet.tests.mailbox.pages.desk_browser import Stage

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
ACCOUNT = {"#email": "new@example.org", "#name": "Agent du service", "#capacity": "Gestionnaire"}
PASSWORD = "une phrase assez longue"
NASTY = (
    "<script>alert(1)</script><img src='https://evil.example/x.png' onerror='alert(2)'>"
    "<style>body { display: none }</style>"
)


def find_chromium() -> str | None:
    named = (os.environ.get("CHROMIUM"), "/usr/bin/chromium")
    return next((path for path in named if path and os.access(path, os.X_OK)), None) or shutil.which("chromium")


@pytest.fixture(scope="module")
def chromium() -> "Iterator[Browser]":
    """Start Chromium; where there is none: skip, or fail with REQUIRE_BROWSER=1."""
    missing = pytest.fail if os.environ.get("REQUIRE_BROWSER") else pytest.skip
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("no playwright here: install the extra `browser`")
    path = find_chromium()
    if path is None:
        missing("no Chromium here: set CHROMIUM, or install Debian's chromium")
    with sync_playwright() as playwright:
        args = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=path, args=args)
        yield browser
        browser.close()


def listen() -> socket.socket:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    return listener


@contextmanager
def serve(stage: Stage, listener: socket.socket | None = None) -> Iterator[str]:
    """Serve the desk on a port of its own, or on one that is bound already; yield its address."""
    listener = listener or listen()
    config = uvicorn.Config(stage.app, log_config=None, lifespan="off", ws="none", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def desk(stage: Stage) -> Iterator[str]:
    with serve(stage) as address:
        yield address


@pytest.fixture
def page(chromium: "Browser") -> "Iterator[Page]":
    context = chromium.new_context(locale="fr-FR")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def set_account(page: "Page", stage: Stage, desk: str, **change: str) -> None:
    with stage.database.begin() as session:
        link = invite(session, Role.RESPONSABLE, stage.now)
    page.goto(f"{desk}/bienvenue/{link}")
    for field, value in {**ACCOUNT, **change, "#password": PASSWORD}.items():
        page.fill(field, value)
    page.select_option("#department", "rh")
    page.click("text=Créer mon compte")
    page.wait_for_url(f"{desk}/")


def ticket_state(stage: Stage) -> TicketState:
    with stage.database.read() as session:
        return session.get_one(Ticket, 1).state


def test_from_the_link_to_a_closed_ticket(page: "Page", stage: Stage, desk: str) -> None:
    from playwright.sync_api import expect

    stage.receive("Quel est le salaire ?")
    set_account(page, stage, desk)
    page.click("text=Se déconnecter")
    page.fill("#email", ACCOUNT["#email"])
    page.fill("#password", PASSWORD)
    page.click("button:has-text('Se connecter')")

    page.click("text=Quel est le salaire ?")
    page.fill("#words", "Selon la grille.")
    page.click("text=Envoyer et suivant")

    expect(page.get_by_role("status")).to_contain_text("part dans 20 secondes")
    page.goto(f"{desk}/demandes/1")
    expect(page.locator(".letter.staff")).to_contain_text("Selon la grille.")
    assert ticket_state(stage) is TicketState.CLOSED


def test_of_two_who_answer_one_wins_and_the_other_keeps_the_draft(
    page: "Page", chromium: "Browser", stage: Stage, desk: str
) -> None:
    from playwright.sync_api import expect

    stage.receive("Quel est le salaire ?")
    set_account(page, stage, desk)
    context = chromium.new_context(locale="fr-FR")
    other = context.new_page()
    set_account(other, stage, desk, **{"#email": "other@example.org", "#name": "Autre Agent"})
    for one, words in ((page, "Première réponse."), (other, "Deuxième réponse.")):
        one.goto(f"{desk}/demandes/1")
        one.fill("#words", words)

    page.click("text=Envoyer et suivant")
    expect(page.locator("form[action='/demandes/1/annulation']")).to_be_visible()
    other.click("text=Envoyer et suivant")

    expect(other.get_by_role("alert")).to_contain_text("déjà fermée")
    expect(other.locator("#words")).to_have_value("Deuxième réponse.")
    expect(other.locator(".letter.staff")).to_contain_text("Première réponse.")
    context.close()


def test_a_mail_full_of_script_shows_nothing_active(page: "Page", stage: Stage, desk: str) -> None:
    dialogs, foreign = list[str](), list[str]()
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: None if request.url.startswith(desk) else foreign.append(request.url))
    stage.receive(
        f"{NASTY} Quel est le salaire ?",
        text=f"{NASTY} javascript:alert(3)",
        name=NASTY,
        mail=MailTrace(NASTY, "a1@example.net"),
        enclosures=(Enclosure("page.html", "text/html", len(NASTY), NASTY.encode()),),
    )
    set_account(page, stage, desk)

    for path in ("/", "/demandes/1", "/fils/1"):
        page.goto(f"{desk}{path}")
        assert page.locator("main").is_visible()
        assert page.locator("main script, main img, main style, main iframe").count() == 0
    page.goto(f"{desk}/demandes/1")
    page.click("summary")
    with page.expect_download() as download:
        page.click("text=page.html")

    assert download.value.suggested_filename == "page.html"
    assert (dialogs, foreign) == ([], [])


def test_pages_fit_a_narrow_screen_and_every_field_has_its_label(page: "Page", stage: Stage, desk: str) -> None:
    stage.receive(f"{'x' * 300} Quel est le salaire ?", name="y" * 200)
    with stage.database.begin() as session:
        make_staff(session)
        link = f"/bienvenue/{invite(session, Role.AGENT, stage.now)}"
    page.set_viewport_size({"width": 320, "height": 640})

    for path in ("/connexion", link):
        check_shape(page, f"{desk}{path}")
    set_account(page, stage, desk)
    for path in ("/", "/?file=assistant", "/demandes/1", "/fils/1", "/?a=moi", "/appels/nouveau", "/nowhere"):
        check_shape(page, f"{desk}{path}")


def check_shape(page: "Page", address: str) -> None:
    page.goto(address)
    fields = "[...document.querySelectorAll('input:not([type=hidden]), textarea, select')]"
    assert page.evaluate(f"{fields}.filter(field => !field.labels.length).map(field => field.name)") == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.locator("h1").count() == 1


def test_the_keyboard_alone_reaches_the_answer(page: "Page", stage: Stage, desk: str) -> None:
    from playwright.sync_api import expect

    stage.receive("Quel est le salaire ?")
    set_account(page, stage, desk)
    page.goto(f"{desk}/demandes/1")

    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(20):
        page.keyboard.press("Tab")
        with suppress(AssertionError):
            expect(page.locator("#words")).to_be_focused(timeout=50)
            break
    page.keyboard.type("Selon la grille.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("part dans 20 secondes")
