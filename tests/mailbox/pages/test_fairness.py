import re

from sqlalchemy import update

from guichet.mailbox.delivery.carrier import MailTrace
from guichet.mailbox.desk.conflict import Conflict, ConflictKind, Whom
from guichet.mailbox.desk.correcting import open_corrections
from guichet.mailbox.pages.rendering import _ENVIRONMENT
from guichet.mailbox.records.models import Parcel, ParcelState
from guichet.tests.factories import NOW, make_call
from guichet.tests.mailbox.pages.desk_browser import Stage

CALLS = Conflict(ConflictKind.DATE, "Le <b>28</b> février.", "Le 20 février.", None, "deadline")
OTHERS = Conflict(ConflictKind.AMOUNT, "2 400 €.", "2 900 €.", Whom(NOW, "mail", 12), "staff:1")


def show(*conflicts: Conflict, reason: str = "") -> str:
    """Show conflicts as the ticket's page includes them."""
    page = _ENVIRONMENT.from_string(
        '{% import "fairness.html" as fairness %}{{ fairness.unequal(conflicts, "0123", reason, name) }}'
    )
    return page.render(conflicts=conflicts, reason=reason, name={"mail": "par courriel"}.__getitem__)


def test_both_sides_of_a_conflict_are_shown_side_by_side() -> None:
    assert re.findall(r"<blockquote>(.*?)</blockquote>", show(OTHERS)) == ["2 900 €.", "2 400 €."]


def test_another_candidate_is_named_by_date_channel_and_number_alone() -> None:
    page = re.sub(r"\s+", " ", show(OTHERS))

    assert "10 février 2026" in page
    assert 'par courriel, <a href="/demandes/12">n° 12</a></h4>' in page
    assert "staff:1" not in page


def test_the_call_s_own_words_are_said_to_be_its() -> None:
    page = show(CALLS)

    assert "Ce que dit l'appel" in page
    assert "/demandes/" not in page


def test_words_are_escaped() -> None:
    assert "Le &lt;b&gt;28&lt;/b&gt; février." in show(CALLS)


def test_a_reason_is_required_and_comes_back_with_what_was_seen() -> None:
    page = show(CALLS, reason="La date a changé.")

    field = re.search(r'<textarea id="motif" name="motif"[^>]* required[^>]*>\n(.*)</textarea>', page)
    assert field is not None
    assert field[1] == "La date a changé."
    assert '<input type="hidden" name="ecarts" value="0123">' in page


def test_every_kind_has_its_words() -> None:
    for kind in ConflictKind:
        show(Conflict(kind, "a", "b", None, "deadline"))


async def test_a_reason_with_the_box_opens_the_other_request_as_one_to_correct(stage: Stage) -> None:
    for number, who in enumerate(("ann", "bob"), start=1):
        stage.receive("Quel est le salaire ?", f"{who}@example.net", mail=MailTrace("Question", f"{who}{number}@x"))
    browser = stage.staff_browser()
    await browser.get("/demandes/1")
    await browser.post("/demandes/1/reponse", words="Le salaire est de 2 400 €.", version=browser.hidden("version"))
    await browser.get("/demandes/2")
    words, version = "Le salaire est de 2 900 €.", browser.hidden("version")
    await browser.post("/demandes/2/reponse", words=words, version=version)
    seen = browser.hidden("ecarts")
    await browser.post(
        "/demandes/2/reponse", words=words, version=version, ecarts=seen, motif="La grille.", corriger="oui"
    )
    with stage.database.begin() as session:
        session.execute(update(Parcel).values(state=ParcelState.SENT, sent_at=stage.now))
        open_corrections(session, stage.desk, make_call(), stage.now)

    await browser.get("/demandes/1")

    assert "à corriger : a lu autre chose" in browser.text
    assert "cette personne a lu « Le salaire est de 2 400 €. »" in browser.text
