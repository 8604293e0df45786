"""A desk with single sign-on, for tests, and a person who goes to the provider and back."""

from dataclasses import dataclass
from html import unescape
from re import search

import httpx
from sqlalchemy import select

from guichet.mailbox.pages.cookies import SESSION, STRICT
from guichet.mailbox.pages.provider import CALLBACK, Provider
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import StaffIdentity
from guichet.tests.factories import NOW
from guichet.tests.mailbox.pages.desk_browser import HOST, Browser, Stage
from guichet.tests.mailbox.pages.two_steps import PASSWORD
from guichet.tests.openid_provider import CLIENT, SECRET, OpenIdProvider

BUTTON = "Se connecter avec le compte de l'établissement"
NOBODY = "Aucun compte ouvert du guichet n'est lié à ce compte de l'établissement."
UNPROVED = "La réponse de l'établissement ne peut pas être vérifiée"
DOWN = "Le service de connexion de l'établissement ne répond pas"
LAPSED = "n'a pas été commencée dans ce navigateur, ou il y a trop longtemps"
UNCONFIRMED = "L'établissement n'a pas confirmé votre connexion"


@dataclass
class Scene:
    """A desk and its provider, on one clock."""

    stage: Stage
    provider: OpenIdProvider

    def browser(self, address: str = "192.0.2.1") -> Browser:
        return Browser(self.stage.app, address=address)

    def link(self, staff_id: int, subject: str | None = None) -> None:
        """Let an account be linked already."""
        identity = StaffIdentity(
            staff_id=staff_id, issuer=self.provider.address, subject=subject or self.provider.subject, linked_at=NOW
        )
        with self.stage.database.begin() as session:
            session.add(identity)

    def linked(self) -> list[tuple[int, str]]:
        """Read who is linked to whom."""
        with self.stage.database.read() as session:
            return [(one.staff_id, one.subject) for one in session.scalars(select(StaffIdentity))]


def set_scene(database: Database, provider: OpenIdProvider, **more: bool) -> Scene:
    """Build a desk that knows a provider, which is served already."""
    desk = Provider(provider.address, CLIENT, SECRET, f"https://{HOST}")
    stage = Stage(database, provider=desk, **more)
    provider.clock = lambda: stage.now
    return Scene(stage, provider)


async def leave(browser: Browser, path: str = "/connexion") -> httpx.Response:
    """Press the button of the login page; the browser shows where it leads."""
    await browser.get(path)
    return await browser.post("/connexion/etablissement", suite=browser.hidden("suite"))


async def leave_to_link(browser: Browser, password: str = PASSWORD) -> httpx.Response:
    """Ask for a link at *Mon compte*."""
    await browser.get("/compte")
    return await browser.post("/compte/etablissement", password=password)


def way_out(browser: Browser) -> str:
    """The address that the page leads on to."""
    found = search(r'href="(http://127[^"]*)"', browser.page)
    assert found is not None, browser.text
    return unescape(found[1])


async def visit_provider(browser: Browser) -> str:
    """Follow the page's link to the provider; return the path by which it sends the browser back."""
    async with httpx.AsyncClient(verify=False) as client:
        response = await client.get(way_out(browser))
    assert response.status_code == 302, response.text
    back = httpx.URL(response.headers["location"])
    assert (back.host, back.path) == (HOST, CALLBACK)
    return str(back.copy_with(scheme=None, host=None))


async def go_and_come_back(browser: Browser, path: str = "/connexion") -> httpx.Response:
    """Log in by the provider, from the button to the desk's answer."""
    await leave(browser, path)
    return await browser.get(await visit_provider(browser))


def is_in(browser: Browser) -> bool:
    return bool(browser.client.cookies.get(f"{STRICT}{SESSION}"))


async def read_refusal(browser: Browser, response: httpx.Response) -> str:
    """Follow the desk's answer to the page that says why."""
    assert response.status_code == 303
    await browser.get(response.headers["location"])
    return browser.text
