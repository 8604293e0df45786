import re

from guichet.mailbox.desk.conflict import Conflict, ConflictKind, Whom
from guichet.mailbox.pages.rendering import _ENVIRONMENT
from guichet.tests.factories import NOW

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
