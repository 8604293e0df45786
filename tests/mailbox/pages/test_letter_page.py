from sqlalchemy import update

from guichet.mailbox.pages.letter_page import POLICY
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Message, Role, Staff, Thread
from guichet.tests.mailbox.pages.desk_browser import Browser, Stage, count_statements

CORP = "cross-origin-resource-policy"
PAGE = '<p>Le <b>salaire</b> ?</p> <a href="https://a.example/">ici</a>'


def receive(stage: Stage, html: str = PAGE, **more) -> Browser:
    stage.receive("Quel est le salaire ?", html=html, **more)
    return stage.staff_browser()


async def test_a_page_is_shown_alone_as_it_was_cleaned(each_stage: Stage) -> None:
    browser = receive(each_stage)

    response = await browser.get("/messages/1/page")

    assert response.status_code == 200
    assert f"<main>\n{PAGE}\n</main>" in browser.page
    assert "<title>Question – mise en forme</title>" in browser.page


async def test_a_page_is_in_a_sandbox_that_only_the_desk_may_frame(stage: Stage) -> None:
    browser = receive(stage)

    headers = (await browser.get("/messages/1/page")).headers

    assert headers["content-security-policy"] == POLICY
    assert {"default-src 'none'", "sandbox", "frame-ancestors 'self'"} <= set(POLICY.split("; "))
    assert (headers["x-frame-options"], headers["cache-control"]) == ("SAMEORIGIN", "no-store")
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")


async def test_the_style_of_a_page_may_be_had_from_a_sandbox_and_no_other_file(stage: Stage) -> None:
    browser = Browser(stage.app)

    policies = [(await browser.get(f"/static/{name}")).headers[CORP] for name in ("letter.css", "desk.css")]

    assert policies == ["cross-origin", "same-origin"]


async def test_every_other_page_may_be_framed_by_nobody(stage: Stage) -> None:
    browser = receive(stage)

    for path in ("/", "/demandes/1", "/messages/99/page"):
        headers = (await browser.get(path)).headers
        assert headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


async def test_the_page_of_another_call_is_not_there(each_stage: Stage) -> None:
    browser = receive(each_stage)
    with each_stage.database.begin() as session:
        session.execute(update(Thread).values(call="another-call"))

    assert (await browser.get("/messages/1/page")).status_code == 404


async def test_a_letter_of_text_alone_has_no_page(stage: Stage) -> None:
    browser = receive(stage, html="")

    assert (await browser.get("/messages/1/page")).status_code == 404
    await browser.get("/demandes/1")
    assert "<iframe" not in browser.page


async def test_who_may_only_read_may_read_a_page(stage: Stage) -> None:
    browser = receive(stage)
    with stage.database.begin() as session:
        session.execute(update(Staff).values(role=Role.LECTURE))

    assert (await browser.get("/messages/1/page")).status_code == 200


async def test_a_ticket_folds_the_page_in_a_frame_with_a_title_and_a_link(stage: Stage) -> None:
    browser = receive(stage, name='Ann "><b>')

    await browser.get("/demandes/1")

    frame = 'sandbox loading="lazy" title="Message mis en forme de Ann &#34;&gt;&lt;b&gt;"></iframe>'
    assert f'<iframe src="/messages/1/page" {frame}' in browser.page
    assert '<a href="/messages/1/page">Ouvrir cette mise en forme seule</a>' in browser.page
    assert PAGE not in browser.page


async def test_a_ticket_with_many_pages_asks_as_little_as_one_and_reads_none(stage: Stage) -> None:
    browser = receive(stage)
    with count_statements(stage.database) as one:
        await browser.get("/demandes/1")
    for number in range(5):
        stage.receive("Et la durée ?", html=PAGE, mail_id=f"b{number}@example.net")

    with count_statements(stage.database) as many:
        await browser.get("/demandes/1")

    assert len(many) == len(one)
    assert [statement for statement in many if "messages.html" in statement and "IS NOT NULL" not in statement] == []
    assert browser.page.count("<iframe") >= 1


def test_a_page_is_kept_with_its_message(database: Database) -> None:
    stage = Stage(database)
    stage.receive("Quel est le salaire ?", html=PAGE)

    with database.read() as session:
        assert [message.html for message in session.query(Message).order_by(Message.id)][:1] == [PAGE]
