"""Hostile letters in a real browser: its network log, its dialogs and its console are the proof."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from guichet.mailbox.intake.letter import read_letter
from guichet.mailbox.intake.letter_reader import to_inquiry
from guichet.mailbox.records.models import Author, Message
from guichet.tests.factories import NOW, make_thread
from guichet.tests.mailbox.intake.hostile_html import ALL, FAR
from guichet.tests.mailbox.pages import test_in_browser
from guichet.tests.mailbox.pages.desk_browser import Stage
from guichet.tests.mailbox.pages.test_in_browser import set_account

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, Route

pytestmark = pytest.mark.browser
chromium, desk, page = test_in_browser.chromium, test_in_browser.desk, test_in_browser.page
HEAD = "From: Ann <ann@example.net>\r\nSubject: Question\r\nMIME-Version: 1.0\r\n"
PART = "--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
LAST = "<p>Quel est le salaire ?</p><blockquote>ancien</blockquote><a href='https://a.example/x'>ici</a>"
HTML = "text/html; charset=utf-8"
FRAME = ".page iframe"


@dataclass
class Watch:
    """What a browser did: the requests it began to elsewhere than the desk, those that left, dialogs, its console.

    What a policy forbids is begun, as the network log has it, and does not leave.
    """

    home: str
    requests: list[str] = field(default_factory=list[str])
    left: list[str] = field(default_factory=list[str])
    dialogs: list[str] = field(default_factory=list[str])
    console: list[str] = field(default_factory=list[str])

    def over(self, page: "Page") -> "Watch":
        page.context.on("request", self._note)
        page.context.on("dialog", self._dismiss)
        page.context.on("console", self._hear)
        page.context.route(lambda address: not address.startswith(self.home), self._stop)
        return self

    def _note(self, request: "Request") -> None:
        if not request.url.startswith(self.home):
            self.requests.append(request.url)

    def _stop(self, route: "Route") -> None:
        self.left.append(route.request.url)
        route.abort()

    def _dismiss(self, dialog: "Dialog") -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _hear(self, message: "ConsoleMessage") -> None:
        self.console.append(message.text)


def receive(stage: Stage, *pages: str) -> None:
    """Let a letter come in by the reader, each page as a part of its own."""
    parts = "".join(f"{PART}{one}\r\n" for one in pages)
    raw = f"{HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n{parts}--b--\r\n".encode()
    with stage.database.begin() as session:
        stage.reception.receive(session, to_inquiry(read_letter(raw)), stage.now)


def open_frame(page: "Page", desk: str) -> None:
    page.goto(f"{desk}/demandes/1")
    page.click(".page summary")
    page.frame_locator(FRAME).locator("text=Quel est le salaire ?").wait_for()


def settle(page: "Page") -> None:
    """Give what would happen the time to happen."""
    page.wait_for_load_state("load", timeout=90_000)  # with all that its frames hold
    page.wait_for_timeout(500)


@pytest.fixture
def watch(page: "Page", desk: str) -> Iterator[Watch]:
    return Watch(desk).over(page)


def test_of_a_hostile_letter_nothing_runs_and_nothing_is_fetched(
    page: "Page", stage: Stage, desk: str, watch: Watch
) -> None:
    receive(stage, *ALL, LAST)
    set_account(page, stage, desk)

    open_frame(page, desk)
    settle(page)
    page.goto(f"{desk}/messages/1/page")
    settle(page)

    assert page.locator("body hr").count() > 50
    assert (
        page.locator(
            "script, img, svg, math, form, input, iframe, object, body style, body link, meta[http-equiv]"
        ).count()
        == 0
    )
    assert (watch.requests, watch.dialogs, watch.console) == ([], [], [])


def test_what_the_cleaner_would_let_through_its_headers_hold(
    page: "Page", stage: Stage, desk: str, watch: Watch
) -> None:
    with stage.database.begin() as session:
        thread = make_thread(session)
        written = {"thread": thread, "author": Author.CANDIDATE, "at": NOW, "text": "", "words": ""}
        session.add_all(Message(**written, html=html.replace("\0", "")) for html in ALL)
        session.flush()
        numbers = list(session.scalars(select(Message.id)))
    set_account(page, stage, desk)
    frames = "".join(f"<iframe src=/messages/{number}/page></iframe>" for number in numbers)
    page.route(f"{desk}/cadres", lambda route: route.fulfill(body=frames, content_type=HTML))

    page.goto(f"{desk}/cadres", wait_until="commit")
    settle(page)

    assert len(page.frames) > len(numbers) == len(ALL)
    assert len(watch.requests) > 10
    assert (watch.left, watch.dialogs) == ([], [])


def test_the_same_pages_act_where_nothing_holds_them(page: "Page") -> None:
    home = "http://home.example/"
    watch = Watch(home).over(page)
    pages = {f"{home}{number}": f"<!doctype html><body>{html}" for number, html in enumerate(ALL)}
    frames = "".join(f"<iframe src={address}></iframe>" for address in pages)
    page.route(f"{home}**", lambda route: route.fulfill(body=pages.get(route.request.url, frames), content_type=HTML))

    page.goto(home, wait_until="commit")
    settle(page)

    assert len(watch.dialogs) > 20
    assert len({address for address in watch.left if address.startswith(FAR)}) > 20


def test_a_link_in_the_frame_leads_nowhere_until_its_page_is_opened_alone(
    page: "Page", stage: Stage, desk: str, watch: Watch
) -> None:
    receive(stage, LAST)
    set_account(page, stage, desk)
    open_frame(page, desk)

    page.frame_locator(FRAME).locator("text=ici").click()
    settle(page)
    in_frame = list(watch.left)
    page.goto(f"{desk}/messages/1/page")
    page.click("text=ici")
    settle(page)

    assert in_frame == []
    assert set(watch.left) == {"https://a.example/x"}


def test_the_keyboard_unfolds_the_page_and_its_frame_says_what_it_is(page: "Page", stage: Stage, desk: str) -> None:
    from playwright.sync_api import expect

    receive(stage, LAST)
    set_account(page, stage, desk)
    page.goto(f"{desk}/demandes/1")
    expect(page.locator(FRAME)).to_be_hidden()

    page.locator(".page summary").focus()
    page.keyboard.press("Enter")

    expect(page.locator(FRAME)).to_be_visible()
    expect(page.get_by_title("Message mis en forme de Ann")).to_have_attribute("sandbox", "")
    page.frame_locator(FRAME).locator("text=ici").wait_for()
    page.keyboard.press("Tab")
    expect(page.locator(FRAME)).to_be_focused()
    expect(page.frame_locator(FRAME).locator("text=ici")).to_be_focused()


def test_a_page_has_our_style_in_its_frame_and_alone(page: "Page", stage: Stage, desk: str) -> None:
    from playwright.sync_api import expect

    receive(stage, LAST)
    set_account(page, stage, desk)

    open_frame(page, desk)
    expect(page.frame_locator(FRAME).locator("blockquote")).to_have_css("border-left-style", "solid")
    page.click("text=Ouvrir cette mise en forme seule")

    expect(page.locator("blockquote")).to_have_css("border-left-style", "solid")
    expect(page.locator("mark")).to_have_text("[a.example]")
    assert page.evaluate("document.title") == "Question – mise en forme"


def test_without_scripts_the_page_unfolds_as_well(chromium: "Browser", stage: Stage, desk: str) -> None:
    receive(stage, LAST)
    context = chromium.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    set_account(page, stage, desk)

    open_frame(page, desk)

    assert page.locator(FRAME).is_visible()
    context.close()
