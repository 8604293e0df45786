"""What staff say at the panel on who may apply: what is kept, and what is refused."""

import pytest
from sqlalchemy import func, select

from guichet.mailbox.delivery.carrier import MailTrace
from guichet.mailbox.records.models import Act, Interview, Parcel, Role
from guichet.tests.mailbox.pages.desk_browser import Browser, Stage
from guichet.tests.mailbox.pages.test_eligibility_panel import panel

FORM = "/demandes/1/eligibilite"
ALL = {"fait-status": "cca", "fait-m2": "yes", "fait-thesis": "yes", "fait-lab": "unit"}


@pytest.fixture
def asked(stage: Stage) -> Stage:
    stage.receive("Je suis interne et mon laboratoire est un CIC. Quel est le salaire ?")
    return stage


def known(stage: Stage) -> dict[str, str]:
    with stage.database.read() as session:
        return session.scalars(select(Interview.situation)).one()["values"]


def count(stage: Stage, table: type[Interview] | type[Act] | type[Parcel]) -> int:
    with stage.database.read() as session:
        return session.scalars(select(func.count()).select_from(table)).one()


async def calculate(browser: Browser, **fields: str):
    await browser.get("/demandes/1")
    return await browser.post(FORM, vu=browser.hidden("vu"), **fields)


async def test_what_staff_know_is_kept_and_nobody_is_told(asked: Stage) -> None:
    browser, left = asked.staff_browser(), count(asked, Parcel)

    response = await calculate(browser, **ALL)

    assert response.headers["location"] == "/demandes/1?fait=calcule#eligibilite"
    await browser.get("/demandes/1?fait=calcule")
    assert "Éligible" in panel(browser)
    assert "rien ne lui est envoyé" in browser.text
    assert (count(asked, Interview), count(asked, Parcel), asked.rung) == (1, left, [])
    with asked.database.read() as session:
        [interview] = session.scalars(select(Interview))
        assert (interview.question_id, interview.verdict, interview.asked) == (None, None, [])


async def test_the_journal_says_who_did_it_and_not_a_word_of_the_person_s(asked: Stage) -> None:
    browser = asked.staff_browser()

    await calculate(browser, **ALL)

    with asked.database.read() as session:
        [act] = session.scalars(select(Act))
    assert (act.kind, act.ticket_id, act.detail) == ("eligibility", 1, {})
    await browser.get("/journal")
    assert "éligibilité calculée" in browser.text


async def test_a_day_that_is_given_wins(asked: Stage) -> None:
    browser = asked.staff_browser()

    day = {"fait-thesis": "unknown", "fait-thesis_when": "later", "jour-thesis": "2026-11-20"}
    await calculate(browser, **{**ALL, **day})

    assert known(asked)["thesis"] == "not_yet"
    assert known(asked)["thesis_when"] == "window"
    await browser.get("/demandes/1")
    assert "Prise de fonction possible du 20 novembre 2026 au 15 décembre 2026." in panel(browser)


@pytest.mark.parametrize(
    ("change", "values"),
    [
        ({"fait-thesis": "yes"}, {"thesis": "yes"}),
        ({"fait-thesis_when": "later"}, {"thesis": "not_yet", "thesis_when": "later"}),
        ({"jour-thesis": "2027-01-10"}, {"thesis": "not_yet", "thesis_when": "later"}),
        ({"jour-thesis": ""}, {"thesis": "not_yet", "thesis_when": "window"}),
        ({"fait-thesis": "unknown"}, {}),
    ],
)
async def test_of_a_day_that_is_known_what_is_changed_counts(
    change: dict[str, str], values: dict[str, str], stage: Stage
) -> None:
    stage.receive("Ma thèse d'exercice sera soutenue le 20 novembre 2026. Quel est le salaire ?")
    shown = {"fait-thesis": "not_yet", "fait-thesis_when": "window", "jour-thesis": "2026-11-20"}

    response = await calculate(stage.staff_browser(), **{**shown, **change})

    assert response.status_code == 303
    assert known(stage) == values


async def test_a_month_that_was_said_stays_where_another_thing_is_changed(stage: Stage) -> None:
    stage.receive("Ma thèse d'exercice sera soutenue en novembre 2026. Quel est le salaire ?")
    browser = stage.staff_browser()

    await calculate(browser, **{"fait-status": "cca", "jour-thesis": ""})

    await browser.get("/demandes/1")
    assert "entre le 1er novembre 2026 et le 30 novembre 2026" in panel(browser)


async def test_what_staff_do_not_know_is_a_question_still(asked: Stage) -> None:
    browser = asked.staff_browser()

    await calculate(browser, **{**ALL, "fait-status": "unknown"})

    await browser.get("/demandes/1")
    assert "Ce qui reste à savoir Quel est votre statut" in panel(browser)


async def test_what_hung_on_a_laboratory_goes_with_it(asked: Stage) -> None:
    browser = asked.staff_browser()
    await calculate(browser, **{"fait-cic_means": "yes"})
    assert known(asked)["cic_means"] == "yes"

    await calculate(browser, **{"fait-cic_means": "yes", "fait-lab": "unit"})

    assert known(asked) == {"status": "interne", "lab": "unit"}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("fait-status", "king", "« king » n'est pas une des réponses proposées"),
        ("fait-m2", "held", "« held » n'est pas une des réponses proposées"),
        ("fait-m2", "", "n'est pas une des réponses proposées"),
        ("jour-thesis", "demain", "attendu un jour à venir, trouvé « demain »"),
        ("jour-thesis", "2026-11", "attendu un jour à venir"),
        ("jour-m2", "2026-02-09", "attendu un jour à venir"),
    ],
)
async def test_what_is_not_offered_is_refused_and_nothing_is_kept(
    field: str, value: str, said: str, asked: Stage
) -> None:
    browser = asked.staff_browser()

    response = await calculate(browser, **{**ALL, field: value})

    assert response.status_code == 400
    assert said in browser.text
    assert (count(asked, Interview), count(asked, Act)) == (0, 0)


async def test_what_the_person_said_meanwhile_stops_it_and_is_shown(asked: Stage) -> None:
    browser = asked.staff_browser()
    await browser.get("/demandes/1")
    mail = MailTrace("Re", "a2@example.net", references=("a1@example.net",))
    asked.receive("J'ai un M2 recherche.", mail=mail)

    response = await browser.post(FORM, vu=browser.hidden("vu"), **{"fait-m2": "no"})

    assert response.status_code == 409
    assert "a changé depuis l'ouverture de cette page" in browser.text
    assert "Master 2 recherche – rempli" in panel(browser)
    assert (await browser.post(FORM, vu=browser.hidden("vu"), **{"fait-m2": "no"})).status_code == 303


async def test_of_two_colleagues_the_second_reads_what_the_first_said(asked: Stage) -> None:
    mine, other = asked.staff_browser(), asked.staff_browser("other@example.org")
    await mine.get("/demandes/1")
    await calculate(other, **{"fait-m2": "yes"})

    response = await mine.post(FORM, vu=mine.hidden("vu"), **{"fait-m2": "no"})

    assert response.status_code == 409
    assert known(asked)["m2"] == "yes"


async def test_a_second_click_does_nothing_more(asked: Stage) -> None:
    browser = asked.staff_browser()
    await browser.get("/demandes/1")
    seen = browser.hidden("vu")
    page = browser.page

    await browser.post(FORM, vu=seen, **ALL)
    browser.page = page

    assert (await browser.post(FORM, vu=seen, **ALL)).status_code == 303
    assert count(asked, Act) == 1


async def test_what_is_refused_is_shown_as_text(asked: Stage) -> None:
    browser = asked.staff_browser()

    await calculate(browser, **{"fait-status": "<script>alert(1)</script>"})

    assert "&lt;script&gt;alert(1)" in browser.page
    assert "<script>alert(1)" not in browser.page


@pytest.mark.parametrize("form", [FORM, f"{FORM}/reponse"])
async def test_who_reads_only_changes_nothing(form: str, asked: Stage) -> None:
    reader = asked.staff_browser(role=Role.LECTURE)
    await reader.get("/demandes/1")

    assert (await reader.post(form, **ALL)).status_code == 403
    assert count(asked, Interview) == 0


async def test_a_form_without_its_token_is_refused(asked: Stage) -> None:
    browser = asked.staff_browser()
    await browser.get("/demandes/1")

    assert (await browser.client.post(FORM, data=ALL)).status_code == 403


async def test_a_closed_request_is_examined_no_more(asked: Stage) -> None:
    browser = asked.staff_browser()
    await browser.get("/demandes/1")
    await browser.post("/demandes/1/reponse", words="Selon la grille.", version=browser.hidden("version"))
    await browser.get("/demandes/1")

    assert "Calculer" not in browser.text
    assert (await browser.post(FORM, vu="", **ALL)).status_code == 409
    assert count(asked, Interview) == 0


async def test_a_request_that_is_not_there_is_not_found(stage: Stage) -> None:
    browser = stage.staff_browser()
    await browser.get("/")

    assert (await browser.post(FORM, **ALL)).status_code == 404


async def test_words_are_not_put_twice_into_an_answer(asked: Stage) -> None:
    browser = asked.staff_browser()
    await browser.get("/demandes/1")
    await browser.post(f"{FORM}/reponse", version=browser.hidden("version"))
    await browser.get("/demandes/1?fait=verdict-repris")
    once = browser.draft

    await browser.post(f"{FORM}/reponse", words=once, version=browser.hidden("version"))
    await browser.get("/demandes/1?fait=verdict-repris")

    assert browser.draft == once
    assert "Le verdict est dans votre brouillon" in browser.text


async def test_where_nothing_is_known_there_is_nothing_to_put(stage: Stage) -> None:
    stage.receive("Quel est le salaire ?")
    browser = stage.staff_browser()
    await browser.get("/demandes/1")

    await browser.post(f"{FORM}/reponse", words="Bonjour,", version=browser.hidden("version"))

    await browser.get("/demandes/1")
    assert browser.draft == "Bonjour,"
