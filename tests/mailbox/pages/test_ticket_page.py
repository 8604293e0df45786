import pytest
from sqlalchemy import select

from guichet.mailbox.delivery.body import unpack
from guichet.mailbox.delivery.carrier import MailTrace
from guichet.mailbox.records.models import (
    Parcel,
    ParcelKind,
    Ticket,
    TicketState,
    Waiting,
)
from guichet.tests.factories import make_ticket
from guichet.tests.mailbox.pages.desk_browser import Browser, Stage

REPLY = MailTrace("Re: Question", "a2@example.net", references=("a1@example.net",))


@pytest.fixture
def asked(stage: Stage) -> Stage:
    stage.receive("Quel est le salaire ?", name="Ann Exemple")
    return stage


async def send(browser: Browser, words: str = "Selon la grille."):
    return await browser.post("/demandes/1/reponse", words=words, version=browser.hidden("version"))


def answers(stage: Stage) -> list[str]:
    with stage.database.read() as session:
        query = select(Parcel).where(Parcel.kind == ParcelKind.STAFF_ANSWER)
        return [unpack(parcel.body).text for parcel in session.scalars(query)]


def state(stage: Stage) -> TicketState:
    with stage.database.read() as session:
        return session.get_one(Ticket, 1).state


async def test_an_answer_leaves_at_once_and_closes_the_ticket(each_stage: Stage) -> None:
    each_stage.receive("Quel est le salaire ?")
    browser = each_stage.staff_browser()
    await browser.get("/demandes/1")

    response = await send(browser, "Selon la grille.\r\n\r\nBien à vous")

    assert response.headers["location"] == "/demandes/1?fait=repondu"
    [said] = answers(each_stage)
    assert "Selon la grille.\n\nBien à vous\n\nAgent du service" in said
    assert len(each_stage.rung) == 1
    await browser.get("/demandes/1?fait=repondu")
    assert "la demande est fermée" in browser.text
    assert "Rouvrir la demande" in browser.text


async def test_words_that_were_stopped_are_kept_as_a_draft(asked: Stage) -> None:
    browser = asked.staff_browser()
    await browser.get("/demandes/1")
    version = browser.hidden("version")
    asked.receive("Je précise ma question.", mail=REPLY)

    await browser.post("/demandes/1/reponse", words="Selon la grille.", version=version)
    await browser.get("/demandes/1")

    assert browser.draft == "Selon la grille."


async def test_a_question_left_open_still_waits_for_us_unless_we_wait_for_the_person(stage: Stage) -> None:
    stage.receive("Quel est le salaire ? Le contrat est-il renouvelable ?")
    browser = stage.staff_browser()
    waiting: list[Waiting] = []

    for more in ({}, {"attendre": "oui"}):
        await browser.get("/demandes/1")
        version = browser.hidden("version")
        await browser.post("/demandes/1/reponse", words="Selon.", version=version, q1="repondue", q2="ouverte", **more)
        with stage.database.read() as session:
            waiting.append(session.get_one(Ticket, 1).waiting)

    assert waiting == [Waiting.ANSWER, Waiting.CANDIDATE]


async def test_an_answer_can_be_taken_back_from_its_page_however_one_came_there(asked: Stage) -> None:
    browser = asked.staff_browser()
    await browser.get("/demandes/1")
    await send(browser)

    await browser.get("/demandes/1")
    assert "Annuler l'envoi" in browser.text
    asked.pass_time(seconds=21)
    await browser.get("/demandes/1")
    assert "Annuler l'envoi" not in browser.text


async def test_the_signature_is_shown_before_it_is_sent(asked: Stage) -> None:
    browser = asked.staff_browser()

    await browser.get("/demandes/1")

    signature = "Agent du service Chargée de recrutement Département des ressources humaines Inserm"
    assert f"Signé : {signature}" in browser.text


async def test_the_same_form_sent_twice_answers_once(asked: Stage) -> None:
    browser = asked.staff_browser()
    await browser.get("/demandes/1")
    page = browser.page
    await send(browser)
    browser.page = page

    response = await send(browser)

    assert response.headers["location"] == "/demandes/1?fait=repondu"
    assert len(answers(asked)) == 1


async def test_what_came_in_meanwhile_stops_the_answer_and_keeps_the_draft(asked: Stage) -> None:
    browser = asked.staff_browser()
    await browser.get("/demandes/1")
    asked.receive("Et la durée ?", mail=REPLY)

    response = await send(browser, "Un brouillon <b>& long")

    assert response.status_code == 409
    assert answers(asked) == []
    assert browser.draft == "Un brouillon <b>& long"
    assert "a bougé depuis" in browser.text
    assert browser.page.count("Nouveau") == 2
    assert "Et la durée ?" in browser.text
    assert (await send(browser)).status_code == 303


async def test_a_colleague_s_answer_stops_mine_and_keeps_my_draft(asked: Stage) -> None:
    mine, other = asked.staff_browser(), asked.staff_browser("other@example.org")
    await mine.get("/demandes/1")
    await other.get("/demandes/1")
    await send(other, "Première réponse.")

    response = await send(mine, "Deuxième réponse.")

    assert response.status_code == 409
    assert mine.draft == "Deuxième réponse."
    assert "Première réponse." in mine.text
    assert len(answers(asked)) == 1


async def test_a_draft_goes_on_when_its_ticket_is_opened_again(asked: Stage) -> None:
    mine, other = asked.staff_browser(), asked.staff_browser("other@example.org")
    await mine.get("/demandes/1")
    await other.get("/demandes/1")
    await send(other, "Première réponse.")
    await send(mine, "Deuxième réponse.")

    await mine.post("/demandes/1/reouverture", words=mine.draft)

    assert mine.draft == "Deuxième réponse."
    assert (await send(mine, mine.draft)).status_code == 303
    assert len(answers(asked)) == 2


@pytest.mark.parametrize("version", ["", "x", "99999999999", "-1", "²"])
async def test_an_answer_to_a_page_that_never_was_stops(asked: Stage, version: str) -> None:
    browser = asked.staff_browser()
    await browser.get("/demandes/1")

    response = await browser.post("/demandes/1/reponse", words="Selon la grille.", version=version)

    assert response.status_code == 409


async def test_an_empty_answer_stops(asked: Stage) -> None:
    browser = asked.staff_browser()
    await browser.get("/demandes/1")

    response = await send(browser, " \n ")

    assert response.status_code == 400
    assert "la réponse est vide" in browser.text
    assert asked.rung == []


async def test_signs_that_no_database_keeps_are_left_out(each_stage: Stage) -> None:
    each_stage.receive("Quel est le salaire ?")
    browser = each_stage.staff_browser()
    await browser.get("/demandes/1")

    assert (await send(browser, "Selon\0 la grille.")).status_code == 303


async def test_a_ticket_with_an_open_question_does_not_close_without_an_answer(asked: Stage) -> None:
    browser = asked.staff_browser()
    await browser.get("/demandes/1")

    response = await browser.post("/demandes/1/fermeture", version=browser.hidden("version"))

    assert response.status_code == 409
    assert "une question reste sans réponse" in browser.text
    assert state(asked) is TicketState.OPEN


async def test_closing_stops_where_something_came_in(asked: Stage) -> None:
    browser = asked.staff_browser()
    await browser.get("/demandes/1")
    asked.receive("Et la durée ?", mail=REPLY)

    response = await browser.post("/demandes/1/fermeture", version=browser.hidden("version"))

    assert response.status_code == 409
    assert state(asked) is TicketState.OPEN


async def test_a_closed_ticket_is_opened_again(asked: Stage) -> None:
    browser = asked.staff_browser()
    await browser.get("/demandes/1")
    await send(browser)
    await browser.get("/demandes/1")

    await browser.post("/demandes/1/reouverture")

    assert state(asked) is TicketState.OPEN


async def test_a_ticket_goes_nowhere_where_nobody_would_see_it(asked: Stage) -> None:
    browser = asked.staff_browser()
    await browser.get("/demandes/1")

    assert (await browser.post("/demandes/1/service", department="evaluation")).status_code == 409
    assert "personne du service" in browser.text


async def test_a_ticket_goes_to_the_other_department_and_the_person_is_told(asked: Stage) -> None:
    asked.staff_browser("eva@example.org", "evaluation")
    browser = asked.staff_browser()
    await browser.get("/demandes/1")

    response = await browser.post("/demandes/1/service", department="evaluation")

    assert response.status_code == 303
    await browser.get("/demandes/1")
    assert "Service Département de l'évaluation" in browser.text
    assert "Votre demande n° 1 est maintenant suivie par : Département de l'évaluation." in browser.text
    assert (await browser.post("/demandes/1/service", department="direction")).status_code == 400


async def test_a_ticket_of_another_call_is_not_there(stage: Stage) -> None:
    with stage.database.begin() as session:
        make_ticket(session).call = "another-call"
    browser = stage.staff_browser()
    assert (await browser.get("/demandes/1")).status_code == 404
    await browser.get("/")

    response = await browser.post("/demandes/1/fermeture", version="0")

    assert response.status_code == 404
    assert state(stage) is TicketState.OPEN


async def test_a_forwarded_mail_is_answered_to_who_wrote_it_first_by_one_press(stage: Stage) -> None:
    text = "Voici.\n\n---------- Forwarded message ---------\nFrom: Zoé <zoe@example.net>\n\nQuel est le salaire ?"
    stage.receive(text, mail=MailTrace("Fwd: Salaire", "a1@example.net"))
    browser = stage.staff_browser()
    await browser.get("/demandes/1")
    assert "Répondre plutôt à zoe@example.net" in browser.text

    await browser.post("/demandes/1/destinataire")

    await browser.get("/demandes/1?fait=readresse")
    assert "La réponse ira maintenant à la personne qui a écrit le message transféré." in browser.text
    assert "Répondre plutôt" not in browser.text
    await send(browser)
    with stage.database.read() as session:
        assert (
            session.scalars(select(Parcel.address).where(Parcel.kind == ParcelKind.STAFF_ANSWER)).one()
            == "zoe@example.net"
        )
