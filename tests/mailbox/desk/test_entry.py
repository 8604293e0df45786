from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.knowledge.call import Pair
from guichet.knowledge.entry import EntryKind, Signature
from guichet.mailbox.desk.entry import approve, edit, load_approved, propose, refuse, withdraw
from guichet.mailbox.desk.errors import (
    AnsweredByCall,
    ColleaguePresent,
    DeskError,
    EntryMoved,
    EntrySettled,
    IncompleteEntry,
    NoReason,
    OwnProposal,
    UnknownEntry,
)
from guichet.mailbox.records.models import Act, Entry, EntryState, Role
from guichet.tests.factories import NOW
from guichet.tests.mailbox.desk.entries import (
    CALL,
    WORDS,
    approve_one,
    make_approved,
    proposal,
    propose_one,
    staff_member,
)


def acts(session: Session) -> list[tuple[str, int | None, dict[str, Any]]]:
    return [(act.kind, act.staff_id, act.detail) for act in session.scalars(select(Act).order_by(Act.id))]


def refused(session: Session, act: Callable[[], Any], error: type[DeskError]) -> None:
    """Check that an act is refused, and that nothing was approved or ended by it."""
    before = list(session.execute(select(Entry.id, Entry.state, Entry.version).order_by(Entry.id)))
    with pytest.raises(error):
        act()
    assert list(session.execute(select(Entry.id, Entry.state, Entry.version).order_by(Entry.id))) == before


def test_what_is_proposed_is_not_told(session: Session) -> None:
    entry = propose_one(session)

    assert (entry.state, entry.version) == (EntryState.PROPOSED, 1)
    assert load_approved(session, CALL) == ()


def test_what_another_approves_is_told_as_signed_by_them_and_dated_in_paris(session: Session) -> None:
    entry = propose_one(session)
    colleague = staff_member(session, "Collègue du service")
    approve_one(session, entry, now=NOW.replace(day=12, hour=0, minute=30))

    [told] = load_approved(session, CALL)

    assert (told.id, told.version, told.kind, told.words) == (entry.id, 1, EntryKind.DECISION, WORDS)
    assert (told.pair, told.phrasings) == (Pair("contract", "how_much"), ("Quel est le salaire ?",))
    assert told.signed == Signature(colleague.name, colleague.capacity, colleague.department)
    assert told.dated == date(2026, 2, 12)


def test_entries_of_another_call_are_not_read(session: Session) -> None:
    make_approved(session).call = "postes-accueil-2027"
    session.flush()

    assert load_approved(session, CALL) == ()


def test_nobody_approves_their_own(session: Session) -> None:
    entry = propose_one(session)

    refused(session, lambda: approve_one(session, entry, "Agent du service", reason="Urgent"), OwnProposal)
    assert load_approved(session, CALL) == ()


def test_a_responsable_alone_approves_their_own_with_a_reason_that_is_kept(session: Session) -> None:
    entry = propose_one(session)
    chief = staff_member(session, role=Role.RESPONSABLE)
    staff_member(session, "Collègue du service", absent_from=NOW - timedelta(days=1))
    staff_member(session, "Personne qui lit", Role.LECTURE)
    staff_member(session, "Personne partie", disabled_at=NOW)

    refused(session, lambda: approve(session, CALL, entry.id, chief, NOW, seen_version=1, reason=" "), NoReason)
    approve(session, CALL, entry.id, chief, NOW, seen_version=1, reason="Ma collègue est\nabsente")

    assert (entry.state, entry.reason) == (EntryState.VALID, "Ma collègue est absente")
    assert acts(session)[-1][2]["reason"] == "Ma collègue est absente"


@pytest.mark.parametrize(
    "absence", [{}, {"absent_from": NOW + timedelta(days=1)}, {"absent_from": NOW, "absent_until": NOW}]
)
def test_a_responsable_is_not_alone_while_somebody_else_is_there(session: Session, absence: dict[str, Any]) -> None:
    entry = propose_one(session)
    chief = staff_member(session, role=Role.RESPONSABLE)
    staff_member(session, "Collègue du service", **absence)

    act = lambda: approve(session, CALL, entry.id, chief, NOW, seen_version=1, reason="Urgent")  # noqa: E731

    refused(session, act, ColleaguePresent)


def test_what_was_edited_meanwhile_is_not_approved_unread(session: Session) -> None:
    entry = propose_one(session)
    edit(session, CALL, entry.id, proposal(words="Autre chose."), staff_member(session), NOW, seen_version=1)
    colleague = staff_member(session, "Collègue du service")

    refused(session, lambda: approve(session, CALL, entry.id, colleague, NOW, seen_version=1), EntryMoved)


def test_an_edit_is_told_from_its_own_approval_on_and_the_version_before_no_more(session: Session) -> None:
    entry = make_approved(session)
    colleague = staff_member(session, "Collègue du service")

    edit(session, CALL, entry.id, proposal(words="Autre chose."), colleague, NOW, seen_version=1)

    assert load_approved(session, CALL) == ()
    refused(session, lambda: approve_one(session, entry), OwnProposal)
    approve_one(session, entry, "Agent du service")
    assert [(told.version, told.words) for told in load_approved(session, CALL)] == [(2, "Autre chose.")]


def test_what_is_withdrawn_stops_at_once_for_a_reason_that_is_kept(session: Session) -> None:
    entry, agent = make_approved(session), staff_member(session)

    refused(session, lambda: withdraw(session, CALL, entry.id, agent, "", NOW, seen_version=1), NoReason)
    withdraw(session, CALL, entry.id, agent, "La grille change", NOW, seen_version=1)

    assert entry.state is EntryState.WITHDRAWN
    assert load_approved(session, CALL) == ()
    assert acts(session)[-1] == (
        "entry.withdrawn",
        agent.id,
        {"entry": entry.id, "version": 1, "reason": "La grille change"},
    )


def test_what_is_refused_is_never_told_unless_it_is_proposed_again(session: Session) -> None:
    entry, colleague = propose_one(session), staff_member(session, "Collègue du service")

    refuse(session, CALL, entry.id, colleague, "Faux", NOW, seen_version=1)

    assert entry.state is EntryState.WITHDRAWN
    refused(session, lambda: approve_one(session, entry), EntrySettled)
    edit(session, CALL, entry.id, proposal(), staff_member(session), NOW, seen_version=1)
    assert approve_one(session, entry).state is EntryState.VALID


def test_each_act_stands_in_the_journal_with_no_word_of_a_candidate_s(session: Session) -> None:
    entry = make_approved(session)
    edit(session, CALL, entry.id, proposal(words="Mieux."), staff_member(session), NOW, seen_version=1)
    refuse(session, CALL, entry.id, staff_member(session, "Collègue du service"), "Non", NOW, seen_version=2)

    found = acts(session)

    assert [kind for kind, _, _ in found] == ["entry.proposed", "entry.approved", "entry.edited", "entry.refused"]
    assert all(detail["entry"] == entry.id for _, _, detail in found)
    assert "Quel est le salaire" not in str(found)


@pytest.mark.parametrize("act", [withdraw, refuse])
def test_what_is_not_there_or_not_in_that_state_is_refused(session: Session, act: Callable[..., Entry]) -> None:
    entry, agent = (propose_one if act is withdraw else make_approved)(session), staff_member(session)

    refused(session, lambda: act(session, CALL, 999, agent, "Non", NOW, seen_version=1), UnknownEntry)
    refused(session, lambda: act(session, CALL, entry.id, agent, "Non", NOW, seen_version=1), EntrySettled)


@pytest.mark.parametrize(
    ("wanted", "missing"),
    [
        (proposal(words=" "), "la réponse"),
        (proposal(words="x" * 5_001), "la réponse"),
        (proposal("no.such"), "un sujet"),
        (proposal("contract.how_much", " ", "\n"), "une façon"),
        (proposal(passage="no-such"), "un passage"),
    ],
)
def test_an_entry_that_lacks_something_is_refused_with_what_it_lacks(
    session: Session, wanted: Any, missing: str
) -> None:
    with pytest.raises(IncompleteEntry, match=missing):
        propose(session, CALL, wanted, staff_member(session), NOW)


def test_a_decision_on_what_the_call_answers_is_refused_and_a_quotation_is_not(session: Session) -> None:
    asked = ("application.until_when", "Quelle est la date limite ?")

    with pytest.raises(AnsweredByCall):
        propose_one(session, proposal(*asked, words="Le 1er mars."))

    assert propose_one(session, proposal(*asked, passage="deadline")).words == CALL.cite("deadline").text


def test_a_decision_may_settle_what_two_official_pages_say_differently(session: Session) -> None:
    entry = make_approved(session, proposal("status.can_i", "Un vétérinaire peut-il candidater ?", words="Non."))

    assert [told.id for told in load_approved(session, CALL)] == [entry.id]


def test_phrasings_are_kept_once_folded_and_twenty_at_most(session: Session) -> None:
    lines = ["Quel  est\nle salaire ?", "Quel est le salaire ?", *(f"Question {n} ?" for n in range(30))]

    entry = propose_one(session, proposal("contract.how_much", *lines))

    assert entry.phrasings[:2] == ["Quel est le salaire ?", "Question 0 ?"]
    assert len(entry.phrasings) == 20
