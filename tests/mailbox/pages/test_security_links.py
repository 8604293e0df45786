"""Item 25 of the security list (OWASP ASVS 5.0): what addresses give away, and what browsers keep of pages."""

from urllib.parse import parse_qsl, urlsplit

from guichet.mailbox.pages.cookies import SESSION, STRICT
from guichet.tests.mailbox.pages.crawling import crawl, links
from guichet.tests.mailbox.pages.desk_browser import Browser
from guichet.tests.mailbox.pages.test_security_requests import HIDDEN, boss, desk, office

__all__ = ["boss", "desk", "office"]
ASKED = {"file", "service", "a", "motif", "retard", "canal", "pieces", "apres", "etat", "demande", "fait", "suite"} | {
    "jusqu",
    "table",
    "par",
    "acte",
    "avant",
}
"""The names that addresses of ours have behind their question mark: lists, numbers and days, and nothing that is said.

What staff search for is the exception, and leads nowhere by itself: no page shows a link with it before.
"""


async def test_item_25_no_link_holds_a_secret_or_says_who_somebody_is(boss: Browser) -> None:
    pages = await crawl(boss, *HIDDEN)
    await boss.get("/compte")
    secrets = (boss.token, boss.client.cookies[f"{STRICT}{SESSION}"], "@", "%40", "exemple", "basile", "hélène")

    local = [link for page in pages.values() for link in links(page) if link.startswith(("/", "?"))]

    assert len(set(local)) > 60
    assert [link for link in local if any(secret.casefold() in link.casefold() for secret in secrets)] == []
    assert {name for link in local for name, _ in parse_qsl(urlsplit(link).query)} <= ASKED


async def test_item_25_nothing_of_the_desk_is_kept_by_a_browser(boss: Browser) -> None:
    pages = await crawl(boss, *HIDDEN)

    assert {page.headers["cache-control"] for page in pages.values()} == {"no-store"}
