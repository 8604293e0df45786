import pytest
from structlog.testing import capture_logs

from guichet.mailbox.pages.headers import HEADERS
from guichet.mailbox.records.database import Database
from guichet.tests.mailbox.pages.desk_browser import HOST, Browser, Stage


class Boom(Exception):
    pass


def break_clock(stage: Stage) -> None:
    class Broken:
        def __add__(self, _other: object) -> None:
            raise Boom("ann@example.net writes a secret")

        __sub__ = __add__

    stage.now = Broken()  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/connexion", 200),
        ("GET", "/static/desk.css", 200),
        ("GET", "/", 303),
        ("GET", "/nowhere", 404),
        ("GET", "/static/nowhere", 404),
        ("GET", "/static/../app.py", 404),
        ("GET", "/bienvenue/x", 404),
        ("POST", "/connexion", 403),
        ("PUT", "/connexion", 405),
        ("POST", "/", 405),
        ("GET", "/health", 200),
    ],
)
async def test_every_response_is_strict(stage: Stage, method: str, path: str, status: int) -> None:
    response = await Browser(stage.app).client.request(method, path, data={"x": "y"} if method == "POST" else None)

    assert response.status_code == status
    for name in HEADERS.keys() - {"Cache-Control"}:
        assert response.headers[name] == HEADERS[name]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["Strict-Transport-Security"].startswith("max-age=")


async def test_over_plain_http_nothing_is_said_of_https(stage: Stage) -> None:
    response = await Browser(stage.app).client.get(f"http://{HOST}/connexion")

    assert "Strict-Transport-Security" not in response.headers


async def test_a_page_that_fails_says_nothing_of_our_insides_and_logs_no_words(stage: Stage) -> None:
    browser = stage.staff_browser()
    break_clock(stage)

    with capture_logs() as logs:
        response = await browser.get("/")

    assert response.status_code == 500
    assert "Une erreur de notre côté" in browser.text
    assert "Boom" not in browser.page
    assert response.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
    [log] = logs
    assert log["error"] == "Boom"
    assert "secret" not in str(log)


async def test_a_browser_that_leaves_while_it_sends_is_no_failure_of_ours(stage: Stage) -> None:
    scope = {"type": "http", "method": "POST", "path": "/connexion", "query_string": b"", "scheme": "https"}
    headers = [(b"content-length", b"9"), (b"content-type", b"application/x-www-form-urlencoded")]

    async def leave() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async def refuse(_message: object) -> None:
        raise AssertionError("nobody is there to be answered")

    with capture_logs() as logs:
        await stage.app({**scope, "headers": headers}, leave, refuse)

    assert logs == []


async def test_a_wrong_method_is_answered_with_those_there_are(stage: Stage) -> None:
    response = await Browser(stage.app).client.put("/connexion")

    assert {method.strip() for method in response.headers["allow"].split(",")} == {"GET", "HEAD", "POST"}


@pytest.mark.parametrize("path", ["/demandes/99", "/fils/99", "/pieces/99", "/originaux/99", f"/demandes/{2**40}"])
async def test_what_is_not_there_is_said_in_french(each_stage: Stage, path: str) -> None:
    browser = each_stage.staff_browser()

    response = await browser.get(path)

    assert response.status_code == 404
    assert "Page introuvable" in browser.text


async def test_health_says_whether_the_database_answers(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Browser(stage.app)
    assert (await browser.get("/health")).text == "ok\n"

    broken = Database("sqlite:////nowhere/at/all.db")
    monkeypatch.setattr(stage.database, "engine", broken.engine)

    assert (await browser.get("/health")).status_code == 503
