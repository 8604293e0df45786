"""What the desk is trusted with, in a real browser: clusters, merges, decisions for all, equal treatment."""

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from guichet.mailbox.delivery.body import unpack
from guichet.mailbox.delivery.carrier import MailTrace
from guichet.mailbox.desk.correcting import open_corrections
from guichet.mailbox.desk.inquiry import Inquiry, Visitor
from guichet.mailbox.records.models import Parcel, ParcelKind, ParcelState, Ticket, TicketState
from guichet.tests.factories import make_call
from guichet.tests.mailbox.pages.desk_browser import Stage
from guichet.tests.mailbox.pages.test_in_browser import chromium, desk, page, set_account
from guichet.tests.mailbox.pages.test_keys_in_browser import press

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["chromium", "desk", "page"]
pytestmark = pytest.mark.browser
PAY = "Quel est le salaire ?"
LESS, MORE = "Le salaire est de 2 400 € bruts.", "Le salaire est de 2 900 € bruts."


def ask(stage: Stage, who: str, words: str = PAY, **trace: object) -> None:
    stage.receive(words, f"{who}@example.net", mail=MailTrace("Question", f"{who}{len(words)}@x", **trace))


def read_states(stage: Stage) -> list[TicketState]:
    with stage.database.read() as session:
        return list(session.scalars(select(Ticket.state).order_by(Ticket.id)))


def read_replies(stage: Stage) -> list[str]:
    """Read what left last to each address: what the assistant said."""
    with stage.database.read() as session:
        query = select(Parcel).where(Parcel.kind == ParcelKind.REPLY).order_by(Parcel.id)
        return [unpack(parcel.body).text for parcel in session.scalars(query)]


def send(page: "Page", desk: str, number: int, words: str) -> None:
    page.goto(f"{desk}/demandes/{number}")
    page.fill("#words", words)
    page.click("text=Envoyer et suivant")


def test_of_a_cluster_of_five_the_one_whose_thread_moved_is_not_answered(page: "Page", stage: Stage, desk: str) -> None:
    from playwright.sync_api import expect

    for n in range(5):
        ask(stage, f"asker{n}")
    set_account(page, stage, desk)
    page.goto(f"{desk}/demandes/1")
    press(page, "c")
    expect(page.locator("input[type=checkbox]:checked")).to_have_count(5)
    stage.receive(
        "Je précise : net ou brut ?", "asker3@example.net", mail=MailTrace("Re", "z@x", references=("asker321@x",))
    )

    page.fill("#words", "Selon la grille.")
    press(page, "Control+Enter")

    expect(page.locator(".notice li")).to_have_count(5)
    expect(page.locator(".notice ul")).to_contain_text("n° 4 : Rien n'est parti")
    moved = [TicketState.CLOSED] * 3 + [TicketState.OPEN, TicketState.CLOSED]
    assert read_states(stage)[:5] == moved
    page.click("text=Annuler ces envois")
    expect(page.get_by_role("status")).to_contain_text("4 réponses ne sont pas parties")
    assert read_states(stage)[:5] == [TicketState.OPEN] * 5


def test_two_requests_of_one_person_are_merged_and_parted_again(page: "Page", stage: Stage, desk: str) -> None:
    from playwright.sync_api import expect

    ask(stage, "ann")
    ask(stage, "ann", "Le logement est-il fourni ?")
    set_account(page, stage, desk)
    page.goto(f"{desk}/demandes/2")
    press(page, "m")
    expect(page.locator("#dans")).to_be_focused()

    page.click("button:text-is('Réunir')")
    expect(page.locator("h1")).to_contain_text("n° 1")
    expect(page.locator(".asked > li")).to_have_count(2)
    assert read_states(stage) == [TicketState.OPEN, TicketState.CLOSED]

    page.goto(f"{desk}/demandes/2")
    page.click("text=Séparer de nouveau")
    expect(page.locator(".asked > li")).to_have_count(1)
    assert read_states(stage) == [TicketState.OPEN, TicketState.OPEN]


def test_an_entry_that_a_colleague_approves_is_told_by_chat_and_by_mail_and_offered_to_who_waits(
    page: "Page", chromium: "Browser", stage: Stage, desk: str
) -> None:
    from playwright.sync_api import expect

    ask(stage, "ann")
    ask(stage, "bob")
    set_account(page, stage, desk)
    send(page, desk, 1, "La grille nationale s'applique.")
    page.goto(f"{desk}/demandes/1")
    press(page, "f")
    expect(page.locator("textarea[name=words]")).to_have_value("La grille nationale s'applique.")
    page.click("text=Proposer")
    expect(page.get_by_role("status")).to_contain_text("une autre personne doit la valider")
    context = chromium.new_context(locale="fr-FR")
    colleague = context.new_page()
    set_account(colleague, stage, desk, **{"#email": "other@example.org", "#name": "Collègue du service"})

    colleague.goto(f"{desk}/faq/1")
    colleague.click("text=Valider : l'entrée sert aussitôt")
    expect(colleague.locator("main")).to_contain_text("Demandes ouvertes qui posent la même question")
    visitor = Visitor("terminal", "1001", "Hélène", "fr")
    with stage.database.begin() as session:
        stage.reception.receive(session, Inquiry(visitor, text=PAY, words=PAY), stage.now)
    ask(stage, "eve")

    told = [reply for reply in read_replies(stage) if "Décision du service du 10 février 2026" in reply]
    assert len(told) == 2
    assert all("La grille nationale s'applique." in reply and "pas ceux de l'appel" in reply for reply in told)
    colleague.click("a.row")
    press(colleague, "i")
    expect(colleague.locator("#words")).to_have_value(told[0].partition("\n\n[")[0].strip())
    context.close()


def test_a_contradiction_stops_with_both_answers_shown_and_a_reason_opens_corrections(
    page: "Page", stage: Stage, desk: str
) -> None:
    from playwright.sync_api import expect

    ask(stage, "ann")
    ask(stage, "bob")
    set_account(page, stage, desk)
    send(page, desk, 1, LESS)
    expect(page.locator("h1")).to_contain_text("n° 2")

    send(page, desk, 2, MORE)
    expect(page.get_by_role("alert")).to_contain_text("Rien n'est parti")
    expect(page.locator(".apart blockquote")).to_have_text([LESS, MORE])
    expect(page.locator("#words")).to_have_value(MORE)
    assert read_states(stage) == [TicketState.CLOSED, TicketState.OPEN]
    page.fill("#motif", "La grille a changé le 1er février.")
    page.check("[name=corriger]")
    page.click("text=Envoyer et suivant")

    expect(page.locator("h1")).to_contain_text("À répondre")
    with stage.database.begin() as session:
        session.execute(update(Parcel).values(state=ParcelState.SENT, sent_at=stage.now))
        assert open_corrections(session, stage.desk, make_call(), stage.now) == 1
    assert read_states(stage) == [TicketState.OPEN, TicketState.CLOSED]
    page.goto(f"{desk}/demandes/1")
    expect(page.locator("#notes ~ ul")).to_contain_text("À corriger")
    press(page, "i")
    expect(page.locator("#words")).to_have_value(MORE)
    page.goto(f"{desk}/journal")
    expect(page.locator("main")).to_contain_text("La grille a changé le 1er février.")
