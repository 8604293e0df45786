from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from guichet.mailbox.delivery.body import Body, text
from guichet.mailbox.delivery.carrier import MailTrace
from guichet.mailbox.desk.inquiry import Enclosure
from guichet.mailbox.desk.thread import file_our_words
from guichet.mailbox.desk.ticket import open_ticket
from guichet.mailbox.desk.told import record_words
from guichet.mailbox.pages.advice import read_earlier
from guichet.mailbox.pages.sheet import find_following
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import (
    Address,
    Author,
    Item,
    Parcel,
    ParcelState,
    Staff,
    Thread,
    Ticket,
    TicketReason,
    Waiting,
)
from guichet.tests.factories import NOW, SLUG, make_address, make_parcel, make_staff, make_thread, make_ticket
from guichet.tests.mailbox.pages.desk_browser import Stage, count_statements

REPLY = MailTrace("Re: Question", "a2@example.net", references=("a1@example.net",))


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.begin() as session:
        yield session


@pytest.fixture
def asked(stage: Stage) -> Stage:
    stage.receive("Quel est le salaire ?", name="Ann Exemple")
    return stage


async def test_the_page_shows_who_wrote_what_and_when(asked: Stage) -> None:
    asked.receive("Merci.", text="Merci.\n\n> ce que vous disiez", mail=REPLY)
    browser = asked.staff_browser()

    await browser.get("/demandes/1")

    assert "Ann Exemple ann@example.net" in browser.text
    assert "10 février 2026 à 9 h" in browser.text
    assert "L'appel ne dit rien sur ce point" in browser.text
    assert '<blockquote lang="fr">La durée du contrat proposé est de <strong>deux ans' in browser.page
    assert "Le message entier Merci. > ce que vous disiez" in browser.text
    assert "Comprise comme : La rémunération" in browser.text


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"tries": 0}, "Sur le départ"),
        ({"state": ParcelState.LEAVING}, "En cours d'envoi"),
        ({"state": ParcelState.SENT, "sent_at": NOW}, "Envoyé le 10 février 2026 à 9 h"),
        ({"tries": 1, "error": "pas de réponse"}, "nouvel essai le 10 février 2026 à 9 h (pas de réponse)"),
        ({"state": ParcelState.ABANDONED, "error": "550"}, "Non remis : 550"),
        ({"state": ParcelState.HANDED_OVER}, "Non remis"),
    ],
)
async def test_the_page_says_what_became_of_our_messages(asked: Stage, values: dict[str, object], said: str) -> None:
    with asked.database.begin() as session:
        session.execute(update(Parcel).values(**values))
    browser = asked.staff_browser()

    await browser.get("/demandes/1")

    assert said in browser.text


async def test_a_blocked_address_is_said_before_one_writes(asked: Stage) -> None:
    with asked.database.begin() as session:
        session.execute(update(Address).values(blocked_at=NOW))
    browser = asked.staff_browser()

    await browser.get("/demandes/1")

    assert browser.page.index("ne reçoit plus rien de nous") < browser.page.index("<textarea")


async def test_a_file_that_the_channel_holds_is_named_and_not_linked(stage: Stage) -> None:
    files = (
        Enclosure("kept.pdf", "application/pdf", 2_340_000, b"x"),
        Enclosure("far.jpg", "image/jpeg", 5, None, "r"),
    )
    stage.receive("Quel est le salaire ?", enclosures=files)
    browser = stage.staff_browser()

    await browser.get("/demandes/1")

    assert '<a href="/pieces/1" download>kept.pdf</a>' in browser.page
    assert "far.jpg 5 o, en cours de réception" in browser.text
    assert "/pieces/2" not in browser.page
    assert "2,3 Mo" in browser.text


async def test_what_could_not_be_read_is_offered_as_it_came(stage: Stage) -> None:
    with stage.database.begin() as session:
        item = Item(call=SLUG, channel="mail", key="k", lane="l", raw=b"\xff", envelope={}, kept_at=NOW)
        session.add(item)
        session.flush()
        more = {"reason": TicketReason.UNREADABLE, "title": "Non lisible", "schedule": stage.desk.schedule}
        open_ticket(session, call=SLUG, department="rh", now=NOW, item_id=item.id, **more)
    browser = stage.staff_browser()

    await browser.get("/demandes/1")

    assert '<a href="/originaux/1" download>' in browser.page
    assert 'id="words"' not in browser.page
    response = await browser.post("/demandes/1/reponse", words="x", version="0")
    assert response.status_code == 400
    assert "n'a pas d'expéditeur" in browser.text
    assert browser.draft == "x"


async def test_a_long_thread_asks_no_more_questions_than_a_short_one(stage: Stage) -> None:
    stage.receive("Quel est le salaire ?", enclosures=(Enclosure("a.pdf", "application/pdf", 1, b"x"),))
    browser = stage.staff_browser()
    asked = list[int]()

    for more in (0, 25):
        for number in range(more):
            stage.receive(
                "Quel est le salaire ? Et la durée ?",
                mail=MailTrace("Re: Question", f"more{number}@example.net", references=("a1@example.net",)),
                enclosures=(Enclosure("a.pdf", "application/pdf", 1, b"x"),),
            )
            add_staff_letter(stage, f"{number}@example.org")
        with count_statements(stage.database) as statements:
            await browser.get("/demandes/1")
        asked.append(len(statements))

    with stage.database.read() as session:
        assert session.get_one(Thread, 1).version > 50
    assert asked[0] == asked[1]


def add_staff_letter(stage: Stage, email: str) -> None:
    with stage.database.begin() as session:
        thread, staff = session.get_one(Thread, 1), make_staff(session, email)
        file_our_words(session, thread, Author.STAFF, Body((text("Voici."),)), MailTrace(), NOW, staff_id=staff.id)


def test_the_ticket_due_first_in_one_s_department_follows_then_those_of_others(session: Session) -> None:
    def due(days: int, department: str) -> int:
        ticket = make_ticket(session, make_thread(session, make_address(session, address=f"{days}")))
        ticket.department, ticket.due_at = department, NOW + timedelta(days=days)
        session.flush()
        return ticket.id

    theirs, late, soon = due(0, "evaluation"), due(2, "rh"), due(1, "rh")

    assert [find_following(session, SLUG, here, "rh") for here in (soon, late, theirs)] == [late, theirs, soon]
    assert [find_following(session, SLUG, here, "evaluation") for here in (theirs, soon, late)] == [soon, late, theirs]
    assert find_following(session, SLUG, 99, "none") == theirs
    session.execute(update(Ticket).where(Ticket.id != theirs).values(waiting=Waiting.CANDIDATE))
    assert find_following(session, SLUG, soon, "rh") == theirs
    assert find_following(session, SLUG, theirs, "rh") is None


def test_what_others_were_told_is_found_on_any_of_the_pairs(session: Session) -> None:
    staff = make_staff(session)
    for number, pair in enumerate(("contract.how_much", "results.when", "application.documents")):
        thread = make_thread(session, make_address(session, address=f"{number}@example.net"))
        answered = make_ticket(session, thread)
        tell(session, answered, staff, pair, f"Réponse {number}.")

    found = read_earlier(session, SLUG, ["contract.how_much", "results.when"], None)

    assert [(one.words, one.name) for one in found] == [("Réponse 1.", staff.name), ("Réponse 0.", staff.name)]


def tell(session: Session, ticket: Ticket, staff: Staff, pair: str, words: str) -> None:
    assert ticket.thread is not None
    message = file_our_words(
        session, ticket.thread, Author.STAFF, Body((text(words),)), MailTrace(), NOW, staff_id=staff.id
    )
    record_words(session, ticket.thread, make_parcel(session, ticket.thread.address), [pair], message, NOW)
    session.flush()


async def test_nothing_that_a_candidate_writes_is_markup(stage: Stage) -> None:
    nasty = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    stage.receive(
        f"{nasty} Quel est le salaire ?",
        text=f"{nasty} tout",
        name=f"{nasty} Ann",
        mail=MailTrace(nasty, "a1@example.net"),
        enclosures=(Enclosure(f"{nasty}.pdf", "application/pdf", 1, b"x"),),
    )
    with stage.database.begin() as session:
        session.execute(update(Parcel).values(error=nasty, tries=1, due_at=NOW + timedelta(hours=1)))
    browser = stage.staff_browser()

    for path in ("/", "/demandes/1", "/fils/1", "/?file=assistant"):
        await browser.get(path)
        assert browser.page.count("<script") == 2  # our own and htmx, of the head
        assert "<img" not in browser.page
    assert "alert(1)" in (await browser.get("/demandes/1")).text
