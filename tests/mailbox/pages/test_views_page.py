from sqlalchemy import select

from guichet.mailbox.records.models import Role, View
from guichet.tests.mailbox.pages.desk_browser import Stage


def views(stage: Stage) -> list[tuple[str, str]]:
    with stage.database.read() as session:
        return [(view.name, view.query) for view in session.scalars(select(View))]


async def test_a_narrowed_list_is_kept_opened_and_dropped(each_stage: Stage) -> None:
    browser = each_stage.staff_browser(role=Role.LECTURE)
    await browser.get("/?retard=oui&a=moi&apres=1-1")

    response = await browser.post("/vues", nom="Mes retards", vue=browser.hidden("vue"))
    assert response.headers["location"] == "/?file=a-repondre&a=moi&retard=oui"

    await browser.get(response.headers["location"])
    assert 'aria-current="true">Mes retards</a>' in browser.page

    await browser.post("/vues/1/suppression")
    assert views(each_stage) == []


async def test_a_view_keeps_nothing_but_what_the_inbox_knows(stage: Stage) -> None:
    browser = stage.staff_browser()
    await browser.get("/?a=moi")

    await browser.post("/vues", nom="Tout", vue='canal=nulle-part&x=<script>&motif=gap" onclick="')

    assert views(stage) == [("Tout", "file=a-repondre")]


async def test_a_view_without_a_name_is_refused_above_its_list(stage: Stage) -> None:
    browser = stage.staff_browser()
    await browser.get("/?a=moi")

    response = await browser.post("/vues", nom=" ", vue="a=moi")

    assert response.status_code == 400
    assert "donnez-lui un nom" in browser.text
    assert browser.hidden("vue") == "file=a-repondre&a=moi"


async def test_a_colleague_s_view_is_not_there_to_delete(stage: Stage) -> None:
    browser, other = stage.staff_browser(), stage.staff_browser("b@example.org")
    await browser.get("/?a=moi")
    await browser.post("/vues", nom="À moi", vue="a=moi")
    await other.get("/")

    response = await other.post("/vues/1/suppression")

    assert response.status_code == 404
    assert views(stage) == [("À moi", "file=a-repondre&a=moi")]
