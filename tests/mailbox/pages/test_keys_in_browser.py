"""The desk by keyboard alone, in a real browser; drafts are saved as one writes."""

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from guichet.mailbox.delivery.carrier import MailTrace
from guichet.mailbox.records.models import Draft, Note, Staff, Ticket, TicketState
from guichet.tests.mailbox.pages.desk_browser import Stage
from guichet.tests.mailbox.pages.test_in_browser import chromium, desk, page, set_account

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["chromium", "desk", "page"]
pytestmark = pytest.mark.browser


def fill(stage: Stage, number: int) -> None:
    for n in range(number):
        stage.receive("Quel est le salaire ?", f"a{n}@example.net", mail=MailTrace("Question", f"m{n}@x"))


def press(page: "Page", key: str) -> None:
    """Press a key once the page hears it."""
    page.locator("html[data-ready]").wait_for(state="attached")
    page.keyboard.press(key)


def states(stage: Stage) -> list[TicketState]:
    with stage.database.read() as session:
        return list(session.scalars(select(Ticket.state).order_by(Ticket.id)))


def test_three_keys_answer_a_ticket_with_words_that_are_saved(page: "Page", stage: Stage, desk: str) -> None:
    from playwright.sync_api import expect

    fill(stage, 3)
    set_account(page, stage, desk)
    page.goto(f"{desk}/service/reponses")
    page.fill("[name=title] >> nth=0", "Salaire")
    page.fill("textarea[name=words] >> nth=0", "Selon la grille.")
    page.click("main button.main")
    page.goto(f"{desk}/")

    press(page, "j")
    press(page, "Enter")
    for number in (1, 2, 3):
        expect(page.locator("h1")).to_contain_text(f"n° {number}")
        press(page, "1")
        expect(page.locator("#words")).to_have_value("Selon la grille.")
        press(page, "Control+Enter")
        expect(page.locator(".notice.good").first).to_contain_text("part dans 20 secondes")

    assert states(stage) == [TicketState.CLOSED] * 3


def test_an_answer_is_taken_back_by_one_key(page: "Page", stage: Stage, desk: str) -> None:
    from playwright.sync_api import expect

    fill(stage, 2)
    set_account(page, stage, desk)
    page.goto(f"{desk}/demandes/1")
    press(page, "e")
    page.keyboard.type("Trop vite.")
    press(page, "Control+Enter")
    expect(page.locator("h1")).to_contain_text("n° 2")

    press(page, "u")

    expect(page.locator("h1")).to_contain_text("n° 1")
    expect(page.locator("#words")).to_have_value("Trop vite.")
    assert states(stage) == [TicketState.OPEN] * 2


def test_a_draft_is_saved_as_one_writes_and_others_see_who_reads(page: "Page", stage: Stage, desk: str) -> None:
    from playwright.sync_api import expect

    fill(stage, 1)
    set_account(page, stage, desk)
    page.goto(f"{desk}/demandes/1")

    press(page, "e")
    page.keyboard.type("À finir")

    expect(page.locator("#garde")).to_have_text("Brouillon gardé.")
    with stage.database.read() as session:
        assert session.scalars(select(Draft.words)).all() == ["À finir"]
    page.reload()
    expect(page.locator("#words")).to_have_value("À finir")


def test_keys_open_what_they_name(page: "Page", stage: Stage, desk: str) -> None:
    from playwright.sync_api import expect

    fill(stage, 2)
    set_account(page, stage, desk)
    page.goto(f"{desk}/demandes/1")

    press(page, "n")
    expect(page.locator("#note")).to_be_focused()
    page.keyboard.type("zcf?")
    page.click("button:text-is('Garder la note')")
    expect(page.get_by_role("status").first).to_contain_text("La note est gardée")
    with stage.database.read() as session:
        assert session.scalars(select(Note.words)).all() == ["zcf?"]
    press(page, "z")
    expect(page.locator("#jusqu")).to_be_focused()
    page.goto(f"{desk}/demandes/1")
    press(page, "c")
    expect(page.locator("h1")).to_contain_text("Même question")
    press(page, "?")
    expect(page.locator("h1")).to_have_text("Les touches")


def test_who_switched_the_keys_off_has_none(page: "Page", stage: Stage, desk: str) -> None:
    from playwright.sync_api import expect

    fill(stage, 1)
    set_account(page, stage, desk)
    with stage.database.begin() as session:
        for staff in session.scalars(select(Staff)):
            staff.single_keys = False
    page.goto(f"{desk}/demandes/1")

    press(page, "e")

    expect(page.locator("#words")).not_to_be_focused()


def test_a_key_takes_a_thread_over_and_the_correction_is_written_at_once(page: "Page", stage: Stage, desk: str) -> None:
    from playwright.sync_api import expect

    stage.receive("Quelle est la date limite ?")
    set_account(page, stage, desk)
    page.goto(f"{desk}/fils/1")

    press(page, "t")

    expect(page.locator("h1")).to_contain_text("n° 1")
    expect(page.locator("#words")).to_be_focused()
