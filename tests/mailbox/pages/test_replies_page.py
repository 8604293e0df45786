import re

from guichet.mailbox.desk.saved_reply import add_reply
from guichet.mailbox.records.models import Role
from guichet.tests.factories import NOW, SLUG, make_staff
from guichet.tests.mailbox.pages.desk_browser import Browser, Stage, count_statements

HERE = "/service/reponses"


def add(stage: Stage, *numbers: int) -> None:
    with stage.database.begin() as session:
        staff = make_staff(session, f"{numbers[0]}@example.org")
        for number in numbers:
            add_reply(session, SLUG, number, f"Titre {number}", "Voilà.", staff_id=staff.id, now=NOW)


def texts(browser: Browser) -> list[str]:
    return re.findall(r'<textarea id="words-(?:\d|nouvelle)"[^>]*>\n(.*?)</textarea>', browser.page, re.DOTALL)


async def test_a_reply_is_added_changed_and_deleted(each_stage: Stage) -> None:
    browser = each_stage.staff_browser(role=Role.AGENT)
    await browser.get(HERE)
    await browser.post(HERE, number="4", title="Accueil", words="Bonjour <b>,\r\nà bientôt.")
    await browser.get(HERE)
    assert texts(browser) == ["Bonjour &lt;b&gt;,\nà bientôt.", ""]

    each_stage.pass_time(minutes=1)
    await browser.post(f"{HERE}/4/modification", title="Accueil", words="Bonsoir.", seen=browser.hidden("seen"))
    await browser.get(f"{HERE}?fait=change")
    assert (texts(browser), "La réponse est modifiée." in browser.text) == (["Bonsoir.", ""], True)

    await browser.post(f"{HERE}/4/suppression", seen=browser.hidden("seen"))
    await browser.get(HERE)
    assert "Aucune réponse n'est encore enregistrée." in browser.text


async def test_only_free_numbers_are_offered(stage: Stage) -> None:
    add(stage, 1, 2, 9)
    browser = stage.staff_browser()

    await browser.get(HERE)

    assert re.findall(r"<option>(\d)</option>", browser.page) == ["3", "4", "5", "6", "7", "8"]


async def test_a_new_reply_that_is_refused_is_given_back(stage: Stage) -> None:
    browser = stage.staff_browser()
    await browser.get(HERE)
    add(stage, 1)

    response = await browser.post(HERE, number="1", title="Accueil", words="Bonjour.")

    assert response.status_code == 409
    assert "le numéro 1 est déjà pris" in browser.text
    assert texts(browser) == ["Voilà.", "Bonjour."]


async def test_a_change_over_a_colleague_s_is_refused_and_given_back(stage: Stage) -> None:
    add(stage, 1)
    browser = stage.staff_browser()
    await browser.get(HERE)
    seen = browser.hidden("seen")
    stage.pass_time(minutes=1)
    await browser.post(f"{HERE}/1/modification", title="A", words="D'un.", seen=seen)
    await browser.get(HERE)

    response = await browser.post(f"{HERE}/1/modification", title="B", words="De l'autre.", seen=seen)

    assert response.status_code == 409
    assert texts(browser)[0] == "De l&#39;autre."
    assert '<div class="whole">D&#39;un.</div>' in browser.page


async def test_what_was_written_for_a_reply_that_is_gone_is_given_back(stage: Stage) -> None:
    browser = stage.staff_browser()
    await browser.get(HERE)

    response = await browser.post(f"{HERE}/5/modification", title="Accueil", words="Bonjour.", seen="x")

    assert response.status_code == 404
    assert texts(browser) == ["Bonjour."]


async def test_what_was_written_where_no_number_is_free_is_given_back(stage: Stage) -> None:
    add(stage, *range(1, 10))
    browser = stage.staff_browser()
    await browser.get(HERE)

    response = await browser.post(HERE, number="1", title="Accueil", words="Bonjour.")

    assert response.status_code == 409
    assert re.search(r'<textarea id="lost"[^>]*readonly>\nBonjour.</textarea>', browser.page)


async def test_a_number_that_is_none_is_refused(stage: Stage) -> None:
    browser = stage.staff_browser()
    await browser.get(HERE)

    for number in ("", "0", "10", "²", "x"):
        assert (await browser.post(HERE, number=number, title="A", words="B")).status_code == 400


async def test_who_reads_changes_nothing(stage: Stage) -> None:
    browser = stage.staff_browser(role=Role.LECTURE)
    await browser.get(HERE)

    assert (await browser.post(HERE, number="1", title="A", words="B")).status_code == 403


async def test_the_page_asks_the_database_as_often_for_nine_as_for_one(each_stage: Stage) -> None:
    browser, asked = each_stage.staff_browser(), []

    for numbers in ((1,), range(2, 10)):
        add(each_stage, *numbers)
        with count_statements(each_stage.database) as statements:
            await browser.get(HERE)
        asked.append(len(statements))

    assert asked[0] == asked[1]
