"""Walks through a desk by its own links, for tests that look at every page, and tells what a database holds."""

import re
from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlsplit

from httpx import Response
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select

from guichet.mailbox.pages.routes import PAGES
from guichet.mailbox.records.columns import Base
from guichet.mailbox.records.database import Database
from guichet.tests.mailbox.pages.desk_browser import Browser

MOST_OF_A_PAGE = 6
"""How many addresses of one page are visited: the journal leads back to the year 2000."""


def patterns(method: str) -> dict[str, re.Pattern[str]]:
    """The addresses of each page of the table."""
    return {
        page.path: re.compile(page.path.replace("{number:int}", r"\d+").replace("{link}", "[^/]+"))
        for page in PAGES
        if page.method == method
    }


def links(response: Response) -> list[str]:
    """Where a page leads and what it fetches or sends to, as it is written there."""
    if not response.headers.get("content-type", "").startswith("text/html"):
        return []
    found = LexborHTMLParser(response.text).css("[href], [src], [action], [formaction]")
    names = ("href", "src", "action", "formaction")
    return [value for node in found for name in names if (value := node.attributes.get(name))]


async def crawl(browser: Browser, *starts: str) -> dict[str, Response]:
    """Fetch pages and all that they lead to on this desk, but for what only takes a form; by their addresses."""
    gets, pages, waiting, met = patterns("GET"), dict[str, Response](), ["/", *starts], Counter[str]()
    while waiting:
        address = waiting.pop(0).partition("#")[0]
        path = urlsplit(address).path
        page = next((page for page, pattern in gets.items() if pattern.fullmatch(path)), "")
        if not page or address in pages or met[page] >= MOST_OF_A_PAGE:
            continue
        met[page] += 1
        pages[address] = await browser.client.get(address)
        waiting += [link for link in links(pages[address]) if link.startswith("/")]
    return pages


def dump(database: Database) -> dict[str, Sequence[object]]:
    """All rows of every table."""
    with database.read() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
        }
