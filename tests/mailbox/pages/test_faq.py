import pytest
from sqlalchemy import select

from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import EntryState, Role, Staff
from guichet.tests.factories import NOW
from guichet.tests.mailbox.desk.entries import make_approved, proposal, propose_one
from guichet.tests.mailbox.pages.desk_browser import Browser, Stage, count_statements


def reader(stage: Stage) -> Browser:
    browser = stage.staff_browser("lecture@example.org")
    with stage.database.begin() as session:
        session.scalars(select(Staff).where(Staff.email == "lecture@example.org")).one().role = Role.LECTURE
    return browser


async def test_an_empty_faq_says_so(stage: Stage) -> None:
    browser = stage.staff_browser()

    await browser.get("/faq")

    assert "Aucune entrée dans cet état." in browser.text


async def test_entries_are_listed_by_state_the_proposed_ones_first(each_stage: Stage) -> None:
    with each_stage.database.begin() as session:
        make_approved(session)
        propose_one(session, proposal("contract.leave", "Combien de congés ?", words="Trente jours."))
    browser = each_stage.staff_browser()

    await browser.get("/faq")
    proposed = browser.text
    await browser.get("/faq?etat=valides")

    assert "Trente jours." in proposed
    assert "La grille" not in proposed
    assert "La rémunération : La grille nationale s'applique." in browser.text
    assert "Proposées 1" in browser.text
    assert "Valides 1" in browser.text


@pytest.mark.parametrize("name", ["perimees", "contredites", "retirees"])
async def test_each_state_has_its_list(stage: Stage, name: str) -> None:
    states = {"perimees": EntryState.STALE, "contredites": EntryState.CONTRADICTED, "retirees": EntryState.WITHDRAWN}
    with stage.database.begin() as session:
        propose_one(session).state = states[name]
    browser = stage.staff_browser()

    await browser.get(f"/faq?etat={name}")

    assert "La grille nationale" in browser.text


@pytest.mark.parametrize("words", ["GRILLE", "rémuneration", "salaire nationale"])
async def test_entries_are_found_by_their_words_whatever_their_state(stage: Stage, words: str) -> None:
    with stage.database.begin() as session:
        make_approved(session)
        propose_one(session, proposal("contract.leave", "Combien de congés ?", words="Trente jours."))
    browser = stage.staff_browser()

    await browser.get(f"/faq?mots={words}")

    assert "La grille nationale" in browser.text
    assert "Trente jours." not in browser.text


async def test_who_only_reads_sees_the_entries_and_no_form(stage: Stage) -> None:
    with stage.database.begin() as session:
        entry = propose_one(session).id
    browser = reader(stage)

    assert (await browser.get("/faq")).status_code == 200
    assert "Écrire une entrée" not in browser.text
    assert (await browser.get(f"/faq/{entry}")).status_code == 200
    assert browser.page.count("<form") == 2  # the other language, and the way out
    assert (await browser.post(f"/faq/{entry}/validation", version="1")).status_code == 403
    assert (await browser.get("/faq/nouvelle")).status_code == 403


async def test_a_list_of_fifty_asks_the_database_as_often_as_one_of_one(sqlite: Database) -> None:
    stage, asked = Stage(sqlite), []
    browser = stage.staff_browser()
    for many in (1, 49):
        with sqlite.begin() as session:
            for _ in range(many):
                propose_one(session)
        with count_statements(sqlite) as statements:
            await browser.get("/faq")
        asked.append(len(statements))

    assert stage.now == NOW
    assert asked[0] == asked[1]
    assert browser.page.count('class="row"') == 50
