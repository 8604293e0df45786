from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from guichet.knowledge.call import Call, Pair, Source
from guichet.mailbox.desk.entry import edit, load_approved, withdraw
from guichet.mailbox.desk.entry_review import review
from guichet.mailbox.records.models import Entry, EntryState
from guichet.tests.factories import NOW
from guichet.tests.mailbox.desk.entries import CALL, make_approved, proposal, propose_one, staff_member

PAID = "Le salaire est de 3 000 euros par mois."
PAID_MORE = "Le salaire est de 4 000 euros par mois."
QUOTED = CALL.cite("duration")


def rewrite(old: str, new: str) -> Call:
    """Make the next version of the call, in which a text stands no more."""
    return replace(CALL, source=Source(CALL.slug, CALL.source.text.replace(old, new)))


def state(session: Session, entry: Entry) -> EntryState:
    session.refresh(entry)
    return entry.state


def test_a_quotation_whose_passage_changed_is_never_told_even_before_it_is_reviewed(session: Session) -> None:
    entry = make_approved(session, proposal(passage="duration"))
    changed = rewrite(QUOTED.text, QUOTED.text[:-5])

    told_before, told_after = load_approved(session, CALL), load_approved(session, changed)
    review(session, changed)

    assert [told.citations for told in told_before] == [(QUOTED,)]
    assert told_after == ()
    assert state(session, entry) is EntryState.STALE


def test_a_quotation_that_only_moved_is_cited_where_it_is_now(session: Session) -> None:
    make_approved(session, proposal(passage="duration"))
    moved = replace(CALL, source=Source(CALL.slug, "Avant-propos.\n\n" + CALL.source.text))

    [told] = load_approved(session, moved)

    assert [(cited.source, cited.start) for cited in told.citations] == [(moved.source, QUOTED.start + 15)]


def test_a_stale_entry_is_valid_again_once_its_passage_is_back(session: Session) -> None:
    entry = make_approved(session, proposal(passage="duration"))
    review(session, rewrite(QUOTED.text, ""))

    review(session, CALL)

    assert state(session, entry) is EntryState.VALID


def test_a_decision_on_what_the_call_has_come_to_answer_is_stale(session: Session) -> None:
    entry = make_approved(session)
    answering = replace(CALL, answers={**CALL.answers, Pair("contract", "how_much"): ("duration",)})

    review(session, answering)

    assert state(session, entry) is EntryState.STALE


def test_two_that_state_different_things_are_both_contradicted_and_neither_is_told(session: Session) -> None:
    one = make_approved(session, proposal(words=PAID))
    other = make_approved(session, proposal(words=PAID_MORE))

    assert (state(session, one), state(session, other)) == (EntryState.CONTRADICTED, EntryState.CONTRADICTED)
    assert load_approved(session, CALL) == ()


@pytest.mark.parametrize("words", [PAID, "La prime de fonction est versée chaque année."])
def test_two_that_agree_are_both_told(session: Session, words: str) -> None:
    make_approved(session, proposal(words=PAID))
    make_approved(session, proposal(words=words))

    assert [told.words for told in load_approved(session, CALL)] == [PAID, words]


def test_what_is_only_proposed_contradicts_nothing(session: Session) -> None:
    one = make_approved(session, proposal(words=PAID))
    propose_one(session, proposal(words=PAID_MORE))

    review(session, CALL)

    assert state(session, one) is EntryState.VALID


@pytest.mark.parametrize("way", ["withdraw", "edit"])
def test_the_other_is_told_again_once_one_of_two_goes(session: Session, way: str) -> None:
    one = make_approved(session, proposal(words=PAID))
    other = make_approved(session, proposal(words=PAID_MORE))
    agent = staff_member(session)

    if way == "withdraw":
        withdraw(session, CALL, one.id, agent, "Erreur", NOW, seen_version=1)
    else:
        edit(session, CALL, one.id, proposal(words=PAID_MORE), agent, NOW, seen_version=1)

    assert [told.id for told in load_approved(session, CALL)] == [other.id]
