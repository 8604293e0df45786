"""A morning at the desk in a real browser: two steps to log in, then a queue of twenty by keyboard alone."""

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, update

from guichet.mailbox.delivery.carrier import MailTrace
from guichet.mailbox.desk.answering import answer
from guichet.mailbox.desk.presence import be_seen
from guichet.mailbox.records.models import (
    Message,
    Parcel,
    ParcelState,
    Question,
    Staff,
    Ticket,
    TicketState,
)
from guichet.tests.factories import make_call, make_staff
from guichet.tests.mailbox.pages.desk_browser import Stage
from guichet.tests.mailbox.pages.test_in_browser import chromium, desk, page
from guichet.tests.mailbox.pages.two_steps import EMAIL, PASSWORD, make_account, read_code

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["chromium", "desk", "page"]
pytestmark = pytest.mark.browser
TOLD = "Le salaire suit la grille nationale."
UNKNOWN = "Peut-on venir avec son chien ?"


class Keyboard:
    """A keyboard that counts the keys that are pressed; words typed are not commands."""

    def __init__(self, page: "Page") -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        self.page.locator("html[data-ready]").wait_for(state="attached")
        self.page.keyboard.press(key)
        self.pressed += 1

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)


def ask(stage: Stage, who: str, words: str) -> None:
    stage.receive(words, f"{who}@example.net", mail=MailTrace("Question", f"{who}@x"))


def prepare(stage: Stage) -> None:
    """Ask twenty times: fifteen what a colleague answered before, three what the call answers, two what nobody did."""
    ask(stage, "first", "Quel est le salaire ?")
    with stage.database.begin() as session:
        colleague = make_staff(session, "colleague@example.org")
        seen = session.get_one(Ticket, 1).thread.version
        answer(session, stage.desk, make_call(), 1, colleague, TOLD, stage.now, seen_version=seen)
        session.execute(update(Parcel).values(state=ParcelState.SENT, sent_at=stage.now))
    for n in range(18):
        ask(stage, f"asker{n}", "Quel est le salaire ?")
    for n in range(2):
        ask(stage, f"other{n}", UNKNOWN)
    with stage.database.begin() as session:
        for question in session.scalars(select(Question).order_by(Question.id).offset(1).limit(3)):
            question.pair, question.choices = None, ["application.until_when"]
        for ticket in session.scalars(select(Ticket)):
            ticket.department = "rh"


def log_in(page: "Page", stage: Stage, desk: str) -> None:
    from playwright.sync_api import expect

    make_account(stage)
    page.goto(f"{desk}/")
    page.locator("#email").focus()
    expect(page.locator("#email")).to_be_focused()
    page.keyboard.type(EMAIL)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#code")).to_be_focused()
    page.keyboard.type(read_code(stage.now))
    page.keyboard.press("Enter")
    page.wait_for_url(f"{desk}/")


def count_open(stage: Stage) -> int:
    with stage.database.read() as session:
        return session.scalars(select(func.count()).where(Ticket.state == TicketState.OPEN)).one()


def test_twenty_are_answered_by_keyboard_with_three_keys_at_most_where_the_suggestion_is_right(
    page: "Page", stage: Stage, desk: str
) -> None:
    from playwright.sync_api import expect

    prepare(stage)
    log_in(page, stage, desk)
    keyboard, used = Keyboard(page), list[int]()
    keyboard.press("j")
    keyboard.press("Enter")
    page.wait_for_url(f"{desk}/demandes/*")

    for left in range(20, 0, -1):
        before, here = keyboard.pressed, page.url
        if page.locator("#reprendre").count():
            keyboard.press("i")
            used.append(keyboard.pressed - before + 1)
        else:
            keyboard.press("e")
            keyboard.type("Oui, s'il est calme.")
        expect(page.locator("#words")).not_to_have_value("")
        keyboard.press("Control+Enter")
        page.wait_for_url(lambda url, here=here: url.partition("?")[0] != here.partition("?")[0])
        assert count_open(stage) == left - 1

    assert len(used) == 18
    assert max(used) <= 3
    print(f"keys for a ticket whose suggestion is right: {max(used)} at most; {keyboard.pressed} keys for twenty")


def test_what_was_sent_is_what_was_suggested_and_names_no_one(page: "Page", stage: Stage, desk: str) -> None:
    from playwright.sync_api import expect

    prepare(stage)
    log_in(page, stage, desk)
    page.goto(f"{desk}/demandes/5")
    keyboard = Keyboard(page)

    keyboard.press("i")
    expect(page.locator("#words")).to_have_value(TOLD)
    keyboard.press("Control+Enter")
    page.wait_for_url("**parti=5")

    with stage.database.read() as session:
        me = select(Staff.id).where(Staff.email == EMAIL).scalar_subquery()
        assert session.scalars(select(Message.words).where(Message.staff_id == me)).all() == [TOLD]


def test_the_list_grows_while_it_is_read(page: "Page", stage: Stage, desk: str) -> None:
    from playwright.sync_api import expect

    ask(stage, "ann", "Quel est le salaire ?")
    page.clock.install()
    log_in(page, stage, desk)
    Keyboard(page).press("j")
    expect(page.locator("#demande-1")).to_be_focused()
    page.fill("#cherche", "mot à demi é")
    page.locator("#demande-1").focus()
    ask(stage, "bob", UNKNOWN)

    page.clock.run_for(21_000)

    expect(page.locator("a.row")).to_have_count(2)
    expect(page.locator("#listes .count").first).to_have_text("2")
    expect(page.locator("#demande-1")).to_be_focused()
    expect(page.locator("#cherche")).to_have_value("mot à demi é")


def test_a_page_hears_that_somebody_else_reads_and_that_the_thread_moved(page: "Page", stage: Stage, desk: str) -> None:
    from playwright.sync_api import expect

    ask(stage, "ann", "Quel est le salaire ?")
    page.clock.install()
    log_in(page, stage, desk)
    page.goto(f"{desk}/demandes/1")
    page.fill("#words", "Selon")
    with stage.database.begin() as session:
        be_seen(session, 1, make_staff(session, "colleague@example.org").id, stage.now)
    more = MailTrace("Re: Question", "more@x", references=("ann@x",))
    stage.receive("Je précise : à plein temps ?", "ann@example.net", mail=more)

    page.clock.run_for(21_000)

    expect(page.locator("#presence")).to_contain_text("Agent du service lit cette demande")
    expect(page.locator("#presence")).to_contain_text("Cette conversation a bougé")
    page.click("text=Lire ce qui est nouveau")
    expect(page.locator("#words")).to_have_value("Selon")
    expect(page.locator("body")).to_contain_text("Je précise : à plein temps ?")
