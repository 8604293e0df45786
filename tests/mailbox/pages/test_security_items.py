"""The items of the security list (OWASP ASVS 5.0) that concern accounts, each by its number there."""

import re
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from time import perf_counter

import pytest
from sqlalchemy import select, update

from guichet.mailbox.desk.account_errors import TooManyTries
from guichet.mailbox.desk.attempts import FREE, count_attempt
from guichet.mailbox.desk.login import IDLE, LONGEST
from guichet.mailbox.desk.password import COMMON, find_faults, hash_password
from guichet.mailbox.desk.staff import invite
from guichet.mailbox.desk.view import save_view
from guichet.mailbox.pages.cookies import SESSION, STRICT
from guichet.mailbox.pages.gate import PUBLIC
from guichet.mailbox.pages.routes import PAGES
from guichet.mailbox.records.columns import Base
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Role, Staff, StaffSession, Ticket, TicketState
from guichet.tests.factories import NOW
from guichet.tests.mailbox.pages.crawling import dump
from guichet.tests.mailbox.pages.desk_browser import Browser, Stage
from guichet.tests.mailbox.pages.furnished import furnish
from guichet.tests.mailbox.pages.two_steps import EMAIL, PASSWORD, give_code, give_password, make_account, read_code

COOKIE = f"{STRICT}{SESSION}"


@pytest.mark.parametrize("password", ["x" * 14, "abcdefghijklm1", "é" * 201, *COMMON])
def test_item_14_passwords_are_long_enough_not_too_long_and_not_common(password: str) -> None:
    assert list(find_faults(password, EMAIL)) != []


@pytest.mark.parametrize("length", [15, 200])
def test_item_14_every_length_from_15_to_200_is_taken(length: int) -> None:
    assert list(find_faults(("une phrase que personne n'a " * 8)[:length], EMAIL)) == []


async def test_item_14_holds_for_the_first_password_and_for_a_new_one(stage: Stage) -> None:
    browser = stage.staff_browser()
    with stage.database.begin() as session:
        session.get_one(Staff, 1).password_hash = hash_password(PASSWORD)
        link = f"/bienvenue/{invite(session, Role.AGENT, stage.now)}"
    await browser.get("/compte")

    changed = await browser.post("/compte/mot-de-passe", old=PASSWORD, new="motdepassemotdepasse")
    await browser.get(link)
    made = await browser.post(link, email="b@example.org", name="B", department="rh", password="motdepassemotdepasse")

    assert (changed.status_code, made.status_code) == (400, 400)


@pytest.mark.parametrize("step", ["password", "code"])
async def test_item_15_ten_failures_delay_and_lock_nobody_out(stage: Stage, step: str) -> None:
    make_account(stage)
    known = Browser(stage.app)
    await give_password(known)
    await give_code(known, read_code(stage.now))
    stage.pass_time(minutes=1)
    stranger = Browser(stage.app, address="203.0.113.9")
    if step == "code":
        await give_password(stranger)
    statuses = list[int]()

    for _ in range(11):
        if step == "password":
            await stranger.get("/connexion")
            tried = await stranger.post("/connexion", email=EMAIL, password="faux")
        else:
            tried = await give_code(stranger, "000000")
        statuses.append(tried.status_code)
    await known.get("/")
    await known.post("/deconnexion")
    await give_password(known)

    assert set(statuses[:9]) == {403}
    assert statuses[-1] == 429
    assert (await give_code(known, read_code(stage.now))).status_code == 303


def test_item_15_guesses_made_all_at_once_are_counted_one_by_one(database: Database) -> None:
    def guess(_number: int) -> bool:
        try:
            with database.begin() as session:
                count_attempt(session, ["account:a"], NOW)
        except TooManyTries:
            return False
        return True

    with ThreadPoolExecutor(12) as pool:
        taken = list(pool.map(guess, range(3 * FREE)))

    assert sum(taken) == FREE


async def test_item_16_without_a_second_factor_nothing_opens_where_one_is_required(sqlite: Database) -> None:
    stage = Stage(sqlite, factor_required=True)
    browser = stage.staff_browser()

    reached = [
        page.path
        for page in PAGES
        if page.method == "GET" and page.role is not PUBLIC
        if (await browser.get(page.path.replace("{number:int}", "1"))).status_code == 200
    ]

    assert reached == ["/compte/second-facteur"]


async def test_item_16_the_password_alone_opens_nothing(stage: Stage) -> None:
    make_account(stage)
    browser = Browser(stage.app)
    await give_password(browser)

    for page in PAGES:
        if page.method == "GET" and page.role is not PUBLIC:
            response = await browser.get(page.path.replace("{number:int}", "1"))
            assert page.by_itself or response.headers["location"].startswith("/connexion")
            assert response.status_code == (401 if page.by_itself else 303)


async def test_item_17_an_unknown_account_a_wrong_password_and_a_disabled_account_look_the_same(stage: Stage) -> None:
    make_account(stage, "known@example.org", secret=None)
    gone = make_account(stage, "gone1@example.org", secret=None)
    with stage.database.begin() as session:
        session.get_one(Staff, gone).disabled_at = stage.now
    seen = set[tuple[int, int, str]]()

    for email, password in (("known", "faux"), ("other", PASSWORD), ("gone1", PASSWORD)):
        browser = Browser(stage.app)
        await browser.get("/connexion")
        response = await browser.post("/connexion", email=f"{email}@example.org", password=password)
        seen.add((response.status_code, len(browser.page), re.sub(r"value=\"[^\"]*\"", "", browser.page)))

    assert len(seen) == 1


async def test_item_17_they_take_the_same_time(stage: Stage) -> None:
    """A wrong password costs one hash (a tenth of a second); an account that is none costs the same."""
    with stage.database.begin() as session:
        session.get_one(Staff, make_account(stage, secret=None)).password_hash = hash_password(PASSWORD)
    browser, spans = Browser(stage.app), dict[str, list[float]]({EMAIL: [], "nobody@example.org": []})
    await browser.get("/connexion")

    for _ in range(4):
        for email, taken in spans.items():
            start = perf_counter()
            await browser.post("/connexion", email=email, password="faux")
            taken.append(perf_counter() - start)

    known, nobody = (median(taken) for taken in spans.values())
    assert 1 / 3 < known / nobody < 3


async def test_item_19_a_session_s_name_is_long_kept_as_a_digest_and_new_at_each_login(stage: Stage) -> None:
    make_account(stage, secret=None)
    tokens = list[str]()
    for _ in range(2):
        browser = Browser(stage.app)
        await give_password(browser)
        tokens.append(browser.client.cookies[COOKIE])

    with stage.database.read() as session:
        kept = session.scalars(select(StaffSession.token_hash)).all()
    assert len({*tokens}) == 2
    assert all(len(token) >= 43 for token in tokens)
    assert not {*tokens} & {*kept}


@pytest.mark.parametrize("end", ["logout", "disabled", "reset", "idle", "eight hours"])
async def test_item_19_a_session_that_ended_opens_nothing(stage: Stage, end: str) -> None:
    make_account(stage)
    browser, boss = Browser(stage.app), stage.staff_browser("boss@example.org")
    await give_password(browser)
    await give_code(browser, read_code(stage.now))
    await browser.get("/")
    await boss.get("/service/comptes")
    stolen = Browser(stage.app, {COOKIE: browser.client.cookies[COOKIE]})
    assert (await stolen.get("/")).status_code == 200

    match end:
        case "logout":
            await browser.post("/deconnexion")
        case "disabled":
            await boss.post("/service/comptes/1/desactivation")
        case "reset":
            await boss.post("/service/comptes/1/second-facteur")
        case "idle":
            stage.now += IDLE
        case _:
            await _use_until(stolen, stage)

    assert (await stolen.get("/")).status_code == 303


async def _use_until(browser: Browser, stage: Stage) -> None:
    end = stage.now + LONGEST
    while stage.now < end:
        assert (await browser.get("/")).status_code == 200
        stage.pass_time(minutes=20)


@pytest.mark.parametrize("role", Role)
async def test_item_20_each_role_reaches_its_pages_and_no_others(stage: Stage, role: Role) -> None:
    stage.receive("Quel est le salaire ?")
    browser = stage.staff_browser()
    with stage.database.begin() as session:
        session.get_one(Staff, 1).role = role
    rank = list(Role).index(role)

    for page in PAGES:
        if page.role is not PUBLIC and page.path != "/deconnexion":
            await browser.get("/compte/second-facteur")
            path = page.path.replace("{number:int}", "1")
            await (browser.get(path) if page.method == "GET" else browser.post(path, role=role.value))
            assert ("Accès refusé" in browser.text) is (list(Role).index(page.role) > rank), f"{page.method} {path}"


async def test_item_20_who_may_only_read_closes_no_ticket(stage: Stage) -> None:
    stage.receive("Quel est le salaire ?")
    browser = stage.staff_browser()
    with stage.database.begin() as session:
        session.get_one(Staff, 1).role = Role.LECTURE
    shown = await browser.get("/demandes/1")

    response = await browser.post("/demandes/1/fermeture", version="2")

    assert (shown.status_code, response.status_code) == (200, 403)
    with stage.database.read() as session:
        assert session.get_one(Ticket, 1).state is TicketState.OPEN


async def test_item_20_nothing_of_another_call_or_person_is_reached_by_its_number(stage: Stage) -> None:
    token = furnish(stage)
    boss = Browser(stage.app, {COOKIE: token})
    with stage.database.begin() as session:
        save_view(session, 2, "À moi", "file=veille")
        for table in (table for table in Base.metadata.sorted_tables if "call" in table.columns):
            session.execute(update(table).values(call="another-call"))
    before = dump(stage.database)
    reached = list[str]()

    for page in PAGES:
        if "{number:int}" in page.path and not page.path.startswith("/service/comptes"):
            await boss.get("/compte")
            path = page.path.replace("{number:int}", "1")
            sent = {"words": "x", "version": "1", "department": "evaluation", "note": "x", "reason": "x", "t1": "1"}
            response = await (boss.get(path) if page.method == "GET" else boss.post(path, **sent))
            reached += [f"{page.method} {path}"] if response.status_code < 400 else []

    assert reached == []
    assert dump(stage.database) == before
