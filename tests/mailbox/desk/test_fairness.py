"""Equal treatment, measured on labelled pairs of answers and tried on the tables."""

import tomllib
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.knowledge.call import Pair
from guichet.mailbox.desk.conflict import Conflict, ConflictKind, Whom, fingerprint
from guichet.mailbox.desk.errors import UnequalTreatment, Unexplained
from guichet.mailbox.desk.fairness import Statement, conflicts, explain, find_conflicts, override, stop_unequal
from guichet.mailbox.records.models import (
    Act,
    Author,
    Message,
    ParcelState,
    Question,
    QuestionState,
    Thread,
    Ticket,
    Told,
)
from guichet.tests.factories import (
    NOW,
    SLUG,
    make_address,
    make_call,
    make_parcel,
    make_staff,
    make_thread,
    make_ticket,
)

ROWS = tomllib.loads(Path(__file__).with_name("fairness.toml").read_text(encoding="utf-8"))
PAY = "contract.how_much"
WHOM = Whom(NOW, "mail", 12)
CONFLICT = Conflict(ConflictKind.AMOUNT, "Le salaire est de 2 400 €.", "Le salaire est de 2 900 €.", WHOM, "staff:1")


def told(
    session: Session, words: str, by: int = 1, pair: str = PAY, address: str = "bea@example.net", days: int = 0
) -> Told:
    """Tell another candidate something, some days ago."""
    thread = make_thread(session, make_address(session, address=address))
    parcel = make_parcel(session, thread.address, thread_id=thread.id)
    row = Told(
        call=SLUG,
        candidate_id=thread.address.candidate_id,
        thread_id=thread.id,
        parcel_id=parcel.id,
        pair=pair,
        value=words,
        source=f"staff:{by}",
        version=f"message:{thread.id}",
        at=NOW - timedelta(days=days),
    )
    session.add(row)
    session.flush()
    return row


def ask(session: Session, thread: Thread, ticket: Ticket, pair: str) -> None:
    """Let a ticket hold a question of a thread's on a pair."""
    message = Message(thread_id=thread.id, author=Author.CANDIDATE, at=NOW, text="?", words="?")
    question = Question(ticket=ticket, text="?", outcome="gap", pair=pair, confidence=1, citations=[], choices=[])
    question.state = QuestionState.CLOSED
    message.questions.append(question)
    session.add(message)
    session.flush()


def make_other(session: Session) -> Thread:
    """Begin a thread of somebody who was told nothing."""
    return make_thread(session, make_address(session, address="eve@example.net"))


def find(session: Session, words: str, thread: Thread | None = None, pair: str = PAY) -> tuple[Conflict, ...]:
    return find_conflicts(session, make_call(), [pair], words, thread or make_thread(session))


@pytest.mark.parametrize(
    ("name", "misses", "stops"), [("develop", 0.05, 0.05), ("aside", 0.1, 0.05), ("unseen", 0.1, 0.05)]
)
def test_most_conflicts_are_found_and_few_where_there_are_none(
    name: str, misses: float, stops: float, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong: dict[bool, list[list[str]]] = {True: [], False: []}
    for row in ROWS[name]:
        pair, kind, ours, theirs = row
        if bool(conflicts(ours, [Statement(theirs, Pair.parse(pair), "staff:1")], 2026)) is not bool(kind):
            wrong[bool(kind)].append(row)

    contrary = sum(bool(row[1]) for row in ROWS[name])
    alike = len(ROWS[name]) - contrary
    with capsys.disabled():
        print(f"\n{name}: {len(wrong[True])} misses of {contrary}, {len(wrong[False])} false stops of {alike}")
        print("".join(f"  {row[1] or 'false stop'}: {row[2]} / {row[3]}\n" for row in wrong[True] + wrong[False]))
    assert len(wrong[True]) <= misses * contrary
    assert len(wrong[False]) <= stops * alike


def test_the_labelled_pairs_are_as_many_as_is_said() -> None:
    sizes = {name: Counter(bool(row[1]) for row in rows) for name, rows in ROWS.items()}

    assert sizes == {
        "develop": {True: 110, False: 110},
        "aside": {True: 40, False: 40},
        "unseen": {True: 20, False: 20},
    }
    assert {row[1] for rows in ROWS.values() for row in rows} == {"", *ConflictKind}


@pytest.mark.parametrize("row", ROWS["develop"][::7], ids=lambda row: row[2][:40])
def test_an_answer_never_contradicts_itself(row: list[str]) -> None:
    assert conflicts(row[2], [Statement(row[2], Pair.parse(row[0]), "staff:1")], 2026) == ()


def test_the_kind_of_a_conflict_is_named() -> None:
    [conflict] = conflicts("Le poste dure un an.", [Statement("Le poste dure trois ans.", None, "staff:1", WHOM)], 2026)

    assert conflict == Conflict(
        ConflictKind.DURATION, "Le poste dure un an.", "Le poste dure trois ans.", WHOM, "staff:1"
    )


def test_another_amount_than_another_candidate_was_told_is_found(session: Session) -> None:
    row = told(session, "Le salaire est de 2 900 € bruts.")

    [conflict] = find(session, "Le salaire est de 2 400 € bruts.")

    assert (conflict.kind, conflict.theirs) == (ConflictKind.AMOUNT, row.value)
    assert conflict.whom == Whom(row.at, "mail", None)


def test_what_the_same_candidate_was_told_is_not_held_against_them(session: Session) -> None:
    row = told(session, "Le salaire est de 2 900 € bruts.")

    assert find(session, "Le salaire est de 2 400 € bruts.", session.get_one(Thread, row.thread_id)) == ()


def test_only_the_latest_that_a_source_told_counts(session: Session) -> None:
    told(session, "Le salaire est de 2 900 € bruts.", days=3)
    told(session, "Le salaire est de 2 400 € bruts.", address="cid@example.net")

    assert find(session, "Le salaire est de 2 400 € bruts.") == ()


def test_the_newest_conflict_stands_first(session: Session) -> None:
    told(session, "Le salaire est de 2 900 € bruts.", by=1, days=3)
    told(session, "Le salaire est de 3 100 € bruts.", by=2, address="cid@example.net")

    found = find(session, "Le salaire est de 2 400 € bruts.")

    assert [one.source for one in found] == ["staff:2", "staff:1"]


def test_what_was_told_on_another_pair_is_left_alone(session: Session) -> None:
    told(session, "Le salaire est de 2 900 € bruts.", pair="start.when")

    assert find(session, "Le salaire est de 2 400 € bruts.") == ()


def test_what_never_arrived_was_told_to_nobody(session: Session) -> None:
    row = told(session, "Le salaire est de 2 900 € bruts.")
    parcel = make_parcel(session, make_address(session, address="dan@example.net"))
    parcel.state, row.parcel_id = ParcelState.HANDED_OVER, parcel.id
    session.flush()

    assert find(session, "Le salaire est de 2 400 € bruts.") == ()


def test_the_request_that_was_answered_is_named(session: Session) -> None:
    row = told(session, "Le salaire est de 2 900 € bruts.")
    thread = session.get_one(Thread, row.thread_id)
    asked, other = make_ticket(session, thread), make_ticket(session, thread)
    for ticket, pair in ((asked, PAY), (other, "start.when")):
        ask(session, thread, ticket, pair)
    ask(session, make_other(session), make_ticket(session, thread), PAY)

    [conflict] = find(session, "Le salaire est de 2 400 € bruts.", make_thread(session))

    assert conflict.whom is not None
    assert conflict.whom.number == asked.id


def test_the_call_s_words_are_not_held_against_an_answer_twice(session: Session) -> None:
    row = told(session, make_call().cite("duration").text, pair="contract.how_long")
    row.source, row.version = make_call().source.name, make_call().source.version
    session.flush()

    found = find(session, "Le contrat dure quatre ans.", pair="contract.how_long")

    assert [one.whom for one in found] == [None]


def test_another_date_than_the_call_s_is_found_whatever_the_question(session: Session) -> None:
    [conflict] = find(session, "Déposez votre dossier avant le 28 février 2026.")

    assert (conflict.kind, conflict.whom, conflict.source) == (ConflictKind.DATE, None, "deadline")
    assert conflict.theirs == "Date limite de dépôt des candidatures le 20 février 2026 - 17 heures"


def test_another_duration_than_the_call_s_is_found(session: Session) -> None:
    [conflict] = find(session, "Le contrat dure quatre ans.", pair="contract.how_long")

    assert (conflict.kind, conflict.source) == (ConflictKind.DURATION, "duration")


def test_the_call_s_own_dates_pass(session: Session) -> None:
    words = (
        "Le dépôt ferme le 20 février 2026 à 17 h ; les auditions ont lieu début juin, les résultats suivent en juin."
    )

    assert find(session, words, pair="application.until_when") == ()


def send(session: Session, **how: str) -> None:
    """Try to let an answer go that says another amount than was told."""
    staff = make_staff(session)
    stop_unequal(session, make_call(), [PAY], CONFLICT.ours, make_thread(session), staff_id=staff.id, now=NOW, **how)


def test_an_answer_with_a_conflict_stops(session: Session) -> None:
    told(session, CONFLICT.theirs)

    with pytest.raises(UnequalTreatment) as stop:
        send(session, reason="La grille a changé.")

    assert [one.theirs for one in stop.value.conflicts] == [CONFLICT.theirs]
    assert session.scalars(select(Act)).all() == []


def test_a_conflict_that_was_seen_still_needs_a_reason(session: Session) -> None:
    told(session, CONFLICT.theirs)

    with pytest.raises(Unexplained):
        send(session, reason=" ", seen=fingerprint(find(session, CONFLICT.ours, make_other(session))))


def test_a_reason_lets_it_go_and_is_kept_in_the_journal(session: Session) -> None:
    told(session, CONFLICT.theirs)

    send(session, reason=" La grille a changé. ", seen=fingerprint(find(session, CONFLICT.ours, make_other(session))))

    [act] = session.scalars(select(Act))
    against = [{"kind": "amount", "source": "staff:1", "ticket": None}]
    assert (act.kind, act.at, act.call) == ("fairness.overridden", NOW, SLUG)
    assert act.detail == {"reason": "La grille a changé.", "conflicts": against}


def test_a_reason_for_other_conflicts_lets_nothing_go(session: Session) -> None:
    told(session, CONFLICT.theirs)
    seen = fingerprint(find(session, CONFLICT.ours, make_other(session)))
    told(session, "Le salaire est de 3 100 €.", by=2, address="cid@example.net")

    with pytest.raises(UnequalTreatment):
        send(session, reason="La grille a changé.", seen=seen)


def test_an_answer_without_a_conflict_leaves_no_line(session: Session) -> None:
    told(session, CONFLICT.theirs)

    stop_unequal(session, make_call(), [PAY], CONFLICT.theirs, make_thread(session), staff_id=1, now=NOW)

    assert session.scalars(select(Act)).all() == []


def test_what_is_kept_of_an_override_holds_no_word_of_the_answers(session: Session) -> None:
    staff = make_staff(session)

    override(session, make_call(), [CONFLICT], "La grille a changé.", staff_id=staff.id, now=NOW)

    kept = str(session.scalars(select(Act.detail)).one())
    assert CONFLICT.ours not in kept
    assert CONFLICT.theirs not in kept


def test_a_conflict_is_explained() -> None:
    assert explain(CONFLICT) == (
        "Le 10 février 2026, une autre personne a lu : « Le salaire est de 2 900 €. » ; "
        "vous écrivez : « Le salaire est de 2 400 €. »"
    )


def test_a_conflict_with_the_call_is_explained_as_one() -> None:
    assert explain(Conflict(ConflictKind.DATE, "Le 28.", "Le 20.", None, "deadline")).startswith(
        "L'appel dit : « Le 20"
    )
