"""Open tickets that ask the same, answered with one text, each by itself."""

from sqlalchemy import select

from guichet.mailbox.delivery.carrier import MailTrace
from guichet.mailbox.records.models import Parcel, ParcelKind, Ticket, TicketState
from guichet.tests.mailbox.pages.desk_browser import Browser, Stage, count_statements


def ask(stage: Stage, who: str, words: str = "Quel est le salaire ?") -> None:
    stage.receive(words, f"{who}@example.net", mail=MailTrace("Question", f"{who}@x"))


def sent(stage: Stage) -> list[str]:
    with stage.database.read() as session:
        return sorted(session.scalars(select(Parcel.address).where(Parcel.kind == ParcelKind.STAFF_ANSWER)))


async def send_to_all(browser: Browser, *numbers: int, words: str = "Selon la grille.") -> int:
    fields = {f"t{number}": browser.field(f"t{number}") for number in numbers}
    fields |= {f"q{number}": browser.hidden(f"q{number}") for number in numbers}
    return (await browser.post("/demandes/1/ensemble", words=words, **fields)).status_code


async def test_five_who_ask_the_same_are_answered_and_the_one_that_moved_is_not(each_stage: Stage) -> None:
    for who in ("ann", "bob", "cid", "dan", "eve"):
        ask(each_stage, who)
    ask(each_stage, "fay", "Combien de postes sont ouverts ?")
    browser = each_stage.staff_browser()
    await browser.get("/demandes/1/ensemble")
    ask(each_stage, "cid", "Et le logement ?")
    each_stage.receive("Encore ceci.", "cid@example.net", mail=MailTrace("Re: Question", "c2@x", in_reply_to="cid@x"))

    status = await send_to_all(browser, 1, 2, 3, 4, 5)

    assert status == 409
    assert sent(each_stage) == ["ann@example.net", "bob@example.net", "dan@example.net", "eve@example.net"]
    assert "n° 3 : Rien n'est parti" in browser.text
    assert "Combien de postes" not in browser.text


async def test_one_that_is_not_ticked_is_not_answered(stage: Stage) -> None:
    for who in ("ann", "bob"):
        ask(stage, who)
    browser = stage.staff_browser()
    await browser.get("/demandes/1/ensemble")

    assert await send_to_all(browser, 2) == 200

    assert sent(stage) == ["bob@example.net"]
    with stage.database.read() as session:
        assert session.get_one(Ticket, 1).state is TicketState.OPEN


async def test_nothing_is_sent_of_nothing(stage: Stage) -> None:
    ask(stage, "ann")
    browser = stage.staff_browser()
    await browser.get("/demandes/1/ensemble")

    assert await send_to_all(browser, 1, words=" ") == 400
    assert sent(stage) == []


async def test_a_search_leads_to_the_ticket(each_stage: Stage) -> None:
    ask(each_stage, "ann", "Quelle est la rémunération, s'il vous plaît ?")
    browser = each_stage.staff_browser()

    await browser.get("/?cherche=REMUNERATON")

    assert 'href="/demandes/1"' in browser.page
    await browser.get("/?cherche=zebre")
    assert "Rien de tel n'a été trouvé." in browser.text


async def test_fifty_who_ask_the_same_take_as_many_questions_as_one(each_stage: Stage) -> None:
    browser, asked = each_stage.staff_browser(), list[int]()

    for number in range(50):
        ask(each_stage, f"c{number}")
        if number in (0, 49):
            with count_statements(each_stage.database) as statements:
                await browser.get("/demandes/1/ensemble")
            asked.append(len(statements))

    assert browser.page.count('type="checkbox"') == 50
    assert asked[0] == asked[1]


async def test_a_group_is_taken_back_by_one_click_and_a_second_one_says_nothing_else(stage: Stage) -> None:
    for who in ("ann", "bob"):
        ask(stage, who)
    browser = stage.staff_browser()
    await browser.get("/demandes/1/ensemble")
    await send_to_all(browser, 1, 2)

    statuses = [(await browser.post("/demandes/1/ensemble/annulation", demandes="1 2")).status_code for _ in range(2)]

    assert statuses == [200, 200]
    assert "Trop tard" not in browser.text
    with stage.database.read() as session:
        assert [session.get_one(Ticket, number).state for number in (1, 2)] == [TicketState.OPEN] * 2
