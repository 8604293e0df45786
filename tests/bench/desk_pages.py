"""What each page of the desk takes on a full database: through the application, logged in, beside the login page."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from guichet.mailbox.desk.office import write_default
from guichet.mailbox.desk.office_file import OfficeFile
from guichet.mailbox.desk.staff import invite
from guichet.mailbox.pages.routes import PAGES
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Role
from guichet.tests.bench.full_desk import OPEN, TICKETS
from guichet.tests.factories import NOW, make_call
from guichet.tests.mailbox.pages.desk_browser import Browser, Stage, count_statements

TIMES = 7
LIMIT_MS = 150
"""Within how many milliseconds every page is to be shown at the median; a table of 40,000 lines is a file."""
ANCHOR = "/connexion"
LAST, FIRST_OPEN = TICKETS, TICKETS - OPEN + 1
ADDRESSES: Mapping[str, Sequence[str]] = {
    "/bienvenue/{link}": ("/bienvenue/{link}",),
    "/connexion/etablissement/retour": (),  # there is none without a provider
    "/": (
        "/",
        "/?service=rh",
        "/?file=collegue",
        "/?file=candidat",
        "/?file=veille",
        "/?file=assistant",
        "/?file=fermees",
        "/?cherche=candidature",
        "/?cherche=candidatrue",
        "/?cherche=candidature&etat=a-repondre&service=rh",
    ),
    "/demandes/{number:int}": (f"/demandes/{LAST}", "/demandes/1"),
    "/demandes/{number:int}/ensemble": (f"/demandes/{FIRST_OPEN}/ensemble", f"/demandes/{LAST}/ensemble"),
    "/faq": ("/faq", "/faq?mots=date"),
    "/faq/nouvelle": ("/faq/nouvelle", f"/faq/nouvelle?demande={LAST}"),
    "/faq/{number:int}": ("/faq/1", "/faq/2", "/faq/3"),
    "/messages/{number:int}/page": ("/messages/1/page",),
    "/fils/{number:int}": (f"/fils/{LAST}",),
    "/pieces/{number:int}": ("/pieces/1",),
    "/originaux/{number:int}": ("/originaux/1",),
    "/journal": ("/journal", "/journal?acte=answered&par=2", "/journal?acte=entry.proposed"),
    "/journal.csv": ("/journal.csv", "/journal.csv?table=jours", "/journal.csv?table=services"),
}
"""The addresses by which a route is measured; one without a name in it is its own."""


def list_addresses() -> list[str]:
    """List what is measured: every GET page of the desk at least once."""
    paths = [page.path for page in PAGES if page.method == "GET"]
    return [address for path in paths for address in ADDRESSES.get(path, (path,))]


async def measure_pages(database: Database, folder: Path) -> None:
    """Print what each page takes, how often it asks the database, and how many times the anchor it is."""
    call, path = make_call(), folder / "office.toml"
    write_default(path, name=call.title, departments=call.departments)
    stage = Stage(database, office=OfficeFile(path, needed=call.departments))
    browser = stage.staff_browser("bench@example.org")
    with database.begin() as session:
        link = invite(session, Role.AGENT, NOW)
    taken = {address: [await fetch(browser, address, link) for _ in range(2)][1:] for address in list_addresses()}
    for _ in range(TIMES - 1):
        for address, times in taken.items():
            times.append(await fetch(browser, address, link))
    anchor = median(taken[ANCHOR])
    print(f"\n{'page':<40} {'ms':>8} {'x login page':>13} {'statements':>11}")
    for address, times in taken.items():
        with count_statements(database) as asked:
            await fetch(browser, address, link)
        late = "  over" if median(times) > LIMIT_MS and ".csv" not in address else ""
        print(f"{address:<40} {median(times):8.1f} {median(times) / anchor:13.1f} {len(asked):11}{late}", flush=True)


async def fetch(browser: Browser, address: str, link: str) -> float:
    """Get a page, and return the milliseconds that took; raises AssertionError for one that is not there."""
    before = time.perf_counter()
    response = await browser.get(address.replace("{link}", link))
    taken = (time.perf_counter() - before) * 1000
    assert response.status_code < 400, f"{address}: {response.status_code}"
    return taken


def report_pages(database: Database, folder: Path) -> None:
    """Measure all pages in one run; the office's file is kept in a folder."""
    asyncio.run(measure_pages(database, folder))
