import re

from guichet.tests.mailbox.desk.entries import propose_one
from guichet.tests.mailbox.pages.desk_browser import Stage, count_statements


async def test_fifty_tickets_that_an_entry_would_answer_take_as_many_questions_as_one(stage: Stage) -> None:
    browser, asked = stage.staff_browser(), list[int]()
    with stage.database.begin() as session:
        entry = propose_one(session).id

    for number in range(50):
        stage.receive("Quel est le salaire ?", f"{number}@example.net", mail_id=f"{number}@example.net")
        if number in (0, 49):
            with count_statements(stage.database) as statements:
                await browser.get(f"/faq/{entry}")
            asked.append(len(statements))

    assert len(set(re.findall(r'href="/demandes/(\d+)"', browser.page))) == 50
    assert asked[0] == asked[1]
