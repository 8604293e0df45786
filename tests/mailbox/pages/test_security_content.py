"""The items of the security list (OWASP ASVS 5.0) on what people write and send, each by its number there.

That nothing of a letter runs or is fetched in a real browser is seen in `test_letter_in_browser`; that no template but
the letter's own is let through unescaped, in `test_rendering`.
"""

import csv
import socket
from email import message_from_bytes
from pathlib import Path

import pytest
from httpx import Response
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select, update

from guichet.mailbox.delivery.body import unpack
from guichet.mailbox.delivery.carrier import Delivery, MailTrace
from guichet.mailbox.delivery.composition import compose
from guichet.mailbox.intake.letter import read_letter
from guichet.mailbox.intake.letter_reader import to_inquiry
from guichet.mailbox.pages import trouble, visit
from guichet.mailbox.pages.cookies import SESSION, STRICT
from guichet.mailbox.pages.figures_sheet import SHEETS
from guichet.mailbox.pages.rendering import render
from guichet.mailbox.records.models import (
    Act,
    Address,
    Attachment,
    Entry,
    Message,
    Note,
    Parcel,
    Question,
    SavedReply,
    Staff,
    Thread,
    Ticket,
    View,
)
from guichet.tests.factories import NOW, SLUG
from guichet.tests.mailbox.intake.hostile_html import ALL
from guichet.tests.mailbox.pages.crawling import crawl, links
from guichet.tests.mailbox.pages.desk_browser import Browser, Stage
from guichet.tests.mailbox.pages.furnished import furnish
from guichet.tests.mailbox.pages.test_security_requests import HIDDEN, desk, office
from guichet.tests.mailbox.pages.test_service_page import filled

__all__ = ["desk", "office"]
MARKUP = "'\"><script>alert(1)</script><img src=x onerror=alert(2)><a href=javascript:alert(3)>{{ 7 * 7 }}</textarea>"
ENCODED = "=?utf-8?q?ok=0D=0ABcc=3A_evil=40x.example?="
BREAKS = (
    "\r\nBcc: evil@x.example",
    "\nBcc: evil@x.example",
    "\u2028Bcc: evil@x.example",
    "\x85Bcc: e@x.example",
    ENCODED,
)
PARTS = "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"


def written(parcel: Parcel, office: str) -> bytes:
    """Return a parcel as the bytes that leave."""
    trace = MailTrace(**{**parcel.mail, "references": tuple(parcel.mail["references"])})
    delivery = Delivery(parcel.id, parcel.address, parcel.kind, unpack(parcel.body), trace)
    return compose(delivery, sender_name=office, sender="postes@example.org", now=NOW)


@pytest.mark.parametrize("more", BREAKS, ids=ascii)
async def test_item_01_nothing_that_is_written_adds_a_header_to_an_answer(desk: Stage, more: str) -> None:
    subject, identifier = f"Question{more}", f"a1{more}@example.net"
    desk.receive("Quel est le salaire ?", mail=MailTrace(subject, identifier), name=f"Ann{more}")
    browser = desk.staff_browser()
    await browser.get("/service")
    await browser.post("/service", **filled(browser, name=f"Le service{more}"))
    await browser.get("/compte")
    await browser.post("/compte/signature", name=f"Agent{more}", capacity=f"Chef{more}", department="rh")
    await browser.get("/demandes/1")

    await browser.post("/demandes/1/reponse", words=f"2 400 €.{more}", version=browser.hidden("version"))

    with desk.database.read() as session:
        letters = [
            message_from_bytes(written(parcel, desk.desk.office.name)) for parcel in session.scalars(select(Parcel))
        ]
    assert len(letters) == 2
    for letter in letters:
        assert (letter["Bcc"], letter["To"], len(letter.get_all("From") or [])) == (None, "ann@example.net", 1)


@pytest.mark.parametrize(
    "reach", ["a@x.example\nBcc: b@x.example", "a@x.example>", "<a@x.example>", "a@x.example,b@y.example"]
)
async def test_item_01_only_an_address_is_written_to(stage: Stage, reach: str) -> None:
    browser = stage.staff_browser()
    await browser.get("/appels/nouveau")

    response = await browser.post("/appels/nouveau", nom="Ann", joindre=reach, words="Quel est le salaire ?")

    assert response.status_code == 400


async def test_item_02_a_letter_s_page_is_cleaned_and_alone_in_a_sandbox(stage: Stage) -> None:
    raw = f"From: Ann <ann@example.net>\r\nSubject: x\r\n{PARTS}<p>Quel est le salaire ?</p>{''.join(ALL)}"
    with stage.database.begin() as session:
        stage.reception.receive(session, to_inquiry(read_letter(raw.encode())), stage.now)
    browser = stage.staff_browser()

    shown = await browser.get("/demandes/1")
    page = await browser.get("/messages/1/page")

    [frame] = LexborHTMLParser(shown.text).css("iframe")
    assert (frame.attributes["src"], frame.attributes["sandbox"]) == ("/messages/1/page", None)
    assert "sandbox" in page.headers["content-security-policy"].split("; ")
    check_harmless(page, allowed="https://")


async def test_item_03_whatever_is_written_every_template_shows_it_as_text(
    desk: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered = set[str]()

    def note(template: str, **values: object) -> str:
        rendered.add(template)
        return render(template, **values)

    monkeypatch.setattr(visit, "render", note)
    monkeypatch.setattr(trouble, "render", note)
    boss = Browser(desk.app, {f"{STRICT}{SESSION}": furnish(desk)})
    write_markup_everywhere(desk)

    pages = [*(await crawl(boss, *HIDDEN)).values(), *(await refusals(desk, boss))]

    folder = Path(visit.__file__).parent / "templates"
    parts = {"acts.html", "base.html", "nav.html", "words.html", "fairness.html", "hours.html"}
    parts |= {"suggestion.html", "eligibility.html", "taking_back.html"}
    assert {path.name for path in folder.iterdir() if "_parts" not in path.name} - parts - rendered == {
        "code.html",  # who logs in is not named there
        "presence.html",  # asked for by a page itself; it stands in each ticket's page
        "provider.html",  # the way to a provider, without a word that anybody wrote
        "recovery.html",  # codes of ours, and nothing that is written
    }
    assert sum("&lt;script&gt;alert(1)" in page.text for page in pages) > 20
    for page in pages:
        check_harmless(page)


def write_markup_everywhere(stage: Stage) -> None:
    """Put markup into all that people write: candidates, staff, and what is remembered of both."""
    columns = (
        (Staff, "name", "capacity"),
        (Address, "name"),
        (Thread, "subject"),
        (Ticket, "title"),
        (Message, "text", "words", "subject"),
        (Question, "text", "reason"),
        (Note, "words"),
        (SavedReply, "title", "words"),
        (Entry, "words", "reason"),
        (Attachment, "name"),
        (Parcel, "error"),
    )
    with stage.database.begin() as session:
        for table, *names in columns:
            session.execute(update(table).values(dict.fromkeys(names, MARKUP)))
        session.execute(update(Entry).values(phrasings=[MARKUP]))
        session.execute(update(Act).where(Act.detail.is_not(None)).values(staff_id=1))
        session.add(View(staff_id=1, name=MARKUP[:80], query="file=a-repondre"))
        detail = {"title": MARKUP, "reason": MARKUP, "words": MARKUP}
        session.add(Act(call=SLUG, at=stage.now, staff_id=1, kind="reply.added", detail=detail))


async def refusals(stage: Stage, boss: Browser) -> list[Response]:
    """What forms give back of what they were sent."""
    nobody = Browser(stage.app)
    await nobody.get("/connexion")
    answers = [await nobody.post("/connexion", email=MARKUP, password="x", suite=MARKUP)]
    answers += [await Browser(stage.app).client.post("/demandes/1/note", data={"words": MARKUP})]
    await boss.get("/service/comptes")
    invited = await boss.post("/service/comptes/invitation", role="agent")
    link = next(word for word in boss.text.split() if "/bienvenue/" in word)
    await nobody.get(link)
    sent = {"email": MARKUP, "name": MARKUP * 3, "capacity": MARKUP * 3, "department": MARKUP, "password": "x"}
    answers += [invited, await nobody.post(link, **sent)]
    fields = dict.fromkeys(
        ("words", "note", "nom", "joindre", "langue", "title", "number", "first", "name", "days_off"), MARKUP
    )
    fields |= dict.fromkeys(("pair", "phrasings", "sujet", "reason", "motif", "vue", "telephone", "capacity"), MARKUP)
    for path in (
        "/appels/nouveau",
        "/service/reponses",
        "/faq/nouvelle",
        "/compte/absence",
        "/compte/signature",
        "/service",
    ):
        await boss.get("/compte")
        answers.append(await boss.post(path, **fields))
    for path in ("/demandes/1/reponse", "/fils/1/cas", "/demandes/1/ensemble", "/faq/1/modification", "/vues"):
        await boss.get("/compte")
        answers.append(await boss.post(path, **fields, version="999", t1="999"))
    return [
        *answers,
        await boss.get("/demandes/99"),
        await boss.get("/?cherche=" + "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"),
    ]


def check_harmless(page: Response, allowed: str = "/") -> None:
    """See that a page has no script but ours, nothing that acts, and no link but of the kind that is allowed."""
    if not page.headers.get("content-type", "").startswith("text/html"):
        return
    tree, where = LexborHTMLParser(page.text), str(page.request.url)
    scripts = [node.attributes.get("src") for node in tree.css("script")]
    assert scripts in ([], ["/static/desk.js"], ["/static/desk.js", "/static/htmx.min.js"]), where
    assert [node.tag for node in tree.css("img, object, embed, base, audio, video, form[action*='//']")] == [], where
    acting = [name for node in tree.css("*") for name in node.attributes if name.startswith("on") or name == "style"]
    assert acting == [], where
    far = [
        link for link in links(page) if ":" in link.partition("?")[0] and not link.startswith(("https://", "mailto:"))
    ]
    assert far == [], where
    assert allowed == "/" or all(link.startswith((allowed, "mailto:", "/static/")) for link in links(page))


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t=", "＝", " ＋", "﹣", "\u200b@", '";=', ",="])
async def test_item_04_no_cell_of_any_file_begins_a_formula(desk: Stage, first: str) -> None:
    boss = Browser(desk.app, {f"{STRICT}{SESSION}": furnish(desk)})
    formula = f"{first}HYPERLINK(1)"
    with desk.database.begin() as session:
        session.execute(update(Staff).values(name=formula))
        session.add(Act(call=SLUG, at=desk.now, staff_id=1, kind=formula, detail={}))
        session.execute(update(Question).values(pair=formula))
        session.execute(update(Ticket).values(department=formula))

    files = [await boss.client.get(f"/journal.csv?table={table}") for table in ("actes", *SHEETS)]

    assert sum("HYPERLINK(1)" in file.text for file in files) >= 2
    for file in files:
        for separator in ";,\t":
            cells = [c for row in csv.reader(file.text[1:].splitlines(), delimiter=separator) for c in row]
            assert [c for c in cells if c.strip("\t \u200b")[:1] in (*"=+-@＝＋﹣",) and c.strip()] == [], separator


async def test_item_23_nothing_is_fetched_for_what_a_letter_names(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[object]()

    def refuse(*address: object, **_: object) -> None:
        asked.append(address)
        raise OSError("no network in this test")

    browser = stage.staff_browser()
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    far = "<img src='http://127.0.0.1:1/a.png'><link rel=stylesheet href='http://127.0.0.1:1/b.css'>"
    raw = f"From: Ann <ann@example.net>\r\nSubject: x\r\n{PARTS}<p>Quel est le salaire ?</p>{far}{''.join(ALL)}"

    with stage.database.begin() as session:
        stage.reception.receive(session, to_inquiry(read_letter(raw.encode())), stage.now)
    pages = await crawl(browser)

    assert asked == []
    assert "/messages/1/page" in pages
    fetched = [n.attributes.get("src") or "" for p in pages.values() for n in LexborHTMLParser(p.text).css("[src]")]
    assert [address for address in fetched if not address.startswith("/") or address.startswith("//")] == []
