import re
from html import unescape

from sqlalchemy import select

from guichet.mailbox.desk.answering import answer
from guichet.mailbox.desk.entry import load_approved
from guichet.mailbox.records.models import EntryState, Parcel, Role, Staff
from guichet.tests.factories import make_call, make_thread, make_ticket
from guichet.tests.mailbox.desk.entries import CALL, WORDS, make_approved, proposal, propose_one
from guichet.tests.mailbox.pages.desk_browser import Browser, Stage

FORM = {"pair": "contract.how_much", "kind": "decision", "words": WORDS, "phrasings": "Quel est le salaire ?"}
PAID, PAID_MORE = "Le salaire est de 3 000 euros par mois.", "Le salaire est de 4 000 euros par mois."


def agent(stage: Stage, email: str, name: str, role: Role = Role.AGENT) -> Browser:
    browser = stage.staff_browser(email)
    with stage.database.begin() as session:
        staff = session.scalars(select(Staff).where(Staff.email == email)).one()
        staff.name, staff.role = name, role
    return browser


def told(stage: Stage) -> list[tuple[int, str]]:
    with stage.database.read() as session:
        return [(entry.version, entry.words) for entry in load_approved(session, CALL)]


def filled(browser: Browser) -> dict[str, str]:
    """Read the form for an entry as it is filled in."""
    areas = dict(re.findall(r'<textarea id="(\w+)"[^>]*>\n?(.*?)</textarea>', browser.page, re.DOTALL))
    chosen = re.findall(r'<select id="(\w+)".*?<option value="([^"]*)" selected>', browser.page, re.DOTALL)
    return {name: unescape(value) for name, value in {**areas, **dict(chosen)}.items()}


async def test_an_answer_to_a_ticket_becomes_an_entry_that_another_approves(each_stage: Stage) -> None:
    stage = each_stage
    stage.receive("Quel est le salaire ?")
    mine, other = agent(stage, "a@example.org", "Agent un"), agent(stage, "b@example.org", "Agent deux")
    with stage.database.begin() as session:
        staff = session.scalars(select(Staff).where(Staff.name == "Agent un")).one()
        answer(session, stage.desk, make_call(), 1, staff, WORDS, stage.now, seen_version=2)

    await mine.get("/faq/nouvelle?demande=1")
    drafted = filled(mine)
    response = await mine.post("/faq/nouvelle", ticket="1", **drafted)
    await mine.get(response.headers["location"])
    assert drafted == FORM
    assert "Vous avez proposé ce texte : une autre personne doit le valider." in mine.text
    assert told(stage) == []

    await other.get("/faq/1")
    response = await other.post("/faq/1/validation", version="1")
    await other.get(response.headers["location"])
    assert "Agent deux, Chargée de recrutement, Département des ressources humaines" in other.text
    assert told(stage) == [(1, WORDS)]

    stage.receive("Combien est-on payé ?", "bob@example.net", mail_id="b1@example.net")
    with stage.database.read() as session:
        assert WORDS in str(session.scalars(select(Parcel.body).order_by(Parcel.id.desc())).first())
    await other.get("/faq/1")
    assert "Dite à 1 personne" in other.text


async def test_nobody_approves_their_own_by_hand_either(stage: Stage) -> None:
    mine = agent(stage, "a@example.org", "Agent un")
    await mine.get("/faq/nouvelle")
    await mine.post("/faq/nouvelle", **FORM)
    await mine.get("/faq/1")

    response = await mine.post("/faq/1/validation", version="1", reason="Urgent")

    assert response.status_code == 409
    assert "une autre personne doit le valider" in mine.text
    assert told(stage) == []


async def test_a_responsable_alone_says_why_and_it_is_shown(stage: Stage) -> None:
    chief = agent(stage, "a@example.org", "Responsable du service", Role.RESPONSABLE)
    await chief.get("/faq/nouvelle")
    await chief.post("/faq/nouvelle", **FORM)
    await chief.get("/faq/1")

    without = await chief.post("/faq/1/validation", version="1", reason="")
    await chief.get("/faq/1")
    await chief.post("/faq/1/validation", version="1", reason="Personne d'autre")
    await chief.get("/faq/1")

    assert without.status_code == 400
    assert "Validée sans collègue Personne d'autre" in chief.text
    assert told(stage) == [(1, WORDS)]


async def test_what_is_wrong_with_a_form_is_said_and_the_form_is_kept(stage: Stage) -> None:
    browser = stage.staff_browser()
    await browser.get("/faq/nouvelle")

    response = await browser.post("/faq/nouvelle", **{**FORM, "phrasings": " ", "words": "Un <b>brouillon</b>"})

    assert response.status_code == 400
    assert "une façon au moins de poser la question" in browser.text
    assert filled(browser)["words"] == "Un <b>brouillon</b>"
    assert "<b>brouillon" not in browser.page


async def test_a_decision_on_what_the_call_answers_is_refused_and_a_quotation_is_taken(stage: Stage) -> None:
    browser = stage.staff_browser()
    await browser.get("/faq/nouvelle")
    form = {**FORM, "pair": "application.until_when", "passage": "deadline"}

    refused = await browser.post("/faq/nouvelle", **form)
    taken = await browser.post("/faq/nouvelle", **{**form, "kind": "quote"})
    await browser.get(taken.headers["location"])

    assert (refused.status_code, taken.status_code) == (409, 303)
    assert '<blockquote lang="fr">Date limite de dépôt' in browser.page


async def test_an_entry_is_withdrawn_for_a_reason_that_its_history_shows(stage: Stage) -> None:
    with stage.database.begin() as session:
        make_approved(session)
    browser = stage.staff_browser()
    await browser.get("/faq/1")

    without = await browser.post("/faq/1/retrait", version="1", reason=" ")
    await browser.get("/faq/1")
    await browser.post("/faq/1/retrait", version="1", reason="La grille change")
    await browser.get("/faq/1?fait=retire")

    assert without.status_code == 400
    assert "L'entrée est retirée : elle ne sert plus." in browser.text
    assert "Retirée par Agent du service" in browser.text
    assert "(version 1) : La grille change" in browser.text
    assert told(stage) == []


async def test_a_proposed_entry_is_refused_for_a_reason(stage: Stage) -> None:
    with stage.database.begin() as session:
        propose_one(session)
    browser = stage.staff_browser()
    await browser.get("/faq/1")

    response = await browser.post("/faq/1/refus", version="1", reason="Faux")
    await browser.get(response.headers["location"])

    assert "Refusée par Agent du service" in browser.text
    assert "/faq/1/validation" not in browser.page


async def test_a_new_version_keeps_the_words_of_the_one_before_in_its_history(stage: Stage) -> None:
    with stage.database.begin() as session:
        make_approved(session)
    browser = stage.staff_browser()
    await browser.get("/faq/1")
    form = filled(browser)

    response = await browser.post("/faq/1/modification", version="1", **{**form, "words": "Selon la grille de 2026."})
    await browser.get(response.headers["location"])

    assert form == FORM
    assert "Selon la grille de 2026." in browser.text
    assert f"Ce texte {WORDS}" in browser.text
    assert told(stage) == []


async def test_what_was_changed_meanwhile_is_not_approved(stage: Stage) -> None:
    with stage.database.begin() as session:
        propose_one(session).version = 2
    browser = stage.staff_browser()
    await browser.get("/faq/1")

    response = await browser.post("/faq/1/validation", version="1")

    assert response.status_code == 409
    assert "a été modifiée depuis l'ouverture de cette page" in browser.text


async def test_a_version_that_is_no_good_keeps_the_one_before_and_what_was_written(stage: Stage) -> None:
    with stage.database.begin() as session:
        make_approved(session)
    browser = stage.staff_browser()
    await browser.get("/faq/1")

    response = await browser.post("/faq/1/modification", version="1", **{**FORM, "words": " ", "phrasings": "Et ici ?"})

    assert response.status_code == 400
    assert filled(browser)["phrasings"] == "Et ici ?"
    assert "<details open>" in browser.page
    assert told(stage) == [(1, WORDS)]


async def test_two_entries_that_contradict_each_other_are_shown_as_such(each_stage: Stage) -> None:
    with each_stage.database.begin() as session:
        make_approved(session, proposal(words=PAID))
        make_approved(session, proposal(words=PAID_MORE))
    browser = each_stage.staff_browser()

    await browser.get("/faq/1")

    assert "elle dit autre chose que l'entrée n° 2" in browser.text
    assert told(each_stage) == []


async def test_a_stale_entry_says_why(stage: Stage) -> None:
    with stage.database.begin() as session:
        make_approved(session, proposal(passage="duration")).state = EntryState.STALE
    browser = stage.staff_browser()

    await browser.get("/faq/1")

    assert "le passage qu'elle cite n'est plus mot pour mot dans l'appel" in browser.text


async def test_the_open_tickets_that_it_would_serve_are_listed(stage: Stage) -> None:
    stage.receive("Combien est-on payé ?")
    with stage.database.begin() as session:
        propose_one(session)
    browser = stage.staff_browser()

    await browser.get("/faq/1")

    assert 'href="/demandes/1"' in browser.page
    assert "Combien est-on payé ?" in browser.text


async def test_what_is_not_of_this_call_or_not_there_is_not_found(stage: Stage) -> None:
    with stage.database.begin() as session:
        propose_one(session).call = "postes-accueil-2027"
        foreign = make_thread(session)
        make_ticket(session, foreign).call = "postes-accueil-2027"
    browser = stage.staff_browser()
    await browser.get("/faq")

    for path in ("/faq/1", "/faq/99", "/faq/nouvelle?demande=1", "/faq/nouvelle?demande=x"):
        assert (await browser.client.get(path)).status_code == 404
    assert (
        await browser.client.post("/faq/nouvelle", data={"jeton": browser.token, "ticket": "1", **FORM})
    ).status_code == 404
    assert (await browser.client.post("/faq/1/retrait", data={"jeton": browser.token})).status_code == 404


async def test_the_ticket_page_leads_to_a_new_entry(stage: Stage) -> None:
    stage.receive("Quel est le salaire ?")
    browser = stage.staff_browser()

    await browser.get("/demandes/1")

    assert 'href="/faq/nouvelle?demande=1"' in browser.page


async def test_an_entry_that_says_otherwise_than_people_read_stops_until_it_is_said_why(each_stage: Stage) -> None:
    stage = each_stage
    stage.receive("Quel est le salaire ?")
    mine, other = agent(stage, "a@example.org", "Agent un"), agent(stage, "b@example.org", "Agent deux")
    with stage.database.begin() as session:
        staff = session.scalars(select(Staff).where(Staff.name == "Agent un")).one()
        answer(session, stage.desk, make_call(), 1, staff, PAID, stage.now, seen_version=2)
    await mine.get("/faq/nouvelle")
    await mine.post("/faq/nouvelle", **{**FORM, "words": PAID_MORE})
    await other.get("/faq/1")

    stopped = await other.post("/faq/1/validation", version="1")

    assert stopped.status_code == 409
    assert "Rien n'est validé : l'entrée dit autre chose" in other.text
    assert PAID in other.text
    assert told(stage) == []
    await other.post("/faq/1/validation", version="1", ecarts=other.hidden("ecarts"), motif="La grille a changé.")
    assert told(stage) == [(1, PAID_MORE)]
