"""What staff do with a ticket besides answering it whole: through its page's own forms."""

import pytest
from sqlalchemy import select

from guichet.mailbox.delivery.carrier import MailTrace
from guichet.mailbox.records.models import Parcel, Ticket, TicketState
from guichet.tests.mailbox.pages.desk_browser import Stage
from guichet.tests.mailbox.pages.test_ticket_page import answers, asked, send, state

__all__ = ["asked"]


async def test_what_is_unwanted_closes_and_nobody_is_told(asked: Stage) -> None:
    browser = asked.staff_browser()
    await browser.get("/demandes/1")

    await browser.post("/demandes/1/fermeture", version=browser.hidden("version"), indesirable="oui")

    assert state(asked) is TicketState.CLOSED
    assert answers(asked) == []


async def test_a_question_is_declined_with_its_reason_told(asked: Stage) -> None:
    browser = asked.staff_browser()
    await browser.get("/demandes/1")

    await browser.post(
        "/demandes/1/reponse", words="", version=browser.hidden("version"), q1="refusee", r1="ce point n'est pas public"
    )

    [said] = answers(asked)
    assert "nous ne donnons pas de réponse : ce point n'est pas public" in said
    assert state(asked) is TicketState.CLOSED


async def test_a_question_that_stays_open_keeps_its_ticket_open(asked: Stage) -> None:
    browser = asked.staff_browser()
    await browser.get("/demandes/1")

    await browser.post(
        "/demandes/1/reponse", words="Quel échelon ?", version=browser.hidden("version"), q1="ouverte", r1=""
    )

    assert state(asked) is TicketState.OPEN
    await browser.get("/")
    assert "Quel est le salaire" in browser.text


async def test_an_answer_is_taken_back_within_twenty_seconds_and_is_a_draft_again(each_stage: Stage) -> None:
    each_stage.receive("Quel est le salaire ?")
    browser = each_stage.staff_browser()
    await browser.get("/demandes/1")
    await send(browser, "Trop vite.")
    await browser.get("/demandes/1")
    each_stage.pass_time(seconds=19)

    response = await browser.post("/demandes/1/annulation")

    assert response.headers["location"] == "/demandes/1?fait=repris-en-main"
    assert answers(each_stage) == []
    assert state(each_stage) is TicketState.OPEN
    await browser.get("/demandes/1")
    assert browser.draft == "Trop vite."
    assert (await send(browser, browser.draft)).status_code == 303


async def test_after_twenty_seconds_it_is_too_late(asked: Stage) -> None:
    browser = asked.staff_browser()
    await browser.get("/demandes/1")
    await send(browser)
    await browser.get("/demandes/1")
    asked.pass_time(seconds=21)

    response = await browser.post("/demandes/1/annulation")

    assert response.status_code == 409
    assert "Trop tard" in browser.text
    assert len(answers(asked)) == 1


async def test_a_draft_is_kept_as_one_writes(asked: Stage) -> None:
    browser = asked.staff_browser()
    await browser.get("/demandes/1")

    await browser.post("/demandes/1/brouillon", words="À finir", version=browser.hidden("version"))

    await asked.staff_browser("other@example.org").get("/demandes/1")
    await browser.get("/demandes/1")
    assert browser.draft == "À finir"


async def test_others_see_who_reads(asked: Stage) -> None:
    browser, other = asked.staff_browser(), asked.staff_browser("other@example.org")
    await browser.get("/demandes/1")
    await browser.post("/demandes/1/presence")

    await other.get("/demandes/1")
    assert "Agent du service lit cette demande en ce moment" in other.text
    asked.pass_time(minutes=2)
    await other.get("/demandes/1")
    assert "lit cette demande" not in other.text


async def test_an_open_page_hears_who_reads_and_that_the_thread_moved(asked: Stage) -> None:
    browser, other = asked.staff_browser(), asked.staff_browser("other@example.org")
    await other.get("/demandes/1")
    await browser.get("/demandes/1")
    version = browser.hidden("version")
    quiet = await browser.post("/demandes/1/presence", version=version)
    asked.receive("Autre chose : combien de postes ?", mail=MailTrace("Re", "a2@x", references=("a1@example.net",)))

    await other.post("/demandes/1/presence", version=version)

    assert "moment" not in quiet.text
    assert "Agent du service lit cette demande en ce moment" in other.text
    assert "Cette conversation a bougé" in other.text


async def test_what_an_open_page_shows_already_is_not_said_again(asked: Stage) -> None:
    browser, other = asked.staff_browser(), asked.staff_browser("other@example.org")
    for one in (browser, other):
        await one.get("/demandes/1")
        await one.post("/demandes/1/presence", version=one.hidden("version"))
    await browser.get("/demandes/1")

    shown, version = browser.hidden("montre"), browser.hidden("version")
    same = await browser.post("/demandes/1/presence", version=version, montre=shown)

    assert same.status_code == 204


async def test_a_handover_is_taken_back_and_the_candidate_hears_of_nothing(asked: Stage) -> None:
    browser = asked.staff_browser()
    asked.staff_browser("other@example.org", "evaluation")
    await browser.get("/demandes/1")
    await browser.post("/demandes/1/service", department="evaluation")
    await browser.get("/demandes/1?fait=transmis")
    assert "Annuler la transmission" in browser.text

    response = await browser.post("/demandes/1/service/annulation")

    assert response.headers["location"] == "/demandes/1?fait=non-transmis"
    with asked.database.read() as session:
        assert session.get_one(Ticket, 1).department == "rh"
        assert "suivie par" not in str([parcel.body for parcel in session.scalars(select(Parcel))])


async def test_a_handover_that_was_told_of_cannot_be_taken_back(asked: Stage) -> None:
    browser = asked.staff_browser()
    asked.staff_browser("other@example.org", "evaluation")
    await browser.get("/demandes/1")
    await browser.post("/demandes/1/service", department="evaluation")
    asked.pass_time(seconds=21)
    await browser.get("/demandes/1")

    response = await browser.post("/demandes/1/service/annulation")

    assert response.status_code == 409
    with asked.database.read() as session:
        assert session.get_one(Ticket, 1).department == "evaluation"


async def test_pages_that_ask_by_themselves_keep_no_session_open(asked: Stage) -> None:
    browser = asked.staff_browser()
    await browser.get("/demandes/1")
    token = browser.token
    for _ in range(4):
        asked.pass_time(minutes=8)
        await browser.client.post("/demandes/1/presence", data={"jeton": token})

    responses = [await browser.get("/direct"), await browser.get("/")]

    assert [response.status_code for response in responses] == [401, 303]


async def test_a_note_never_leaves_and_a_colleague_is_waited_for(asked: Stage) -> None:
    browser = asked.staff_browser()
    await browser.get("/demandes/1")

    await browser.post("/demandes/1/note", note="Qui sait cela ?", collegue="oui")

    await browser.get("/?file=collegue")
    assert "Quel est le salaire" in browser.text
    await browser.get("/demandes/1")
    assert "Qui sait cela ?" in browser.text
    with asked.database.read() as session:
        assert "Qui sait" not in str([parcel.body for parcel in session.scalars(select(Parcel))])


@pytest.mark.parametrize(
    ("fields", "day"), [({"jusqu": "2026-02-16"}, "16 février 2026"), ({"jalon": "deadline"}, "20 février 2026")]
)
async def test_a_ticket_sleeps_until_a_day_or_a_milestone(asked: Stage, fields: dict[str, str], day: str) -> None:
    browser = asked.staff_browser()
    await browser.get("/demandes/1")

    await browser.post("/demandes/1/veille", **fields)

    await browser.get("/?file=veille")
    assert "Quel est le salaire" in browser.text
    await browser.get("/journal")
    assert f"jusqu'au : {day}" in browser.text


@pytest.mark.parametrize("fields", [{}, {"jusqu": "2026-02-01"}, {"jusqu": "demain"}, {"jalon": "nowhere"}])
async def test_a_moment_that_is_not_ahead_is_refused(asked: Stage, fields: dict[str, str]) -> None:
    browser = asked.staff_browser()
    await browser.get("/demandes/1")

    assert (await browser.post("/demandes/1/veille", **fields)).status_code == 400
    assert "attendu une date à venir" in browser.text


@pytest.mark.parametrize("number", ["²", "٣", "9" * 5000, "0", ""])
async def test_what_is_no_question_s_number_settles_nothing(asked: Stage, number: str) -> None:
    browser = asked.staff_browser()
    await browser.get("/demandes/1")

    response = await browser.post(
        "/demandes/1/reponse", words="2 400 €.", version=browser.hidden("version"), **{f"q{number}": "ouverte"}
    )

    assert response.status_code == 303
    assert state(asked) is TicketState.CLOSED
