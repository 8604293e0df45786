"""Whether a person may apply, as the ticket's page shows it."""

from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select

from guichet.knowledge.ruling.rule import Outcome
from guichet.mailbox.delivery.body import unpack
from guichet.mailbox.delivery.carrier import MailTrace
from guichet.mailbox.desk.inquiry import Inquiry, Visitor
from guichet.mailbox.desk.spelled_out import spell_out
from guichet.mailbox.pages.correspondence import read_correspondence
from guichet.mailbox.pages.eligibility_panel import read_panel
from guichet.mailbox.records.models import Author, Message, Role
from guichet.tests.factories import SLUG, make_call, make_office, make_ticket
from guichet.tests.mailbox.pages.crawling import dump
from guichet.tests.mailbox.pages.desk_browser import Browser, Stage, count_statements
from guichet.tests.mailbox.pages.furnished import WHO

FACTS = "Je suis {status}, j'ai un M2 recherche et ma thèse d'exercice, et mon laboratoire est une unité Inserm."
PERSON = FACTS.format(status="médecin")


def panel(browser: Browser) -> str:
    [found] = LexborHTMLParser(browser.page).css("section.case")
    return " ".join(found.text(separator=" ").split())


def is_unfolded(browser: Browser) -> bool:
    [found] = LexborHTMLParser(browser.page).css("section.case > details")
    return "open" in found.attributes


@pytest.fixture
def case(stage: Stage) -> Stage:
    """Let somebody ask whether they may apply, who is left to a person."""
    stage.receive(WHO)
    return stage


async def test_each_condition_is_shown_with_its_reason_and_its_place_in_the_call(case: Stage) -> None:
    browser = case.staff_browser()

    await browser.get("/demandes/1")

    shown = panel(browser)
    assert "Une personne décide" in shown
    assert "Statut – à décider par une personne Connu : Vétérinaire L'appel ne nomme pas les vétérinaires." in shown
    assert "Master 2 recherche – rempli" in shown
    assert "Thèse d'exercice – à réunir Connu : le 10 novembre 2026" in shown
    assert "CIC : encadrant – pas encore connu" in shown
    assert "C'est le service qui décide" in shown
    assert browser.page.count('href="/appel#passage-audience"') >= 1


async def test_what_would_change_it_what_is_open_and_the_days_of_the_start_are_shown(case: Stage) -> None:
    browser = case.staff_browser()

    await browser.get("/demandes/1")

    shown = panel(browser)
    assert "Prise de fonction possible du 10 novembre 2026 au 15 décembre 2026." in shown
    assert "Ce qui changerait le verdict Statut Interne (docteur junior compris) (rempli)" in shown
    assert "Ce que dit la page « Clinique et recherche" in shown


async def test_what_is_still_to_be_known_is_shown(stage: Stage) -> None:
    stage.receive("Je suis CCA. Suis-je éligible ? Je voudrais parler à une personne.")
    browser = stage.staff_browser()

    await browser.get("/demandes/1")

    assert "(à compléter)" in panel(browser)
    assert "Ce qui reste à savoir Avez-vous la thèse d'exercice" in panel(browser)


async def test_it_is_folded_unless_the_request_is_about_it(stage: Stage) -> None:
    stage.receive("Quel est le salaire ?")
    browser = stage.staff_browser()
    await browser.get("/demandes/1")
    assert not is_unfolded(browser)
    assert "Rien n'est connu encore de cette personne." in panel(browser)
    assert "Mettre dans la réponse" not in panel(browser)

    stage.receive(WHO, "ivan@example.net", mail_id="b1@example.net")
    await browser.get("/demandes/2")

    assert is_unfolded(browser)


async def test_what_was_said_by_the_way_is_known_and_looking_writes_nothing(stage: Stage) -> None:
    stage.receive(f"{PERSON} Quel est le salaire ?")
    browser = stage.staff_browser()
    before = dump(stage.database)

    await browser.get("/demandes/1")

    assert "Une personne décide" in panel(browser)
    assert "Dit en dernier" not in panel(browser)
    assert dump(stage.database)["interviews"] == before["interviews"] == []


async def test_what_the_person_was_told_last_is_shown(case: Stage) -> None:
    browser = case.staff_browser()

    await browser.get("/demandes/1")

    assert "Dit en dernier à cette personne : une personne décide , le 10 février 2026 à 9 h ." in panel(browser)
    assert "ont changé depuis" not in panel(browser)


async def test_a_verdict_that_other_rules_would_change_is_pointed_out(stage: Stage) -> None:
    stage.receive(f"{PERSON} Suis-je éligible ?")
    stage.desk = replace(stage.desk, source=replace(make_office(), rulings={"practitioner": Outcome.NOT_MET}))
    browser = replace(stage, office=stage.desk.office).staff_browser()

    await browser.get("/demandes/1")

    told = "Les règles ont changé depuis : avec ce qu'elle avait dit, ce serait maintenant « non éligible en l'état »."
    assert told in panel(browser)
    assert "le service l'a décidé ainsi" in panel(browser).lower()


async def test_the_words_to_take_up_are_those_that_are_told_by_chat(stage: Stage) -> None:
    words = f"{PERSON} Suis-je éligible ?"
    chat = Inquiry(Visitor("terminal", "1", "Ann", "fr"), text=words, words=words)
    with stage.database.begin() as session:
        stage.reception.receive(session, chat, stage.now)
    browser = stage.staff_browser()
    await browser.get("/demandes/1")

    await browser.post("/demandes/1/eligibilite/reponse", version=browser.hidden("version"))
    await browser.get("/demandes/1")

    with stage.database.read() as session:
        [body] = session.scalars(select(Message.body).where(Message.author == Author.ASSISTANT))
    said = "\n\n".join(spell_out(unpack(body or {}).blocks))
    assert browser.draft.startswith("L'appel ne suffit pas pour répondre")
    assert browser.draft in said
    [button] = LexborHTMLParser(browser.page).css("button[data-insert]")
    assert button.attributes["data-insert"] == browser.draft


async def test_a_person_who_writes_english_is_told_in_english(stage: Stage) -> None:
    stage.receive("I am a resident, I hold an M2 recherche and my MD, my lab is an Inserm unit. Could a person call?")
    browser = stage.staff_browser()
    await browser.get("/demandes/1")

    await browser.post("/demandes/1/eligibilite/reponse", words="Hello,", version=browser.hidden("version"))
    await browser.get("/demandes/1")

    assert browser.draft.startswith("Hello,\n\nBy what you have said, you meet the conditions")


@pytest.mark.parametrize("status", ["interne", "médecin", "CCA mais sans labo de l'Inserm"])
async def test_the_words_that_are_taken_up_can_be_sent(status: str, stage: Stage) -> None:
    stage.receive(f"{FACTS.format(status=status)} Suis-je éligible ? Je voudrais parler à une personne.")
    browser = stage.staff_browser()
    await browser.get("/demandes/1")
    await browser.post("/demandes/1/eligibilite/reponse", version=browser.hidden("version"))
    await browser.get("/demandes/1")

    response = await browser.post("/demandes/1/reponse", words=browser.draft, version=browser.hidden("version"))

    assert response.status_code == 303


async def test_who_reads_only_sees_it_and_is_offered_no_field(case: Stage) -> None:
    reader = case.staff_browser(role=Role.LECTURE)

    await reader.get("/demandes/1")

    assert "Une personne décide" in panel(reader)
    assert LexborHTMLParser(reader.page).css("section.case :is(form, button, select)") == []


async def test_it_asks_the_same_few_things_of_the_database_however_long_the_thread(stage: Stage) -> None:
    asked = list[int]()

    for number in range(3):
        stage.receive(f"{PERSON} Quel est le salaire ?", mail=MailTrace("Re", f"a{number}@x", references=("a0@x",)))
        with count_statements(stage.database) as statements, stage.database.read() as session:
            found = read_correspondence(session, SLUG, 1)
            before = len(statements)
            assert read_panel(session, make_call(), make_office(), found, stage.now) is not None
            asked.append(len(statements) - before)

    assert asked[0] <= 3
    assert asked == asked[:1] * 3


async def test_a_request_that_nobody_can_be_answered_has_no_panel(stage: Stage) -> None:
    with stage.database.begin() as session:
        make_ticket(session).thread_id = None
    browser = stage.staff_browser()

    await browser.get("/demandes/1")

    assert 'class="case"' not in browser.page
