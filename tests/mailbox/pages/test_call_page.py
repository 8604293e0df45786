import re

from guichet.mailbox.pages.topics import name_topic
from guichet.mailbox.records.models import Question, QuestionState, Ticket, TicketState
from guichet.tests.factories import make_call
from guichet.tests.mailbox.pages.desk_browser import Stage, count_statements

CALL = make_call()


def ask(stage: Stage, number: int, words: str = "Quel est le salaire ?") -> None:
    stage.receive(words, f"{number}@example.net", mail_id=f"{number}@example.net")


async def test_every_passage_has_its_own_place(stage: Stage) -> None:
    browser = stage.staff_browser()

    await browser.get("/appel")

    places = re.findall(r'id="passage-([^"]+)"', browser.page)
    assert sorted(places) == sorted(CALL.passages)


async def test_the_page_tells_how_often_a_passage_was_quoted(each_stage: Stage) -> None:
    ask(each_stage, 1, "Quelle est la date limite ?")
    browser = each_stage.staff_browser()

    await browser.get("/appel")

    assert "20 février 2026 à 17 h Cité 1 fois, à 1 personne" in browser.text


async def test_a_gap_leads_to_its_open_tickets_and_to_the_nearest_passage(each_stage: Stage) -> None:
    for number in range(12):
        ask(each_stage, number)
    with each_stage.database.begin() as session:
        session.get_one(Ticket, 1).state = TicketState.CLOSED
    browser = each_stage.staff_browser()

    await browser.get("/appel")

    register = browser.page.partition('id="lacunes"')[2]
    assert re.findall(r'href="/demandes/(\d+)"', register) == [str(number) for number in range(2, 12)]
    assert "Demandé par 12 personnes" in browser.text
    assert "n° 11 et 1 de plus" in browser.text
    assert 'href="/appel#passage-duration"' in register


async def test_an_answered_question_leads_nowhere(stage: Stage) -> None:
    ask(stage, 1)
    with stage.database.begin() as session:
        session.get_one(Question, 1).state = QuestionState.CLOSED
    browser = stage.staff_browser()

    await browser.get("/appel")

    assert "Aucune demande ouverte." in browser.text


async def test_what_a_candidate_wrote_is_shown_as_text(stage: Stage) -> None:
    ask(stage, 1)
    with stage.database.begin() as session:
        session.get_one(Question, 1).text = "Quel est le salaire <b>brut</b> ?"
    browser = stage.staff_browser()

    await browser.get("/appel")

    assert "&lt;b&gt;brut" in browser.page
    assert "<b>" not in browser.page


async def test_the_page_asks_the_database_as_often_for_fifty_as_for_one(each_stage: Stage) -> None:
    browser, asked = each_stage.staff_browser(), []

    for number in range(50):
        ask(each_stage, number)
        if number in (0, 49):
            with count_statements(each_stage.database) as statements:
                await browser.get("/appel")
            asked.append(len(statements))

    assert asked[0] == asked[1]


async def test_the_places_of_the_desk_lead_from_each_to_the_others(stage: Stage) -> None:
    browser = stage.staff_browser()

    await browser.get("/appel")

    nav = browser.page.partition('<nav class="places"')[2].partition("</nav>")[0]
    assert re.findall(r'href="([^"]+)"', nav) == ["/", "/faq", "/appel", "/journal", "/service"]
    assert '<a href="/appel" aria-current="page">' in nav
    assert nav.count("aria-current") == 1


def test_a_pair_without_a_label_keeps_its_key() -> None:
    assert name_topic("contract.how_much") == "La rémunération"
    assert name_topic("moon.when") == "moon.when"
