import pytest
from sqlalchemy import update

from guichet.mailbox.desk.inquiry import Enclosure
from guichet.mailbox.pages.files import write_disposition
from guichet.mailbox.records.models import Item, Thread
from guichet.tests.factories import NOW, SLUG
from guichet.tests.mailbox.pages.desk_browser import Stage

PAGE = b"<script>alert(1)</script>"


def receive(stage: Stage, *files: Enclosure) -> None:
    stage.receive("Quel est le salaire ?", enclosures=files)


async def test_a_file_is_saved_and_never_shown(each_stage: Stage) -> None:
    receive(each_stage, Enclosure("vitæ.html", "text/html", len(PAGE), PAGE))

    response = await each_stage.staff_browser().client.get("/pieces/1")

    assert response.content == PAGE
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["content-disposition"].startswith("attachment;")
    assert "sandbox" in response.headers["content-security-policy"]


async def test_a_file_that_is_not_kept_cannot_be_had(stage: Stage) -> None:
    receive(stage, Enclosure("far.jpg", "image/jpeg", 5, None, "reference"))

    assert (await stage.staff_browser().get("/pieces/1")).status_code == 404


async def test_an_original_comes_as_it_came(stage: Stage) -> None:
    with stage.database.begin() as session:
        session.add(Item(call=SLUG, channel="mail", key="k", lane="l", raw=b"\xff\0", envelope={}, kept_at=NOW))

    response = await stage.staff_browser().client.get("/originaux/1")

    assert response.content == b"\xff\0"
    assert 'filename="original-1.eml"' in response.headers["content-disposition"]


async def test_files_of_another_call_are_not_there(stage: Stage) -> None:
    receive(stage, Enclosure("a.pdf", "application/pdf", 1, b"x"))
    with stage.database.begin() as session:
        session.execute(update(Thread).values(call="another-call"))
        session.add(Item(call="another-call", channel="mail", key="k", lane="l", raw=b"x", envelope={}, kept_at=NOW))
    browser = stage.staff_browser()

    assert (await browser.get("/pieces/1")).status_code == 404
    assert (await browser.get("/originaux/1")).status_code == 404


@pytest.mark.parametrize(
    ("name", "plain", "whole"),
    [
        ("cv.pdf", "cv.pdf", "cv.pdf"),
        ("Curriculum vitæ.pdf", "Curriculum vit_.pdf", "Curriculum%20vit%C3%A6.pdf"),
        ('a"; filename="b.exe', "a__ filename__b.exe", "a%22%3B%20filename%3D%22b.exe"),
        ("../../etc/passwd", "passwd", "passwd"),
        ("C:\\Temp\\a.doc", "a.doc", "a.doc"),
        ("a\r\nX-Evil: 1", "aX-Evil_ 1", "aX-Evil%3A%201"),
        ("cv\u202efdp.exe", "cvfdp.exe", "cvfdp.exe"),
        (" .. ", "fichier", "fichier"),
    ],
)
def test_the_name_a_file_is_saved_under(name: str, plain: str, whole: str) -> None:
    assert write_disposition(name) == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}"
