"""The items of the security list (OWASP ASVS 5.0) on files that people send, each by its number there.

What comes along is kept as bytes in the database, under a number of ours, and is neither opened nor unpacked. There is
no import of sheets, whose sizes and ratios item 12 also asks for.
"""

import pytest

from guichet.mailbox.desk.inquiry import Enclosure
from guichet.mailbox.intake.enclosing import MOST_BYTES, MOST_FILES, enclose
from guichet.mailbox.intake.letter import File
from guichet.mailbox.records.models import Refusal
from guichet.tests.mailbox.pages.desk_browser import Stage


async def test_item_12_files_that_are_too_big_or_too_many_are_named_and_not_kept(stage: Stage) -> None:
    files = [File(f"{number}.pdf", "application/pdf", b"x") for number in range(MOST_FILES + 1)]
    files[0] = File("0.pdf", "application/pdf", bytes(MOST_BYTES + 1))
    stage.receive("Quel est le salaire ?", enclosures=tuple(enclose(files, None)))
    browser = stage.staff_browser()

    await browser.get("/demandes/1")
    statuses = [(await browser.client.get(f"/pieces/{number + 1}")).status_code for number in range(MOST_FILES + 1)]

    assert (statuses[0], {*statuses[1:-1]}, statuses[-1]) == (404, {200}, 404)
    assert browser.page.count('href="/pieces/') == MOST_FILES - 1


async def test_item_12_no_form_takes_a_file_or_more_than_a_form_holds(stage: Stage) -> None:
    browser = stage.staff_browser()
    await browser.get("/compte")
    form = {"jeton": browser.token}

    file = await browser.client.post("/appels/nouveau", data=form, files={"words": b"x"})
    many = await browser.client.post("/appels/nouveau", data=form | {f"x{n}": "" for n in range(200)})
    long = await browser.client.post("/appels/nouveau", data=form | {"words": "x" * 600_000})

    assert (file.status_code, many.status_code, long.status_code) == (400, 400, 413)


@pytest.mark.parametrize(
    ("name", "kind", "content"),
    [
        ("cv.pdf", "application/pdf", b"<html><script>alert(1)</script>"),
        ("page.html", "text/html", b"<script>alert(1)</script>"),
        ("photo.svg", "image/svg+xml", b"<svg onload=alert(1) xmlns='http://www.w3.org/2000/svg'/>"),
        ("../../etc/passwd", "text/plain", b"MZ"),
        ('a"\r\nSet-Cookie: x=y; "b.exe', "application/x\r\nX-Evil: 1", b"MZ"),
        ("cv\u202efdp.exe", "application/pdf", b"MZ"),
        ("é" * 250, "x", b"x"),
    ],
)
async def test_item_13_a_file_is_saved_as_bytes_whatever_it_says_it_is(
    stage: Stage, name: str, kind: str, content: bytes
) -> None:
    stage.receive("Quel est le salaire ?", enclosures=(Enclosure(name, kind, len(content), content),))

    response = await stage.staff_browser().client.get("/pieces/1")

    headers = response.headers
    assert response.content == content
    assert (headers["content-type"], headers["x-content-type-options"]) == ("application/octet-stream", "nosniff")
    assert headers["content-disposition"].startswith('attachment; filename="')
    assert not {*headers["content-disposition"]} & {"\r", "\n", "/", "\\", "\u202e"}
    assert {"set-cookie", "x-evil"}.isdisjoint(headers)
    assert "sandbox" in headers["content-security-policy"]


@pytest.mark.parametrize("verdict", [Refusal.INFECTED, Refusal.UNCHECKED])
async def test_item_13_what_a_scanner_refuses_or_cannot_check_is_not_there(stage: Stage, verdict: Refusal) -> None:
    files = enclose([File("cv.pdf", "application/pdf", b"X5O!P%@AP")], lambda _content: verdict)
    stage.receive("Quel est le salaire ?", enclosures=tuple(files))
    browser = stage.staff_browser()

    await browser.get("/demandes/1")

    assert "cv.pdf" in browser.text
    assert "/pieces/" not in browser.page
    assert (await browser.get("/pieces/1")).status_code == 404
