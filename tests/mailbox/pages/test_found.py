import pytest
from sqlalchemy.orm import Session

from guichet.mailbox.desk.closing import close
from guichet.mailbox.desk.reindexing import reindex
from guichet.mailbox.desk.ticket import find_ticket
from guichet.mailbox.desk.undelivered import see_to_unreadable
from guichet.mailbox.pages.lane import SCREENFUL
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Staff, TicketState
from guichet.tests.factories import NOW, SLUG, keep_item, make_ticket
from guichet.tests.mailbox.pages.desk_browser import Stage, count_statements
from guichet.tests.mailbox.pages.test_inbox import add_tickets, numbers
from guichet.tests.mailbox.pages.test_lane import make_varied


def index(database: Database) -> None:
    while reindex(database, SLUG):
        pass


def set_aside(session: Session, stage: Stage, sender: str = "zoe@example.net") -> None:
    """Put a letter aside that could not be read: a ticket without a thread is opened for it."""
    see_to_unreadable(session, stage.desk, keep_item(session, sender), NOW)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", [1, 2, 3, 4]),
        ("etat=toutes", [1, 2, 3, 4]),
        ("etat=a-repondre", [1, 2, 3]),
        ("etat=fermees", [4]),
        ("etat=veille", []),
        ("etat=assistant", []),
        ("service=evaluation", [4]),
        ("a=moi", [1]),
        ("a=personne", [2, 3, 4]),
        ("retard=oui", [2]),
        ("motif=unsure", [3]),
        ("canal=mail", [1, 2]),
        ("pieces=oui", [4]),
        ("canal=terminal&service=rh&a=personne", [3]),
        ("etat=fermees&canal=mail", []),
    ],
)
async def test_filters_narrow_a_search(each_stage: Stage, asked: str, found: list[int]) -> None:
    browser = each_stage.staff_browser()
    with each_stage.database.begin() as session:
        make_varied(session, staff_id=1)
        close(session, 4, session.get_one(Staff, 1), NOW)
    index(each_stage.database)
    each_stage.pass_time(minutes=1)

    await browser.get(f"/?cherche=salaire&{asked}")

    assert sorted(numbers(browser)) == found


async def test_a_search_leads_to_the_ticket_that_fits_its_filters_or_was_named(each_stage: Stage) -> None:
    with each_stage.database.begin() as session:
        thread = make_ticket(session).thread
        make_ticket(session, thread, department="evaluation")
    index(each_stage.database)
    browser = each_stage.staff_browser()
    found = list[list[int]]()

    for asked in ("cherche=salaire", "cherche=salaire&service=rh", "cherche=n°+1", "cherche=n°+1&service=evaluation"):
        await browser.get(f"/?{asked}")
        found.append(numbers(browser))

    assert found == [[2], [1], [1], []]


async def test_threads_that_the_assistant_answered_are_searched_alone(each_stage: Stage) -> None:
    each_stage.receive("Quelle est la date limite, par rapport au salaire ?", "b@example.net")
    each_stage.receive("Quelle est la date limite ?")
    browser = each_stage.staff_browser()

    await browser.get("/?cherche=date+limite&etat=assistant")

    assert 'href="/fils/2"' in browser.page
    assert len(numbers(browser)) == 1


async def test_what_a_search_is_confined_to_is_said_and_kept_by_its_form(stage: Stage) -> None:
    browser = stage.staff_browser()

    await browser.get("/?cherche=l%27été&etat=fermees&service=rh&a=moi&motif=gap&retard=oui&canal=mail&pieces=oui")

    told = (
        "Recherche limitée à : « Fermées », Département des ressources humaines, suivies par moi, "
        "motif « l'appel ne le dit pas », en retard, canal Courriel, avec pièces jointes. Chercher partout"
    )
    assert told in browser.text
    assert 'href="/?cherche=l%27%C3%A9t%C3%A9">Chercher partout</a>' in browser.page
    kept = browser.page.split('role="search"')[1].split("</form>")[0]
    assert kept.count('type="hidden"') == 7


async def test_a_search_of_everything_says_so_and_is_confined_by_the_form_beneath_it(stage: Stage) -> None:
    browser = stage.staff_browser()

    await browser.get("/?file=fermees&cherche=salaire")

    assert "Chercher partout (mots" in browser.text
    assert "Recherche limitée" not in browser.text
    form = browser.page.split('aria-label="Filtres"')[1].split("</form>")[0]
    assert all(f'name="{name}"' in form for name in ("cherche", "etat", "a", "motif", "retard", "canal", "pieces"))
    assert 'href="/?service=rh&amp;cherche=salaire"' in browser.page


async def test_a_view_keeps_a_confined_search(each_stage: Stage) -> None:
    browser = each_stage.staff_browser()
    await browser.get("/?cherche=salaire&etat=fermees")

    response = await browser.post("/vues", nom="Salaires", vue=browser.hidden("vue"))
    await browser.get(response.headers["location"])

    assert response.headers["location"] == "/?etat=fermees&cherche=salaire"
    assert 'aria-current="true">Salaires</a>' in browser.page
    assert "Recherche limitée à : « Fermées »." in browser.text


async def test_a_letter_that_could_not_be_read_is_found_by_all_that_is_known_of_it(each_stage: Stage) -> None:
    browser = each_stage.staff_browser()
    with each_stage.database.begin() as session:
        make_ticket(session)
        set_aside(session, each_stage)
        set_aside(session, each_stage, "yann@example.org")
    found = list[list[int]]()

    for asked in ("2", "n° 2", "%232", "lisible", "non lisble", "zoe@example.net", "zoe", "2 message", "zoe yann"):
        await browser.get(f"/?cherche={asked}")
        found.append(numbers(browser))

    assert found == [[2], [2], [2], [3, 2], [3, 2], [2], [2], [2], []]


async def test_filters_narrow_tickets_without_a_thread(each_stage: Stage) -> None:
    browser = each_stage.staff_browser()
    with each_stage.database.begin() as session:
        set_aside(session, each_stage)
        find_ticket(session, 1).department = "rh"
    found = list[list[int]]()

    for asked in ("service=rh", "service=evaluation", "motif=unreadable", "etat=fermees", "canal=mail", "pieces=oui"):
        await browser.get(f"/?cherche=lisible&{asked}")
        found.append(numbers(browser))

    assert found == [[1], [], [1], [], [], []]


@pytest.mark.parametrize("asked", ["", "&etat=a-repondre&service=rh&a=personne&canal=mail", "&etat=assistant"])
async def test_one_row_or_fifty_found_ask_the_same_number_of_questions(stage: Stage, asked: str) -> None:
    browser, counted = stage.staff_browser(), list[int]()

    for count in (1, SCREENFUL - 1):
        with stage.database.begin() as session:
            add_tickets(session, count, TicketState.OPEN)
        index(stage.database)
        with count_statements(stage.database) as statements:
            await browser.get(f"/?cherche=salaire{asked}")
        counted.append(len(statements))

    assert len(numbers(browser)) == (0 if "assistant" in asked else SCREENFUL)
    assert counted[0] == counted[1]
