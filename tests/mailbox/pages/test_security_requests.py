"""The items of the security list (OWASP ASVS 5.0) that concern requests and what answers them, each by its number.

Accounts are in `test_security_items`, codes in `test_security_codes`, contents in `test_security_content`, files in
`test_security_files`, mail in `test_security_mail`, links in `test_security_links`, logs in `tests/test_security_logs`,
packages in `tests/test_security_packages`. What concerns no part of the desk yet: item 5 (nothing here reads XML, nor a
sheet), and item 26 (there is no retention job, nor a command that erases, to be checked).
"""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from httpx import Response

from guichet.mailbox.desk.office import write_default
from guichet.mailbox.desk.office_file import OfficeFile
from guichet.mailbox.pages.cookies import FORM, HALFWAY, KNOWN, SESSION, STRICT
from guichet.mailbox.pages.routes import PAGES
from guichet.mailbox.records.database import Database
from guichet.tests.factories import make_call
from guichet.tests.mailbox.pages.crawling import crawl, dump, patterns
from guichet.tests.mailbox.pages.desk_browser import HOST, Browser, Stage
from guichet.tests.mailbox.pages.furnished import furnish
from guichet.tests.mailbox.pages.test_trouble import break_clock
from guichet.tests.mailbox.pages.two_steps import PASSWORD, give_code, give_password, make_account, read_code

CALL = make_call()
HIDDEN = (
    "/faq/nouvelle?demande=1",
    "/compte/second-facteur",
    "/connexion",
    "/connexion/code",
    "/health",
    "/touches",
    "/originaux/1",
)
"""What no page leads to before something has happened."""
FORMS = [page.path for page in PAGES if page.method == "POST"]
FILLED = {
    "words": "Le salaire est de 2 400 € bruts.",
    "note": "Vu.",
    "department": "evaluation",
    "nom": "Ma liste",
    "joindre": "zoe@example.net",
    "dans": "2",
    "jusqu": "2026-03-02",
    "number": "2",
    "title": "Titre",
    "name": "Autre nom",
    "role": "agent",
    "notify": "never",
    "language": "en",
    "first": "2026-03-01",
    "last": "2026-03-02",
    "old": PASSWORD,
    "new": "une tout autre phrase assez longue",
    "reason": "Parce que.",
    "question": "1",
    "sujet": "salary.amount",
    "version": "2",
}
"""Enough for most forms to be carried out, were they let through."""


def address(path: str) -> str:
    return path.replace("{number:int}", "1").replace("{link}", "x")


@pytest.fixture
def office(tmp_path: Path) -> OfficeFile:
    path = tmp_path / "office.toml"
    write_default(path, name=CALL.title, departments=CALL.departments)
    return OfficeFile(path, needed=CALL.departments)


@pytest.fixture
def desk(sqlite: Database, office: OfficeFile) -> Stage:
    """A desk that is to have something on each of its screens."""
    return Stage(sqlite, office=office)


@pytest.fixture
def boss(desk: Stage) -> Browser:
    return Browser(desk.app, {f"{STRICT}{SESSION}": furnish(desk)})


async def test_item_09_every_cookie_is_for_this_host_for_https_for_no_script_and_for_no_other_site(
    stage: Stage,
) -> None:
    make_account(stage)
    browser = Browser(stage.app)

    answers = [
        await browser.get("/connexion"),
        await give_password(browser),
        await give_code(browser, read_code(stage.now)),
        await browser.get("/compte"),
        await browser.post("/deconnexion"),
    ]

    cookies = [cookie for answer in answers for cookie in answer.headers.get_list("set-cookie")]
    assert {cookie.partition("=")[0] for cookie in cookies} == {f"{STRICT}{n}" for n in (FORM, HALFWAY, SESSION, KNOWN)}
    for cookie in cookies:
        attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert attributes >= {"secure", "httponly", "path=/", "samesite=lax"}
        assert not any(attribute.startswith("domain") for attribute in attributes)


async def test_item_10_every_route_is_strict(desk: Stage, boss: Browser) -> None:
    nobody = Browser(desk.app)

    for browser in (nobody, boss):
        for page in (page for page in PAGES if page.path != "/deconnexion"):
            for method in (page.method, "HEAD", "PUT"):
                check_strict(await browser.client.request(method, address(page.path), data={"words": "x"}))


async def test_item_10_every_refusal_and_failure_is_strict(stage: Stage) -> None:
    browser, statuses = stage.staff_browser(), set[int]()

    async def endless():
        yield b"x"

    sent: list[tuple[str, str, dict[str, object]]] = [
        ("GET", "/connexion?suite=/", {}),
        ("POST", "/connexion", {"data": {}}),
        ("GET", "/nowhere", {}),
        ("GET", "/static/nowhere", {}),
        ("GET", "/static/desk.js", {}),
        ("GET", "/static/letter.css", {}),
        ("POST", "/static/desk.css", {}),
        ("DELETE", "/", {}),
        ("POST", "/connexion", {"content": endless()}),
        ("POST", "/connexion", {"data": {"x": "x" * 600_000}}),
        ("POST", "/connexion", {"files": {"x": b"x"}}),
        ("GET", "/", {}),
    ]
    for method, path, how in sent:
        if path == "/":
            break_clock(stage)
        response = await browser.client.request(method, path, **how)  # type: ignore[arg-type]
        statuses.add(response.status_code)
        check_strict(response)

    assert statuses >= {200, 400, 403, 404, 405, 411, 413, 500}


def check_strict(response: Response) -> None:
    """See that a response has the headers; a letter's page is in a sandbox, within our own pages."""
    headers, request = response.headers, response.request
    policy = {rule.split()[0]: rule.split()[1:] for rule in headers["content-security-policy"].split(";")}
    letter = "sandbox" in policy and request.url.path.startswith("/messages/")
    assert "unsafe" not in headers["content-security-policy"], request.url
    assert policy["default-src"] == ["'none'"]
    assert policy["frame-ancestors"] == (["'self'"] if letter else ["'none'"])
    assert policy.get("script-src", ["'self'"]) == ["'self'"]
    assert headers["cross-origin-opener-policy"] == ("unsafe-none" if letter else "same-origin")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] in ("same-origin", "no-referrer")
    assert int(headers["strict-transport-security"].partition("max-age=")[2].partition(";")[0]) >= 31_536_000
    ours = request.url.path.startswith("/static/") and response.is_success
    assert headers["cache-control"] == ("no-cache" if ours else "no-store")


async def test_item_11_no_post_that_is_forged_changes_anything(desk: Stage, boss: Browser) -> None:
    other = desk.staff_browser("third@example.org")
    await other.get("/compte")
    await boss.get("/compte")
    before = dump(desk.database)
    forged: list[tuple[dict[str, str], dict[str, str]]] = [
        ({"jeton": boss.token}, {"Sec-Fetch-Site": "cross-site"}),
        ({"jeton": boss.token}, {"Sec-Fetch-Site": "same-site"}),
        ({"jeton": boss.token}, {"Origin": "https://evil.example"}),
        ({"jeton": boss.token}, {"Origin": f"https://{HOST}.evil.example"}),
        ({"jeton": boss.token}, {"Origin": "null"}),
        ({}, {}),
        ({"jeton": ""}, {}),
        ({"jeton": "x"}, {}),
        ({"jeton": other.token}, {"Sec-Fetch-Site": "same-origin"}),
    ]

    for path in FORMS:
        for token, headers in forged:
            response = await boss.client.post(address(path), data=FILLED | token, headers=headers)
            assert response.status_code == 403, f"{path} {token} {headers}"

    assert dump(desk.database) == before


async def test_item_11_the_same_posts_are_let_through_with_their_token(desk: Stage, boss: Browser) -> None:
    passed = list[str]()

    for path in sorted(FORMS, key="/deconnexion".__eq__):
        await boss.get("/compte/second-facteur")
        before, token = dump(desk.database), boss.token
        await boss.client.post(address(path), data=FILLED | {"jeton": token}, headers={"Origin": f"https://{HOST}"})
        if dump(desk.database) != before:
            passed.append(path)

    assert len(passed) > len(FORMS) / 2


async def test_item_11_a_form_of_one_who_is_not_logged_in_is_bound_to_the_browser(stage: Stage) -> None:
    mine, other = Browser(stage.app), Browser(stage.app)
    await mine.get("/connexion")
    await other.get("/connexion")

    for path in ("/connexion", "/connexion/code", "/bienvenue/x"):
        response = await mine.client.post(path, data={"jeton": other.token, "email": "a@example.org", "password": "x"})
        assert response.status_code == 403
    assert dump(stage.database)["login_failures"] == []


async def test_item_11_no_get_and_no_head_changes_anything(desk: Stage, boss: Browser) -> None:
    before = dump(desk.database)

    pages = await crawl(boss, *HIDDEN)
    for path in [*pages, *(address(path) for path in FORMS)]:
        await boss.client.head(path)
    for path in FORMS:
        await boss.client.get(address(path))

    assert dump(desk.database) == before
    gets = patterns("GET")
    reached = {page for page, pattern in gets.items() if any(pattern.fullmatch(urlsplit(one).path) for one in pages)}
    assert gets.keys() - reached == {
        "/bienvenue/{link}",
        "/direct",  # asked for by the inbox itself
        "/connexion/etablissement/retour",  # comes from a provider, and opens nothing without what this browser began
    }


@pytest.mark.parametrize("method", ["X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"])
async def test_item_11_no_header_and_no_field_makes_a_post_of_a_get(stage: Stage, method: str) -> None:
    stage.receive("Quel est le salaire ?")
    browser = stage.staff_browser()
    await browser.get("/demandes/1")
    before = dump(stage.database)
    fields = f"_method=POST&version={browser.hidden('version')}&jeton={browser.token}"

    response = await browser.client.get(f"/demandes/1/fermeture?{fields}", headers={method: "POST"})

    assert response.status_code == 405
    assert dump(stage.database) == before


@pytest.mark.parametrize(
    "name", ["metrics", "docs", "openapi.json", ".env", ".git/config", "debug", "static/", "admin"]
)
async def test_item_24_nothing_but_the_desk_is_served(stage: Stage, name: str) -> None:
    response = await Browser(stage.app).get(f"/{name}")

    assert response.status_code == 404
    assert stage.app.debug is False


HOSTILE = (
    "/?cherche=%00",
    "/?cherche=%22+NEAR(",
    "/?apres=9999999999999999999999-1",
    "/?apres=1-99999999999999999999",
    "/?service=%00&motif=%ff&a=%ed%a0%80&file=x",
    "/?parti=%C2%B2",
    "/journal?acte=%00&par=99999999999&avant=99999999999",
    "/journal?jusqu=9999-12-31",
    "/journal.csv?acte=%00",
    "/faq?etat=%00&cherche=%00",
    "/faq/nouvelle?demande=%C2%B2",
    f"/demandes/{2**63}",
    "/demandes/1?parti=%C2%B2&fait=%00",
    "/bienvenue/%00",
    "/connexion?suite=%00",
    "/static/%00",
)


async def test_item_24_no_address_that_somebody_made_up_makes_a_page_fail(each_stage: Stage) -> None:
    each_stage.receive("Quel est le salaire ?")
    browser = each_stage.staff_browser()

    statuses = {path: (await browser.get(path)).status_code for path in HOSTILE}

    assert {path: status for path, status in statuses.items() if status >= 500} == {}


async def test_item_24_a_failure_tells_nothing_of_our_insides(stage: Stage) -> None:
    browser = stage.staff_browser()
    break_clock(stage)

    response = await browser.get("/")

    assert response.status_code == 500
    assert [word for word in ("Boom", "Traceback", ".py", "sqlalchemy", "starlette") if word in browser.page] == []
    assert "server" not in response.headers
