from datetime import date, datetime
from typing import Any

import pytest

from guichet.knowledge.assistant import Assistant, Channel, Context
from guichet.knowledge.call import Pair
from guichet.knowledge.conclusion import Answer, Clarify, Conclusion, Contradiction, Decision, Gap, PersonWanted
from guichet.knowledge.date_expression import PARIS
from guichet.knowledge.entry import ApprovedEntry
from guichet.knowledge.serving import NAMED, load_serving
from guichet.tests.factories import make_call
from guichet.tests.knowledge.entries import make_entry
from guichet.tests.knowledge.test_likeness import DIFFERENT, SAME

CALL = make_call()
ASSISTANT = Assistant(CALL)
NOW = datetime(2026, 2, 10, 9, tzinfo=PARIS)
UNCLEAR = "Le tutorat alpha compte-t-il ?"


def consider(text: str, *entries: ApprovedEntry, **more: Any) -> list[Conclusion]:
    context = Context(now=NOW, channel=more.pop("channel", Channel.CHAT), entries=entries, **more)
    return list(ASSISTANT.consider(text, context))


@pytest.mark.parametrize("text", ["Quel est le salaire ?", "Combien est-on payé ?", "How much is the pay?"])
def test_what_the_call_leaves_open_gets_the_decision_of_its_pair(text: str) -> None:
    entry = make_entry()

    [found] = consider(text, entry)

    assert isinstance(found, Decision)
    assert (found.outcome.value, found.question, found.pair, found.entry) == ("decision", text, entry.pair, entry)


def test_without_an_entry_it_stays_a_gap() -> None:
    [found] = consider("Quel est le salaire ?", make_entry("contract.leave", "Combien de congés ?"))

    assert isinstance(found, Gap)


def test_a_decision_is_quoted_from_its_entry_and_never_from_the_call() -> None:
    citation = make_entry(id=12).citation

    assert (citation.source.name, citation.text) == ("entry:12", "La grille nationale s'applique.")
    assert citation.source != CALL.source


def test_a_quotation_answers_with_the_call_s_words() -> None:
    [found] = consider("Quel est le salaire ?", make_entry(cites=("duration",)))

    assert isinstance(found, Answer)
    assert (found.pair, found.citations) == (Pair("contract", "how_much"), (CALL.cite("duration"),))


def test_what_the_call_answers_is_never_replaced() -> None:
    asked = "Quelle est la date limite ?"
    entry = make_entry("application.until_when", asked, words="Le 1er mars.")

    assert consider(asked, entry) == consider(asked)
    assert isinstance(consider(asked, entry)[0], Answer)


def test_an_answered_pair_is_not_decided_for_who_was_not_understood_either() -> None:
    entry = make_entry("application.until_when", UNCLEAR, words="Le 1er mars.")

    assert consider(UNCLEAR, entry) == consider(UNCLEAR)


@pytest.mark.parametrize(("channel", "before"), [(Channel.CHAT, Clarify), (Channel.MAIL, PersonWanted)])
def test_what_was_not_understood_gets_the_entry_that_was_asked_alike(channel: Channel, before: type) -> None:
    [unsure] = consider(UNCLEAR, channel=channel)
    [found] = consider(UNCLEAR, make_entry("doctorate.begun", "Est-ce que le tutorat alpha compte ?"), channel=channel)

    assert isinstance(unsure, before)
    assert isinstance(found, Decision)
    assert found.confidence >= 0.5


def test_what_was_not_understood_stays_with_a_person_where_nothing_is_alike() -> None:
    [found] = consider(UNCLEAR, make_entry(), channel=Channel.MAIL)

    assert isinstance(found, PersonWanted)


def test_who_asks_for_a_person_gets_one() -> None:
    asked = "Je veux parler à une personne du service"

    assert consider(asked, make_entry("contact.who", asked)) == consider(asked)


def test_a_pair_of_many_things_needs_a_phrasing_that_asks_the_same() -> None:
    entry = make_entry("settling_in.any", "Y a-t-il un parking ?", words="Oui, sur demande.")

    [same] = consider("y a t il un parking pour ma voiture ?", entry)
    [other] = consider("Y a-t-il une crèche ?", entry)

    assert isinstance(same, Decision)
    assert isinstance(other, Gap)
    assert other.pair == entry.pair


def test_two_official_pages_that_differ_are_settled_for_whom_the_entry_names_alone() -> None:
    entry = make_entry("status.can_i", "Un vétérinaire peut-il candidater ?", words="Non.")

    [settled] = consider("Les vétérinaires peuvent-ils candidater ?", entry)
    [open_still] = consider("Les anciens internes peuvent-ils candidater ?", entry)

    assert isinstance(settled, Decision)
    assert isinstance(open_still, Contradiction)


def test_of_two_entries_the_one_that_was_approved_last_is_told() -> None:
    older, newer = make_entry(id=9, dated=date(2026, 2, 1)), make_entry(id=8, dated=date(2026, 2, 2))

    [found] = consider("Quel est le salaire ?", newer, older)

    assert isinstance(found, Decision)
    assert found.entry == newer


def test_a_decision_is_given_once_for_what_is_asked_twice() -> None:
    found = consider("Quel est le salaire ? Combien est-on payé ? Quelle est la date limite ?", make_entry())

    assert [conclusion.outcome.value for conclusion in found] == ["decision", "answer"]


def test_who_chooses_a_pair_gets_its_decision() -> None:
    found = ASSISTANT.conclude(Pair("contract", "how_much"), "Et pour le contrat ?", (make_entry(),))

    assert isinstance(found, Decision)


def test_a_follow_up_goes_on_from_a_decision() -> None:
    [found] = consider("et quand commence-t-il ?", make_entry(), last_object="contract.how_much")

    assert found == consider("et quand commence-t-il ?", last_object="contract.how_much")[0]


def test_of_what_asks_different_things_none_is_told_the_other_s_answer(capsys: pytest.CaptureFixture[str]) -> None:
    serving = load_serving(CALL)
    wrong = [(one, other) for one, other in DIFFERENT if serving.resemble(one, [other], NAMED)]
    served = [(one, other) for one, other in SAME if serving.resemble(one, [other], NAMED)]

    with capsys.disabled():
        print(f"\ntold by phrasing alone: {len(served)} of {len(SAME)} alike, {len(wrong)} of {len(DIFFERENT)} others")
    assert wrong == []
    assert len(served) >= 10
