"""Item 18 of the security list (OWASP ASVS 5.0): the one-time codes of staff, by telephone and for its loss."""

import asyncio
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from guichet.mailbox.desk.attempts import FREE
from guichet.mailbox.records.models import RecoveryCode, Staff
from guichet.tests.mailbox.pages.desk_browser import Browser, Stage
from guichet.tests.mailbox.pages.two_steps import EMAIL, PASSWORD, give_code, give_password, make_account, read_code

STEP = timedelta(seconds=30)


async def go_halfway(stage: Stage, **more: str) -> Browser:
    """Open a browser in which the password was given, and the code is asked for."""
    browser = Browser(stage.app, **more)  # type: ignore[arg-type]
    await give_password(browser)
    await browser.get("/connexion/code")
    return browser


async def make_codes(stage: Stage) -> tuple[Browser, list[str]]:
    """Log in and have recovery codes made."""
    browser = await go_halfway(stage)
    await give_code(browser, read_code(stage.now))
    stage.now += STEP
    await browser.get("/compte/second-facteur")
    await browser.post("/compte/second-facteur/secours", password=PASSWORD, code=read_code(stage.now))
    return browser, re.findall(r"\d{4} \d{4} \d{4}", browser.text)


async def test_item_18_a_code_opens_one_session_whoever_shows_it(each_stage: Stage) -> None:
    make_account(each_stage)
    browsers = [await go_halfway(each_stage) for _ in range(4)]

    code = read_code(each_stage.now)
    done = await asyncio.gather(*(browser.post("/connexion/code", code=code) for browser in browsers))
    late = await give_code(await go_halfway(each_stage), code)

    assert sorted(response.status_code for response in done) == [303, 403, 403, 403]
    assert late.status_code == 403


@pytest.mark.parametrize(("steps", "status"), [(-2, 403), (-1, 303), (0, 303), (1, 303), (2, 403)])
async def test_item_18_a_code_is_good_for_the_real_clock_s_minute(stage: Stage, steps: int, status: int) -> None:
    make_account(stage)
    browser = await go_halfway(stage)

    assert (await give_code(browser, read_code(stage.now + steps * STEP))).status_code == status


async def test_item_18_an_earlier_code_is_void_once_a_later_one_was_used(stage: Stage) -> None:
    make_account(stage)
    earlier = read_code(stage.now - STEP)
    await give_code(await go_halfway(stage), read_code(stage.now))

    assert (await give_code(await go_halfway(stage), earlier)).status_code == 403


async def test_item_18_codes_can_be_tried_ten_times_and_then_one_waits(stage: Stage) -> None:
    make_account(stage)
    tried = list[int]()

    for number in range(FREE):
        browser = await go_halfway(stage, address=f"203.0.113.{number}")
        tried.append((await give_code(browser, f"{number:06}")).status_code if "code" in browser.page else 0)
    refused = await give_password(Browser(stage.app, address="203.0.113.99"))

    assert 429 in (*tried, refused.status_code)
    assert set(tried) <= {403, 429, 0}
    assert tried.count(403) <= FREE // 2


async def test_item_18_the_password_s_proof_lapses_after_five_minutes(stage: Stage) -> None:
    make_account(stage)
    browser = await go_halfway(stage)
    stage.now += timedelta(minutes=5)

    response = await browser.post("/connexion/code", code=read_code(stage.now))

    assert response.status_code == 403
    assert (await browser.get("/")).status_code == 303


async def test_item_18_the_proof_is_of_one_account_and_void_with_its_password(stage: Stage) -> None:
    make_account(stage)
    make_account(stage, "other@example.org", secret="A" * 32)
    browser = await go_halfway(stage)
    other = read_code(stage.now, "A" * 32)

    crossed = await give_code(browser, other)
    with stage.database.begin() as session:
        session.get_one(Staff, 1).password_hash = "another"
    await browser.post("/connexion/code", code=read_code(stage.now))

    assert crossed.status_code == 403
    assert (await browser.get("/")).status_code == 303


async def test_item_18_a_recovery_code_is_long_kept_as_a_digest_and_used_once(each_stage: Stage) -> None:
    make_account(each_stage)
    _, codes = await make_codes(each_stage)

    browsers = [await go_halfway(each_stage) for _ in range(2)]
    done = await asyncio.gather(*(browser.post("/connexion/code", code=codes[0]) for browser in browsers))

    with each_stage.database.read() as session:
        kept = session.scalars(select(RecoveryCode.code_hash)).all()
    assert sorted(response.status_code for response in done) == [303, 403]
    assert (len(codes), len(kept)) == (8, 7)
    assert not {code.replace(" ", "") for code in codes} & {*kept}


async def test_item_18_new_recovery_codes_make_the_old_ones_void(stage: Stage) -> None:
    make_account(stage)
    browser, old = await make_codes(stage)
    stage.now += STEP

    await browser.get("/compte/second-facteur")
    await browser.post("/compte/second-facteur/secours", password=PASSWORD, code=read_code(stage.now))
    refused = await give_code(await go_halfway(stage), old[0])

    assert refused.status_code == 403
    assert EMAIL not in browser.page
