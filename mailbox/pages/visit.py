"""One request, as a screen sees it."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ..desk.login import Member
from .front import Front
from .rendering import render

LARGEST_NUMBER = 2**31 - 1
"""The largest id there is on PostgreSQL."""


@dataclass(frozen=True)
class Visit:
    """A request whose right to the page is settled: its form, who is logged in, and the token for its forms."""

    front: Front
    request: Request
    form: Mapping[str, str]
    member: Member | None
    token: str

    @property
    def staff(self) -> Member:
        """Return who is logged in, on a page that is not public."""
        if self.member is None:
            raise HTTPException(403)
        return self.member

    @property
    def number(self) -> int:
        """Return the number in the path; raises a 404 for one that no row can have."""
        number = int(self.request.path_params["number"])
        if number > LARGEST_NUMBER:
            raise HTTPException(404)
        return number

    @property
    def here(self) -> str:
        """Return the address of this page, by which it can be opened again; empty for what a form was answered with."""
        url = self.request.url
        if self.request.method == "POST":
            return ""
        return f"{url.path}?{url.query}" if url.query else url.path

    def asked(self, name: str) -> str:
        """Return what the address asks for after its `?`, without NUL, which PostgreSQL refuses; or nothing."""
        return self.request.query_params.get(name, "").replace("\0", "")

    def sent(self, name: str) -> str:
        """Return a field of the form, or nothing."""
        return self.form.get(name, "")

    def show(self, template: str, *, status: int = 200, **values: object) -> Response:
        """Answer with a page."""
        page = render(
            template,
            service=self.front.desk.office.name,
            member=self.member,
            token=self.token,
            path=self.request.url.path,
            page_address=self.here,
            call_language=self.front.call.language,
            departments=self.front.desk.office.departments,
            **values,
        )
        return HTMLResponse(page, status_code=status)

    def go(self, path: str) -> Response:
        """Answer with another page to be fetched."""
        return RedirectResponse(path, status_code=303)


def read_number(written: str) -> int | None:
    """Read a number of up to nine digits, as in an address or a form; none where it is something else."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else None
