"""A desk for tests, and a browser at it that keeps cookies and sends forms as its pages give them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape

from httpx import ASGITransport, AsyncClient, Response
from sqlalchemy import event
from starlette.applications import Starlette

from guichet.knowledge.assistant import Assistant
from guichet.mailbox.delivery.carrier import MailTrace
from guichet.mailbox.desk.inquiry import Inquiry, Visitor
from guichet.mailbox.desk.login import open_session
from guichet.mailbox.desk.office import Office
from guichet.mailbox.desk.office_file import OfficeFile
from guichet.mailbox.desk.reception import Reception
from guichet.mailbox.desk.ticket import Desk
from guichet.mailbox.pages.app import build_desk
from guichet.mailbox.pages.cookies import SESSION, STRICT
from guichet.mailbox.pages.provider import Provider
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Role
from guichet.tests.factories import NOW, make_call, make_office, make_staff

HOST = "desk.example.org"
LABELS = {"mail": "Courriel", "phone": "Téléphone", "terminal": "Terminal"}


@dataclass
class Stage:
    """A desk on one database, at a moment that tests move."""

    database: Database
    now: datetime = NOW
    office: Office | OfficeFile = field(default_factory=make_office)
    rung: list[datetime] = field(default_factory=list[datetime])
    factor_required: bool = False
    provider: Provider | None = None

    def __post_init__(self) -> None:
        call = make_call()
        self.desk = Desk(self.office, "postes@example.org")
        self.reception = Reception(call, Assistant(call), self.desk)
        self.app: Starlette = build_desk(
            self.database,
            self.desk,
            clock=lambda: self.now,
            real_clock=lambda: self.now,
            call=call,
            channel_labels=LABELS,
            rang=lambda: self.rung.append(self.now),
            factor_required=self.factor_required,
            provider=self.provider,
        )

    def pass_time(self, **span: float) -> None:
        self.now += timedelta(**span)

    def receive(self, words: str, address: str = "ann@example.net", *, mail_id: str = "a1@example.net", **more) -> None:
        """Let a candidate write by mail."""
        mail = more.pop("mail", MailTrace("Question", mail_id))
        inquiry = Inquiry(Visitor("mail", address, more.pop("name", "")), more.pop("text", words), words, mail, **more)
        with self.database.begin() as session:
            self.reception.receive(session, inquiry, self.now)

    def staff_browser(
        self, email: str = "agent@example.org", department: str = "rh", role: Role = Role.RESPONSABLE
    ) -> "Browser":
        """Open a browser in which a new staff member is logged in."""
        with self.database.begin() as session:
            staff = make_staff(session, email, department)
            staff.role = role
            entry = open_session(session, staff.id, self.now)
        return Browser(self.app, {f"{STRICT}{SESSION}": entry.token})


class Browser:
    """Keeps cookies; `page` is what it shows."""

    def __init__(self, app: Starlette, cookies: dict[str, str] | None = None, address: str = "192.0.2.1") -> None:
        transport = ASGITransport(app, client=(address, 50_000))
        self.client = AsyncClient(transport=transport, base_url=f"https://{HOST}", cookies=cookies)
        self.page = ""

    async def get(self, path: str) -> Response:
        return self._show(await self.client.get(path))

    async def post(self, path: str, **fields: str) -> Response:
        """Send a form with the token of the page that is shown."""
        return self._show(await self.client.post(path, data={"jeton": self.token, **fields}))

    @property
    def token(self) -> str:
        return self.hidden("jeton")

    def hidden(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page)
        assert found is not None, f"no field {name} on {self.page[:2000]}"
        return unescape(found[1])

    def field(self, name: str) -> str:
        """The value of a field that can be ticked."""
        found = re.search(rf'name="{name}" value="([^"]*)" checked', self.page)
        assert found is not None, f"no ticked field {name}"
        return unescape(found[1])

    @property
    def draft(self) -> str:
        found = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", self.page, re.DOTALL)
        assert found is not None, "no text area"
        return unescape(found[1])

    @property
    def text(self) -> str:
        """The page's words, without its tags, one plain space between them."""
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", self.page)).split())

    def _show(self, response: Response) -> Response:
        self.page = response.text
        return response


@contextmanager
def count_statements(database: Database) -> Iterator[list[str]]:
    """Collect what is asked of a database."""
    asked: list[str] = []

    def note(_connection, _cursor, statement: str, *_) -> None:
        asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(database.engine, "before_cursor_execute", note)
