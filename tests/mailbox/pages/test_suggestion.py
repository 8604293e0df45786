"""The suggested answer on a ticket's page."""

import pytest
from sqlalchemy import select

from guichet.mailbox.records.models import Question
from guichet.tests.mailbox.pages.desk_browser import Stage


@pytest.fixture
def asked(stage: Stage) -> Stage:
    stage.receive("Quel est le salaire ?")
    return stage


async def test_a_suggestion_is_shown_with_its_passage_and_taken_up_without_a_script(asked: Stage) -> None:
    with asked.database.begin() as session:
        question = session.scalars(select(Question)).one()
        question.pair, question.choices = None, ["application.until_when"]
    browser = asked.staff_browser()
    await browser.get("/demandes/1")

    assert "Réponse suggérée D'après l'appel" in browser.text
    assert 'href="/appel#passage-deadline"' in browser.page
    assert browser.draft == ""
    response = await browser.post("/demandes/1/suggestion", words="Bonjour,", version=browser.hidden("version"))
    assert response.headers["location"] == "/demandes/1?fait=suggere#words"
    await browser.get("/demandes/1?fait=suggere")
    assert browser.draft.startswith("Bonjour,\n\nVoici ce que dit l'appel")
    assert "« Date limite de dépôt des candidatures le 20 février 2026 - 17 heures »" in browser.draft


async def test_what_a_suggestion_does_not_answer_stays_open(stage: Stage) -> None:
    stage.receive("Quel est le salaire ? Le logement est-il fourni ?")
    with stage.database.begin() as session:
        pay, _ = session.scalars(select(Question).order_by(Question.id))
        pay.pair, pay.choices = None, ["application.until_when"]
    browser = stage.staff_browser()
    await browser.get("/demandes/1")

    await browser.post("/demandes/1/suggestion", version=browser.hidden("version"))
    await browser.get("/demandes/1")

    assert (browser.field("q1"), browser.field("q2")) == ("repondue", "ouverte")
