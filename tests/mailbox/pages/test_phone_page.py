from sqlalchemy import select

from guichet.mailbox.records.models import Parcel, ParcelState, Ticket, TicketState, Told
from guichet.tests.mailbox.pages.desk_browser import Browser, Stage

HERE = "/appels/nouveau"


async def note(browser: Browser, reach: str = "06 12 34 56 78", words: str = "Quel est le salaire ?") -> str:
    await browser.get(HERE)
    response = await browser.post(HERE, nom="Ann Exemple", joindre=reach, words=words, langue="fr")
    return response.headers.get("location", "")


async def test_a_call_is_noted_and_its_ticket_shown_with_the_nearest_passage(each_stage: Stage) -> None:
    browser = each_stage.staff_browser()

    await browser.get(await note(browser))

    assert "L'appel téléphonique est noté" in browser.text
    assert "Ann Exemple +33612345678 Canal Téléphone" in browser.text
    assert "Ce que l'appel dit de plus proche" in browser.text
    assert "Rappelez-la" in browser.text


async def test_what_was_said_by_telephone_closes_the_ticket_and_sends_nothing(each_stage: Stage) -> None:
    browser = each_stage.staff_browser()
    await browser.get(await note(browser))

    fields = {"version": browser.hidden("version"), "telephone": browser.hidden("telephone")}
    response = await browser.post("/demandes/1/reponse", words="Selon la grille.", **fields)

    await browser.get(response.headers["location"])
    assert "Ce que vous avez dit au téléphone est noté." in browser.text
    assert "Dit au téléphone" in browser.text
    assert "Annuler l'envoi" not in browser.text
    with each_stage.database.read() as session:
        assert session.scalars(select(Ticket.state)).all() == [TicketState.CLOSED]
        assert session.scalars(select(Parcel.state)).all() == [ParcelState.SENT]
        assert session.scalars(select(Told.value)).all() == ["Selon la grille."]


async def test_an_answer_in_writing_to_a_number_stops_with_its_draft(stage: Stage) -> None:
    browser = stage.staff_browser()
    await browser.get(await note(browser))

    response = await browser.post("/demandes/1/reponse", words="Voici.", version=browser.hidden("version"))

    assert response.status_code == 409
    assert "Rappelez-la, puis notez" in browser.text
    assert browser.draft == "Voici."


async def test_a_caller_with_an_address_is_answered_by_mail(stage: Stage) -> None:
    browser = stage.staff_browser()
    await browser.get(await note(browser, "ann@example.net"))

    await browser.post("/demandes/1/reponse", words="Voici.", version=browser.hidden("version"))

    with stage.database.read() as session:
        assert session.scalars(select(Parcel.channel)).all() == ["mail"]


async def test_what_is_missing_is_named_and_what_was_written_stays(stage: Stage) -> None:
    browser = stage.staff_browser()

    assert await note(browser, "demain", "Quel <b> ?") == ""

    assert "il faut encore : une adresse électronique ou un numéro de téléphone" in browser.text
    assert browser.draft == "Quel <b> ?"
    assert 'value="demain"' in browser.page


async def test_calls_stand_in_the_inbox_under_their_channel(stage: Stage) -> None:
    browser = stage.staff_browser()
    await note(browser)

    await browser.get("/?canal=phone")

    assert "Ann Exemple Téléphone La rémunération" in browser.text
