import asyncio

import pytest
from starlette.routing import Mount, Route

from guichet.mailbox.pages import gate
from guichet.mailbox.pages.cookies import FORM, STRICT
from guichet.mailbox.pages.gate import PUBLIC
from guichet.mailbox.pages.routes import PAGES, STATIC
from guichet.mailbox.records.models import Role
from guichet.tests.factories import make_address, make_thread, make_ticket
from guichet.tests.mailbox.pages.desk_browser import HOST, Browser, Stage

OPEN_TO_ALL = {
    ("GET", "/health"),
    ("GET", "/connexion"),
    ("POST", "/connexion"),
    ("GET", "/connexion/code"),
    ("POST", "/connexion/code"),
    ("POST", "/connexion/etablissement"),
    ("GET", "/connexion/etablissement/retour"),
    ("GET", "/bienvenue/{link}"),
    ("POST", "/bienvenue/{link}"),
}
CLOSED = [page for page in PAGES if page.role is not PUBLIC]
FORMS = [page for page in PAGES if page.method == "POST"]


def fill_in(path: str) -> str:
    return path.replace("{number:int}", "1").replace("{link}", "x")


def name(page) -> str:
    return f"{page.method} {page.path}"


def test_every_route_of_the_application_is_in_the_table(stage: Stage) -> None:
    served = {
        (method, route.path)
        for route in stage.app.routes
        if isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}
    }

    assert served == {(page.method, page.path) for page in PAGES}
    assert [route.path for route in stage.app.routes if isinstance(route, Mount)] == [STATIC]
    assert all(isinstance(route, Route | Mount) for route in stage.app.routes)


def test_every_route_has_a_role_but_those_that_are_named_here() -> None:
    assert {(page.method, page.path) for page in PAGES if page.role is PUBLIC} == OPEN_TO_ALL
    assert all(page.role in set(Role) for page in CLOSED)


@pytest.mark.parametrize("page", CLOSED, ids=name)
async def test_nobody_passes_without_logging_in(stage: Stage, page) -> None:
    response = await Browser(stage.app).client.request(page.method, fill_in(page.path), data={"jeton": "x"})

    if page.by_itself:
        assert response.status_code == 401
    elif page.method == "GET":
        assert response.status_code == 303
        assert response.headers["location"].startswith("/connexion")
    else:
        assert response.status_code == 403


@pytest.mark.parametrize("page", FORMS, ids=name)
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
    ],
    ids=str,
)
async def test_a_form_from_another_site_is_refused(stage: Stage, page, headers: dict[str, str]) -> None:
    browser = stage.staff_browser()
    await browser.get("/")
    form = {"jeton": browser.token, "words": "x", "department": "rh"}

    response = await browser.client.post(fill_in(page.path), data=form, headers=headers)

    assert response.status_code == 403


@pytest.mark.parametrize("page", FORMS, ids=name)
@pytest.mark.parametrize("token", [None, "", "x", "é"])
async def test_a_form_without_its_token_is_refused(stage: Stage, page, token: str | None) -> None:
    browser = stage.staff_browser()

    response = await browser.client.post(fill_in(page.path), data={} if token is None else {"jeton": token})

    assert response.status_code == 403


async def test_a_token_of_another_session_is_refused(stage: Stage) -> None:
    mine, other = stage.staff_browser(), stage.staff_browser("other@example.org")
    await other.get("/")

    response = await mine.client.post("/deconnexion", data={"jeton": other.token})

    assert response.status_code == 403


async def test_a_form_from_our_own_page_passes(stage: Stage) -> None:
    browser = stage.staff_browser()
    await browser.get("/")
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": f"https://{HOST}"}

    response = await browser.client.post("/deconnexion", data={"jeton": browser.token}, headers=headers)

    assert response.status_code == 303


async def test_reading_every_page_changes_nothing(stage: Stage) -> None:
    stage.receive("Quel est le salaire ?")
    with stage.database.begin() as session:
        make_ticket(session, make_thread(session, make_address(session, address="b@example.net")))
    browser = stage.staff_browser()
    before = dump(stage)

    for page in PAGES:
        if page.method == "GET":
            await browser.get(fill_in(page.path))
    for page in FORMS:
        await browser.get(fill_in(page.path))

    assert dump(stage) == before


def dump(stage: Stage) -> list[object]:
    with stage.database.read() as session:
        tables = stage.database.is_sqlite and session.connection().exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        )
        return [list(session.connection().exec_driver_sql(f"SELECT * FROM {table}")) for (table,) in tables or []]


async def test_a_browser_that_keeps_no_cookie_is_told_why(stage: Stage) -> None:
    browser = Browser(stage.app)
    await browser.get("/connexion")
    browser.client.cookies.clear()

    response = await browser.post("/connexion", email="a@example.org", password="x")

    assert response.status_code == 403
    assert "n'a pas gardé le cookie" in browser.text


async def test_a_form_too_large_to_be_one_is_refused(stage: Stage) -> None:
    response = await Browser(stage.app).client.post("/connexion", data={"email": "x" * 600_000})

    assert response.status_code == 413


async def test_a_form_of_unknown_length_is_refused(stage: Stage) -> None:
    async def stream():
        yield b"jeton=x"

    response = await Browser(stage.app).client.post("/connexion", content=stream())

    assert response.status_code == 411


@pytest.mark.parametrize(
    ("charset", "value"),
    [("unicode_escape", b"\\ud800"), ("utf-7", b"+2AA-"), ("idna", b"xn--a"), ("undefined", b"a")],
)
async def test_a_form_in_an_encoding_that_makes_no_text_is_refused(stage: Stage, charset: str, value: bytes) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="jeton"\r\n\r\n' + value + b"\r\n--b--\r\n"
    browser = Browser(stage.app)
    await browser.get("/connexion")
    headers = {"Content-Type": f"multipart/form-data; boundary=b; charset={charset}"}

    response = await browser.client.post("/connexion", content=body, headers=headers)

    assert response.status_code == 400


async def test_a_form_that_does_not_come_whole_is_given_up(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def stream():
        yield b"jeton="
        await asyncio.sleep(10)

    monkeypatch.setattr(gate, "FORM_SECONDS", 0.05)
    headers = {"Content-Length": "100", "Content-Type": "application/x-www-form-urlencoded"}

    response = await Browser(stage.app).client.post("/connexion", content=stream(), headers=headers)

    assert response.status_code == 408


@pytest.mark.parametrize(
    ("address", "strict"),
    [
        (f"https://{HOST}", True),
        (f"http://{HOST}", True),
        ("https://127.0.0.1", True),
        ("http://192.168.1.4", True),
        ("http://127.0.0.1:8080", False),
        ("http://localhost:8080", False),
        ("http://[::1]:8080", False),
    ],
)
async def test_cookies_are_for_this_host_alone_and_for_no_script(stage: Stage, address: str, strict: bool) -> None:
    response = await Browser(stage.app).get(f"{address}/connexion")

    [cookie] = response.headers.get_list("set-cookie")
    attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert cookie.startswith(f"{STRICT}{FORM}=" if strict else f"{FORM}=")
    assert attributes - {"secure"} == {"httponly", "path=/", "samesite=lax"}
    assert ("secure" in attributes) is strict


async def test_a_draft_outlives_its_session(stage: Stage) -> None:
    stage.receive("Quel est le salaire ?")
    browser = stage.staff_browser()
    await browser.get("/demandes/1")
    stage.pass_time(minutes=31)

    response = await browser.post("/demandes/1/reponse", words="Selon la <grille>.", version=browser.hidden("version"))

    assert response.status_code == 403
    assert browser.draft == "Selon la <grille>."
