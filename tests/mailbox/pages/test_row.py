from sqlalchemy import update

from guichet.mailbox.records.models import Question, QuestionState, Ticket
from guichet.tests.factories import make_ticket
from guichet.tests.mailbox.pages.desk_browser import Stage
from guichet.tests.mailbox.pages.test_lane import make_varied


async def test_a_row_counts_the_open_tickets_that_ask_the_same(each_stage: Stage) -> None:
    for number in range(3):
        each_stage.receive("Quel est le salaire ?", f"{number}@example.net")
    each_stage.receive("Combien de postes sont ouverts ?", "d@example.net")
    browser = each_stage.staff_browser()

    await browser.get("/")

    assert browser.text.count("même question ×3 3 demandes ouvertes posent cette question") == 3
    assert browser.text.count("même question") == 3


async def test_a_question_that_is_settled_or_of_another_call_is_not_counted(stage: Stage) -> None:
    for number in range(4):
        stage.receive("Quel est le salaire ?", f"{number}@example.net")
    with stage.database.begin() as session:
        session.execute(update(Question).where(Question.id == 2).values(state=QuestionState.CLOSED))
        session.execute(update(Ticket).where(Ticket.id == 3).values(call="another-call"))
    browser = stage.staff_browser()

    await browser.get("/")

    assert "même question ×2" in browser.text


async def test_files_have_a_sign_that_is_read_out(each_stage: Stage) -> None:
    with each_stage.database.begin() as session:
        make_varied(session)
    browser = each_stage.staff_browser()

    await browser.get("/?pieces=oui")

    assert '<span aria-hidden="true">📎 1</span><span class="heard">1 pièce jointe</span>' in browser.page


async def test_a_row_names_whose_it_is(stage: Stage) -> None:
    browser = stage.staff_browser()
    with stage.database.begin() as session:
        make_ticket(session).owner_id = 1

    await browser.get("/")

    assert "suivie par Agent du service" in browser.text
