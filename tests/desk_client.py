"""A staff member at the desk, without a browser: fills in the forms that the pages show, as they show them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
from selectolax.lexbor import LexborHTMLParser, LexborNode

from guichet.tests.serving import Serving

PASSWORD = "une phrase assez longue pour elle"


@dataclass
class DeskClient:
    """Logged in, with cookies of its own."""

    http: httpx.AsyncClient

    @classmethod
    @asynccontextmanager
    async def signed_up(cls, serving: Serving) -> AsyncIterator["DeskClient"]:
        """Set an account by the link that the service printed at its start."""
        headers = {"Origin": serving.desk}
        async with httpx.AsyncClient(base_url=serving.desk, headers=headers, follow_redirects=True) as http:
            desk = cls(http)
            account = {"email": "agent@example.org", "name": "Agent du service", "department": "rh"}
            await desk.submit(serving.invitation, "", account | {"password": PASSWORD})
            yield desk

    async def answer(self, ticket: int, words: str) -> None:
        """Answer a ticket, which closes it."""
        await self.submit(f"/demandes/{ticket}", "/reponse", {"words": words})

    async def download(self, ticket: int, name: str) -> bytes:
        """Download a file that came with a ticket."""
        page = LexborHTMLParser((await self.http.get(f"/demandes/{ticket}")).text)
        [link] = [link for link in page.css("a[download]") if name in link.text()]
        return (await self.http.get(link.attributes["href"] or "")).content

    async def submit(self, page: str, action: str, filled: dict[str, str]) -> httpx.Response:
        """Fill in the page's form whose action ends so, and send it; refused forms fail the test."""
        shown = await self.http.get(page)
        shown.raise_for_status()
        forms = [
            form for form in LexborHTMLParser(shown.text).css("form[method=post]") if _action(form).endswith(action)
        ]
        form = next(form for form in forms if "deconnexion" not in _action(form))
        sent = {
            field.attributes["name"] or "": field.attributes.get("value") or ""
            for field in form.css("input[name]")
            if field.attributes.get("type") not in ("radio", "checkbox") or "checked" in field.attributes
        }
        reply = await self.http.post(_action(form) or page, data=sent | filled)
        reply.raise_for_status()
        return reply


def _action(form: LexborNode) -> str:
    return form.attributes.get("action") or ""
