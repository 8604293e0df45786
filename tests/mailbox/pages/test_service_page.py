from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from guichet.mailbox.desk.office import read_office, write_default
from guichet.mailbox.desk.office_file import OfficeFile
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Act, Role
from guichet.tests.factories import make_call
from guichet.tests.mailbox.pages.desk_browser import Browser, Stage

CALL = make_call()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "office.toml"
    write_default(path, name=CALL.title, departments=CALL.departments)
    return path


@pytest.fixture
def stage(sqlite: Database, path: Path) -> Stage:
    return Stage(sqlite, office=OfficeFile(path, needed=CALL.departments))


def filled(browser: Browser, **change: str) -> dict[str, str]:
    """Fill the form in as the page shows it, but for a few fields."""
    names = ("version", "name", "telephone", "hours", "department-rh", "signature-rh")
    names += ("department-evaluation", "signature-evaluation")
    return {name: browser.hidden(name) for name in names} | {"postal": browser.draft} | change


async def test_what_is_saved_is_in_force_at_once(stage: Stage, path: Path) -> None:
    browser = stage.staff_browser()
    await browser.get("/service")

    response = await browser.post("/service", **filled(browser, name="Le guichet", postal="101 rue\r\n75013 Paris"))

    assert response.headers["location"] == "/service?fait=enregistre"
    await browser.get("/service?fait=enregistre")
    assert "guichet Le guichet" in browser.text
    assert "C'est enregistré" in browser.text
    assert read_office(path).postal == "101 rue\n75013 Paris"
    with stage.database.read() as session:
        [act] = session.scalars(select(Act))
    assert (act.kind, act.detail) == ("office.changed", {"changed": "service.name, service.postal"})


async def test_days_off_are_saved_for_the_clock(stage: Stage) -> None:
    browser = stage.staff_browser()
    await browser.get("/service")

    await browser.post("/service", **filled(browser, days_off="2026-12-24\r\n2026-05-15, 2026-12-24"))
    await browser.get("/service")

    assert stage.desk.schedule.off == {date(2026, 5, 15), date(2026, 12, 24)}
    assert ">\n2026-05-15\n2026-12-24</textarea>" in browser.page


async def test_a_day_that_is_none_is_refused(stage: Stage) -> None:
    browser = stage.staff_browser()
    await browser.get("/service")

    for days in ("15/05/2026", "2026-02-30", "20260515"):
        assert (await browser.post("/service", **filled(browser, days_off=days))).status_code == 400

    assert 'aria-describedby="faute-days_off"' in browser.page


async def test_a_form_saved_as_it_was_changes_nothing(stage: Stage, path: Path) -> None:
    before, browser = path.read_bytes(), stage.staff_browser()
    await browser.get("/service")

    response = await browser.post("/service", **filled(browser))

    assert response.status_code == 303
    assert path.read_bytes() == before
    with stage.database.read() as session:
        assert session.scalars(select(Act)).all() == []


async def test_what_is_refused_is_given_back_with_what_is_wrong(stage: Stage, path: Path) -> None:
    before, browser = path.read_bytes(), stage.staff_browser()
    await browser.get("/service")

    response = await browser.post("/service", **filled(browser, **{"department-rh": " ", "hours": "<9 h>"}))

    assert response.status_code == 400
    assert browser.hidden("hours") == "<9 h>"
    assert 'aria-describedby="faute-department-rh"' in browser.page
    assert path.read_bytes() == before


async def test_who_saves_over_a_colleague_s_change_is_shown_both(stage: Stage) -> None:
    first, second = stage.staff_browser(), stage.staff_browser("b@example.org")
    await first.get("/service")
    await second.get("/service")
    await first.post("/service", **filled(first, telephone="01 11"))

    response = await second.post("/service", **filled(second, telephone="02 22"))

    assert response.status_code == 409
    assert second.hidden("telephone") == "02 22"
    assert "En vigueur : 01 11" in second.text
    assert (await second.post("/service", **filled(second))).status_code == 303


async def test_a_broken_file_is_told_of_and_not_written_over(stage: Stage, path: Path) -> None:
    browser = stage.staff_browser()
    await browser.get("/service")
    path.write_text("[service", encoding="utf-8")

    response = await browser.post("/service", **filled(browser, name="Le guichet"))

    assert response.status_code == 409
    assert "ne peut pas être lu tel qu'il est" in browser.text
    assert path.read_text(encoding="utf-8") == "[service"


async def test_only_a_responsable_runs_the_office(stage: Stage) -> None:
    browser = stage.staff_browser(role=Role.AGENT)
    await browser.get("/service/reponses")

    assert (await browser.client.get("/service")).status_code == 403
    assert (await browser.post("/service", name="x")).status_code == 403
    await browser.get("/service/reponses")
    assert '<a href="/service/reponses" aria-current="page">Service</a>' in browser.page


async def test_an_office_that_is_in_no_file_has_no_page(sqlite: Database) -> None:
    assert (await Stage(sqlite).staff_browser().get("/service")).status_code == 404
