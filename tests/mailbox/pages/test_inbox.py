import re
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from guichet.mailbox.delivery.carrier import MailTrace
from guichet.mailbox.desk.closing import close
from guichet.mailbox.pages.lane import SCREENFUL, WAITING, Lane
from guichet.mailbox.records.models import Thread, Ticket, TicketState
from guichet.tests.factories import NOW, make_address, make_staff, make_thread, make_ticket
from guichet.tests.mailbox.pages.desk_browser import Browser, Stage, count_statements


def add_tickets(session: Session, count: int, state: TicketState = TicketState.OPEN) -> None:
    """Add tickets, in pairs of the same moment."""
    first = session.query(Ticket).count()
    for number in range(first, first + count):
        ticket = make_ticket(session, make_thread(session, make_address(session, address=f"{number}@example.net")))
        ticket.state = state
        ticket.opened_at = ticket.closed_at = NOW - timedelta(minutes=number // 2)


def numbers(browser: Browser) -> list[int]:
    return [int(number) for number in re.findall(r'class="row" href="/(?:demandes|fils)/(\d+)"', browser.page)]


def further(browser: Browser) -> str | None:
    found = re.search(r'rel="next" href="([^"]*)"', browser.page)
    return found[1].replace("&amp;", "&") if found else None


async def test_a_ticket_is_listed_with_all_that_tells_it_from_others(each_stage: Stage) -> None:
    each_stage.receive("Quel est le salaire ?", name="Ann Exemple")
    each_stage.pass_time(hours=2, minutes=5)
    browser = each_stage.staff_browser()

    await browser.get("/")

    told = (
        "n° 1 Quel est le salaire ? Ann Exemple Courriel La rémunération Département des ressources humaines "
        "l'appel ne le dit pas depuis 2 h 05 depuis 2 heures et 5 minutes, en heures de bureau "
        "il reste 1 j 5 h il reste 1 jour ouvré et 5 heures"
    )
    assert told in browser.text


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=59), "à l'instant"),
        (timedelta(minutes=59), "depuis 59 min"),
        (timedelta(hours=22), "depuis 6 h"),
        (timedelta(days=4, hours=1), "depuis 2 j 1 h"),
    ],
)
async def test_the_age_is_told_in_hours_of_work(stage: Stage, span: timedelta, words: str) -> None:
    with stage.database.begin() as session:
        make_ticket(session)
    stage.now = NOW + timedelta(hours=6)
    browser = stage.staff_browser()
    with stage.database.begin() as session:
        session.execute(update(Ticket).values(opened_at=stage.now - span))

    await browser.get("/")

    assert words in browser.text


async def test_those_that_wait_longest_come_first_and_closed_ones_apart(stage: Stage) -> None:
    with stage.database.begin() as session:
        add_tickets(session, 4)
        close(session, 2, make_staff(session, "b@example.org"), NOW)
    browser = stage.staff_browser()

    await browser.get("/")
    assert numbers(browser) == [3, 4, 1]

    await browser.get("/?file=fermees")
    assert numbers(browser) == [2]


async def test_what_waits_for_an_answer_is_listed_by_when_it_is_due(each_stage: Stage) -> None:
    with each_stage.database.begin() as session:
        add_tickets(session, SCREENFUL + 2)
        for ticket in session.query(Ticket):
            ticket.due_at = NOW + timedelta(days=ticket.id * 7 % (SCREENFUL + 3))
    browser = each_stage.staff_browser()

    await browser.get("/")
    seen = numbers(browser)
    await browser.get(further(browser) or "")

    due = sorted(range(1, SCREENFUL + 3), key=lambda number: number * 7 % (SCREENFUL + 3))
    assert [*seen, *numbers(browser)] == due


async def test_one_department_s_tickets_are_listed_and_counted(stage: Stage) -> None:
    with stage.database.begin() as session:
        thread = make_thread(session)
        for department in ("rh", "evaluation", "rh"):
            make_ticket(session, thread, department=department)
    browser = stage.staff_browser()

    await browser.get("/?service=rh")

    assert numbers(browser) == [1, 3]
    assert "Département de l'évaluation 1 Département des ressources humaines 2" in browser.text


async def test_threads_that_the_assistant_answered_alone_are_listed(each_stage: Stage) -> None:
    each_stage.receive("Quelle est la date limite ?")
    each_stage.receive("Quel est le salaire ?", "b@example.net")
    browser = each_stage.staff_browser()

    await browser.get("/?file=assistant")

    assert numbers(browser) == [1]
    assert "Quelle est la date limite ?" in browser.text


async def test_a_thread_that_staff_answered_is_not_among_the_assistant_s(stage: Stage) -> None:
    stage.receive("Quel est le salaire ?")
    browser = stage.staff_browser()
    await browser.get("/demandes/1")
    await browser.post("/demandes/1/reponse", words="Selon la grille.", version=browser.hidden("version"))

    await browser.get("/?file=assistant")

    assert numbers(browser) == []


@pytest.mark.parametrize("lane", ["a-repondre", "assistant"])
async def test_what_belongs_to_another_call_is_neither_listed_nor_counted(stage: Stage, lane: str) -> None:
    stage.receive("Quelle est la date limite ?")
    stage.receive("Quel est le salaire ?", "b@example.net")
    with stage.database.begin() as session:
        session.execute(update(Thread).values(call="another-call"))
        session.execute(update(Ticket).values(call="another-call"))
    browser = stage.staff_browser()

    await browser.get(f"/?file={lane}")

    assert numbers(browser) == []
    assert "À répondre 0" in browser.text


async def test_a_number_in_a_chat_is_no_name(stage: Stage) -> None:
    with stage.database.begin() as session:
        make_ticket(session, make_thread(session, make_address(session, "terminal", "1001")))
    browser = stage.staff_browser()

    await browser.get("/")

    assert "Sans nom Terminal" in browser.text
    assert "1001" not in browser.text


async def test_a_robot_s_answer_to_the_assistant_hides_nothing(stage: Stage) -> None:
    stage.receive("Quelle est la date limite ?")
    reply = MailTrace("Re: Question", "a2@example.net", references=("a1@example.net",))
    stage.receive("Je suis absente.", mail=reply, automatic=True)
    browser = stage.staff_browser()

    await browser.get("/?file=assistant")

    assert numbers(browser) == [1]


async def test_nothing_to_list_is_said(stage: Stage) -> None:
    browser = stage.staff_browser()

    await browser.get("/?file=quoi&service=nulle-part&apres=9999999999999999-1x")

    assert "Rien n'attend de réponse." in browser.text


@pytest.mark.parametrize("lane", ["a-repondre", "fermees"])
async def test_all_screenfuls_together_show_each_ticket_once(each_stage: Stage, lane: str) -> None:
    count = 2 * SCREENFUL + 3
    with each_stage.database.begin() as session:
        add_tickets(session, count, TicketState.OPEN if lane == "a-repondre" else TicketState.CLOSED)
    browser = each_stage.staff_browser()
    seen, path = list[int](), f"/?file={lane}"

    while path:
        await browser.get(path)
        seen += numbers(browser)
        path = further(browser)

    assert sorted(seen) == list(range(1, count + 1))
    assert len(seen) == count


async def test_tickets_that_go_meanwhile_hide_no_others(stage: Stage) -> None:
    with stage.database.begin() as session:
        add_tickets(session, SCREENFUL + 5)
    browser = stage.staff_browser()
    await browser.get("/")
    seen, path = numbers(browser), further(browser)
    with stage.database.begin() as session:
        session.execute(update(Ticket).where(Ticket.id.in_(seen)).values(state=TicketState.CLOSED))

    await browser.get(path or "")

    assert len(numbers(browser)) == 5


@pytest.mark.parametrize("lane", ["collegue", "candidat", "veille"])
async def test_one_row_or_fifty_of_those_that_wait_ask_the_same_number_of_questions(stage: Stage, lane: str) -> None:
    browser, asked = stage.staff_browser(), list[int]()

    for count in (1, SCREENFUL - 1):
        with stage.database.begin() as session:
            add_tickets(session, count)
            session.execute(update(Ticket).values(waiting=WAITING[Lane(lane)]))
        with count_statements(stage.database) as statements:
            await browser.get(f"/?file={lane}")
        asked.append(len(statements))

    assert len(numbers(browser)) == SCREENFUL
    assert asked[0] == asked[1]


@pytest.mark.parametrize("lane", ["a-repondre", "fermees", "assistant"])
async def test_one_row_or_a_screenful_ask_the_same_number_of_questions(stage: Stage, lane: str) -> None:
    def fill(count: int) -> None:
        for number in range(count):
            stage.receive("Quelle est la date limite ?", f"{count}-{number}@example.net")
        with stage.database.begin() as session:
            add_tickets(session, count, TicketState.CLOSED if lane == "fermees" else TicketState.OPEN)

    browser = stage.staff_browser()
    asked = list[int]()

    for count in (1, SCREENFUL):
        fill(count)
        with count_statements(stage.database) as statements:
            await browser.get(f"/?file={lane}")
        asked.append(len(statements))

    assert len(numbers(browser)) == SCREENFUL
    assert asked[0] == asked[1]
