import csv
import re
from datetime import date, datetime, timedelta

import pytest

from guichet.knowledge.date_expression import PARIS
from guichet.mailbox.desk.answering import answer
from guichet.mailbox.desk.journal import record
from guichet.mailbox.desk.measures import Period
from guichet.mailbox.pages.acts import SCREENFUL
from guichet.mailbox.pages.figures_sheet import SHEETS
from guichet.mailbox.pages.journal_page import find_period
from guichet.mailbox.records.models import Staff
from guichet.tests.factories import NOW, SLUG, make_call, make_staff
from guichet.tests.mailbox.pages.desk_browser import Browser, Stage, count_statements


def act(stage: Stage, kind: str = "entry.approved", count: int = 1, email: str = "x@example.org", **detail) -> str:
    """Let somebody do something a few times; return their number."""
    with stage.database.begin() as session:
        staff = session.query(Staff).filter_by(email=email).one_or_none() or make_staff(session, email)
        staff.name = email.partition("@")[0].capitalize()
        for number in range(count):
            record(session, SLUG, staff.id, kind, NOW + timedelta(seconds=number), **detail)
        return str(staff.id)


def rows(browser: Browser) -> list[str]:
    body = browser.page.partition("<tbody>")[2].partition("</tbody>")[0]
    return re.findall(r"<tr>", body)


def sheet(text: str) -> list[list[str]]:
    return list(csv.reader(text.lstrip("\ufeff").splitlines(), delimiter=";"))


async def test_the_journal_says_who_did_what(each_stage: Stage) -> None:
    act(each_stage, email="zoe@example.org", reason="absente <b>")
    browser = each_stage.staff_browser()

    await browser.get("/journal")

    assert "10 février 2026 à 9 h Zoe entrée de FAQ approuvée motif : absente <b>" in browser.text
    assert "<b>" not in browser.page


async def test_a_detail_names_people_and_departments_and_leaves_out_what_is_for_the_code(stage: Stage) -> None:
    owner = act(stage, email="zoe@example.org")
    act(stage, "assigned", owner=int(owner), department="rh", parcel=77)
    browser = stage.staff_browser()

    await browser.get("/journal")

    assert "demande attribuée à : Zoe, service : Département des ressources humaines" in browser.text
    assert "77" not in browser.text


async def test_acts_are_those_of_a_person_and_a_kind(each_stage: Stage) -> None:
    mine = act(each_stage, "entry.approved", email="zoe@example.org")
    act(each_stage, "entry.refused", email="zoe@example.org")
    act(each_stage, "entry.approved", email="max@example.org")
    browser = each_stage.staff_browser()

    counts = []
    for query in ("", f"?par={mine}", "?acte=entry.refused", f"?par={mine}&acte=entry.refused", "?acte=none"):
        await browser.get(f"/journal{query}")
        counts.append(len(rows(browser)) if "Tableau des actes" in browser.page else 0)

    assert counts == [3, 2, 1, 1, 0]


async def test_a_screenful_leads_to_what_was_before_it(stage: Stage) -> None:
    act(stage, count=SCREENFUL + 3)
    browser = stage.staff_browser()
    await browser.get("/journal")
    first = len(rows(browser))
    further = re.search(r'rel="next" href="([^"]*)"', browser.page)
    assert further is not None

    await browser.get(further[1].replace("&amp;", "&"))

    assert (first, len(rows(browser))) == (SCREENFUL, 3)
    assert 'rel="next"' not in browser.page


async def test_another_call_s_acts_are_not_shown(stage: Stage) -> None:
    act(stage)
    with stage.database.begin() as session:
        session.connection().exec_driver_sql("UPDATE acts SET call = 'another'")
    browser = stage.staff_browser()

    await browser.get("/journal")

    assert "Aucun acte de ce genre." in browser.text


@pytest.mark.parametrize("query", ["par=x", "par=99999999999", "avant=-1", "avant=1e3", "jusqu=x", "jusqu=0001-01-01"])
async def test_an_address_that_somebody_made_up_shows_the_journal(each_stage: Stage, query: str) -> None:
    browser = each_stage.staff_browser()

    assert (await browser.get(f"/journal?{query}")).status_code == 200
    assert (await browser.get(f"/journal.csv?table=jours&{query}")).status_code == 200


async def test_the_picture_tells_the_numbers_of_the_table(each_stage: Stage) -> None:
    each_stage.receive("Quel est le salaire ?")
    each_stage.receive("Quelle est la date limite ?", "b@example.net", mail_id="b1@example.net")
    browser = each_stage.staff_browser()

    await browser.get("/journal")

    picture = browser.page.partition("<svg")[2].partition("</svg>")[0]
    assert "semaine du 9 févr, 2." in picture
    assert 'aria-labelledby="image-titre image-texte"' in picture
    assert set(re.findall(r"<(\w+)", picture)) == {"title", "desc", "rect", "text"}
    assert "09/02/2026 2 1 1 0 50 % 1 0 – –" in browser.text
    assert "style=" not in browser.page


async def test_the_first_answer_is_told_in_working_hours(stage: Stage) -> None:
    stage.now = datetime(2026, 2, 13, 16, 30, tzinfo=PARIS)
    stage.receive("Quel est le salaire ?")
    with stage.database.begin() as session:
        monday = datetime(2026, 2, 16, 10, tzinfo=PARIS)
        answer(session, stage.desk, make_call(), 1, make_staff(session), "Voilà.", monday, seen_version=2)
    browser = stage.staff_browser("other@example.org")

    await browser.get("/journal")

    assert "en 1 h 30 ouvrées à la médiane" in browser.text


async def test_the_acts_are_sent_as_a_file_without_formulas(each_stage: Stage) -> None:
    act(each_stage, email="=zoe@example.org", reason="=1+1")
    act(each_stage, "entry.refused")
    browser = each_stage.staff_browser()

    response = await browser.get("/journal.csv?acte=entry.approved")

    head, *lines = sheet(response.text)
    assert head == ["date", "heure", "personne", "acte", "demande", "détail"]
    assert lines == [["2026-02-10", "09:00:00", "'=zoe", "entry.approved", "", "reason : =1+1"]]


@pytest.mark.parametrize("table", SHEETS)
async def test_every_table_is_sent_as_a_file(stage: Stage, table: str) -> None:
    stage.receive("Quel est le salaire ?")
    browser = stage.staff_browser()

    response = await browser.get(f"/journal.csv?table={table}")

    firsts = {
        "jours": "2026-02-10",
        "semaines": "2026-02-09",
        "canaux": "Courriel",
        "services": "Département des ressources humaines",
        "sujets": "La rémunération",
    }
    assert [line[0] for line in sheet(response.text) if "1" in line] == [firsts[table]]


async def test_a_table_that_is_none_is_not_found(stage: Stage) -> None:
    assert (await stage.staff_browser().get("/journal.csv?table=x")).status_code == 404


def test_the_figures_are_of_twelve_whole_weeks() -> None:
    twelve = Period(date(2025, 11, 24), date(2026, 2, 15))

    assert find_period("", NOW) == twelve
    assert find_period("2026-02-09", NOW) == find_period("2026-02-15", NOW) == twelve
    assert len(twelve.weeks) == 12


async def test_the_page_asks_the_database_as_often_for_fifty_as_for_one(each_stage: Stage) -> None:
    browser, asked = each_stage.staff_browser(), []

    for number in range(50):
        each_stage.receive("Quel est le salaire ?", f"{number}@example.net", mail_id=f"{number}@example.net")
        act(each_stage, email=f"{number}@example.org")
        if number in (0, 49):
            with count_statements(each_stage.database) as statements:
                await browser.get("/journal")
            asked.append(len(statements))

    assert asked[0] == asked[1]
