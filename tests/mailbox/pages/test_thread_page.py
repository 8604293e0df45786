import asyncio
import re

from sqlalchemy import select

from guichet.mailbox.records.models import Act, Role, Ticket, TicketReason
from guichet.tests.factories import make_thread
from guichet.tests.mailbox.pages.desk_browser import Stage


def tickets(stage: Stage) -> list[Ticket]:
    with stage.database.read() as session:
        return list(session.scalars(select(Ticket)))


async def test_what_the_assistant_said_is_shown_with_its_quotation_apart(stage: Stage) -> None:
    stage.receive("Quelle est la date limite ?")
    browser = stage.staff_browser()

    await browser.get("/fils/1")

    quoted = (
        '<blockquote lang="fr">Date limite de dépôt des candidatures le <strong>20 février 2026 - 17 heures</strong>'
    )
    assert quoted in browser.page
    assert "Reprendre cette conversation" in browser.text


async def test_taking_over_opens_a_ticket_of_one_s_own_department(each_stage: Stage) -> None:
    each_stage.receive("Quelle est la date limite ?")
    browser = each_stage.staff_browser(department="evaluation")
    await browser.get("/fils/1")

    response = await browser.post("/fils/1/reprise")

    assert response.headers["location"] == "/demandes/1?fait=repris"
    [ticket] = tickets(each_stage)
    assert (ticket.reason, ticket.department) == (TicketReason.TAKEN_OVER, "evaluation")
    await browser.get("/demandes/1?fait=repris")
    assert "Quelle est la date limite ?" in browser.text
    assert "Votre correction de ce que l'assistant a dit" in browser.text
    assert re.search(r'<textarea id="words"[^>]* autofocus>', browser.page)


async def test_taking_over_twice_at_once_opens_one_ticket(each_stage: Stage) -> None:
    each_stage.receive("Quelle est la date limite ?")
    browser = each_stage.staff_browser()
    await browser.get("/fils/1")

    await asyncio.gather(*(browser.post("/fils/1/reprise") for _ in range(4)))

    assert len(tickets(each_stage)) == 1


async def test_a_thread_of_another_call_is_not_there(stage: Stage) -> None:
    with stage.database.begin() as session:
        make_thread(session).call = "another-call"
    browser = stage.staff_browser()
    assert (await browser.get("/fils/1")).status_code == 404
    await browser.get("/")

    assert (await browser.post("/fils/1/reprise")).status_code == 404
    assert tickets(stage) == []


async def test_a_thread_that_waits_for_a_person_leads_to_its_ticket(stage: Stage) -> None:
    stage.receive("Quel est le salaire ?")
    browser = stage.staff_browser()

    await browser.get("/fils/1")

    assert "Répondre à la demande n° 1" in browser.text
    assert "/fils/1/reprise" not in browser.page


def cases(stage: Stage) -> list[dict[str, object]]:
    with stage.database.read() as session:
        return list(session.scalars(select(Act.detail).where(Act.kind == "case")))


async def test_a_phrasing_is_kept_with_what_was_meant(each_stage: Stage) -> None:
    each_stage.receive("Quelle est la date limite ?")
    browser = each_stage.staff_browser(role=Role.AGENT)
    await browser.get("/fils/1")
    assert '<option value="application.until_when" selected>' in browser.page

    response = await browser.post("/fils/1/cas", question=browser.hidden("question"), sujet="contract.how_long")

    assert cases(each_stage) == [{"question": 1, "pair": "contract.how_long"}]
    await browser.get(response.headers["location"])
    assert "La formulation est gardée" in browser.text


async def test_a_phrasing_without_a_known_subject_is_refused_on_its_page(stage: Stage) -> None:
    stage.receive("Quelle est la date limite ?")
    browser = stage.staff_browser()
    await browser.get("/fils/1")

    answers = [
        await browser.post("/fils/1/cas", question=question, sujet=subject)
        for question, subject in (("1", "no.pair"), ("9999999999", "contract.how_long"), ("x", "contract.how_long"))
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 400]
    assert "choisissez un sujet de la liste" in browser.text
    assert cases(stage) == []


async def test_who_may_only_read_is_offered_no_case(stage: Stage) -> None:
    stage.receive("Quelle est la date limite ?")
    browser = stage.staff_browser(role=Role.LECTURE)

    await browser.get("/fils/1")

    assert "/fils/1/cas" not in browser.page
