"""Who only reads is offered no form that would answer 403."""

import re

import pytest

from guichet.mailbox.records.models import Role
from guichet.tests.mailbox.pages.desk_browser import Stage
from guichet.tests.mailbox.pages.furnished import ALIKE, ANSWERED, CASE, CHAT, FORWARDED, OPEN, furnish

PATHS = (
    f"/?parti={ANSWERED}",
    f"/demandes/{OPEN}?parti={ANSWERED}",
    f"/demandes/{FORWARDED}",
    f"/demandes/{CASE}",
    f"/demandes/{ANSWERED}?fait=repondu",
    f"/demandes/{ALIKE}/ensemble",
    f"/fils/{CHAT}",
    "/service/reponses",
    "/faq",
    "/faq/1",
    "/faq/2",
)
FORM = re.compile(r'<form method="post" action="([^"]*)"|formaction="([^"]*)"')


@pytest.mark.parametrize("path", PATHS)
async def test_no_form_but_the_way_out_is_offered_to_who_only_reads(path: str, stage: Stage) -> None:
    furnish(stage)
    reader = stage.staff_browser("reader@example.org", role=Role.LECTURE)

    response = await reader.get(path)

    assert response.status_code == 200
    assert FORM.findall(reader.page) == [("/compte/langue", ""), ("/deconnexion", "")]
    assert "/faq/nouvelle" not in reader.page


async def test_an_agent_is_offered_what_a_reader_is_not(stage: Stage) -> None:
    furnish(stage)
    agent = stage.staff_browser("more@example.org", role=Role.AGENT)

    offered = [len(FORM.findall((await agent.get(path)).text)) for path in PATHS if path != "/faq"]

    assert [count for count in offered if count < 2] == []


async def test_a_reader_reads_the_saved_replies_and_who_asks_the_same(stage: Stage) -> None:
    furnish(stage)
    reader = stage.staff_browser("reader@example.org", role=Role.LECTURE)

    await reader.get("/service/reponses")
    assert "Nous avons bien reçu votre message." in reader.text
    await reader.get(f"/demandes/{ALIKE}/ensemble")
    assert f'href="/demandes/{OPEN}"' in reader.page
