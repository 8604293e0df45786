"""From one staff answer to all who ask the same."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.knowledge.markup import plain
from guichet.mailbox.delivery.body import BlockKind, unpack
from guichet.mailbox.desk.alike import waiting_alike
from guichet.mailbox.desk.answering import answer
from guichet.mailbox.desk.choice import choose
from guichet.mailbox.desk.entry import approve, propose, withdraw
from guichet.mailbox.desk.gap_register import register_gaps
from guichet.mailbox.desk.proposal import draft_from_ticket
from guichet.mailbox.records.models import Entry, Parcel, Question, QuestionState, Thread, Told
from guichet.tests.factories import NOW, make_call
from guichet.tests.mailbox.desk.entries import CALL, WORDS, make_approved, proposal, staff_member
from guichet.tests.mailbox.desk.inquiries import RECEPTION, chat, mail, receive, tickets

ASKED = "Quel est le salaire ?"
MARK = "Décision du service du 10 février 2026 – Collègue du service, Chargée de recrutement, Département"
UNCLEAR = "Le tutorat alpha compte-t-il ?"


def propose_from_an_answer(session: Session) -> Entry:
    """Let a candidate ask and an agent answer, and make an entry of it."""
    receive(session, chat(ASKED, "1"))
    [ticket] = tickets(session)
    agent = staff_member(session)
    answer(session, RECEPTION.desk, make_call(), ticket.id, agent, WORDS, NOW, seen_version=2)
    draft = draft_from_ticket(session, CALL, ticket.id)
    assert draft is not None
    return propose(session, CALL, draft, agent, NOW, ticket_id=ticket.id)


def test_one_staff_answer_serves_all_once_another_has_approved_it(session: Session) -> None:
    entry = propose_from_an_answer(session)
    before = receive(session, chat(ASKED, "2"))
    approve(session, CALL, entry.id, staff_member(session, "Collègue du service"), NOW, seen_version=1)

    by_chat = receive(session, chat("Combien est-on payé ?", "3"))
    by_mail = receive(session, mail("Bonjour,\nQuelle est la rémunération ?"))

    assert WORDS not in before
    assert "transmise" in before
    for reply in (by_chat, by_mail):
        assert WORDS in reply
        assert MARK in reply
        assert "Ces mots sont ceux du service, pas ceux de l'appel." in reply
    assert len(tickets(session)) == 2


def test_what_the_office_decided_is_set_apart_from_what_the_call_says(session: Session) -> None:
    make_approved(session)

    receive(session, chat("Quel est le salaire ? Quelle est la date limite ?"))

    body = unpack(session.scalars(select(Parcel.body)).one())
    decided = [block.text for block in body.blocks if block.kind is BlockKind.DECISION]
    quoted = [block.text for block in body.blocks if block.kind is BlockKind.QUOTE]
    assert decided == [WORDS]
    assert WORDS not in quoted
    assert len(quoted) == 1


def test_who_was_told_a_decision_is_recorded_with_its_entry_and_version(session: Session) -> None:
    entry = make_approved(session)

    receive(session, chat(ASKED))

    told = session.scalars(select(Told)).one()
    assert (told.source, told.version, told.value) == (f"entry:{entry.id}", "1", WORDS)
    assert (told.pair, told.start, told.end) == ("contract.how_much", 0, len(WORDS))
    question = session.scalars(select(Question)).one()
    assert (question.outcome, question.pair, question.citations) == ("decision", "contract.how_much", [])


def test_what_is_withdrawn_is_told_to_nobody_from_then_on(session: Session) -> None:
    entry = make_approved(session)
    withdraw(session, CALL, entry.id, staff_member(session), "Erreur", NOW, seen_version=1)

    assert WORDS not in receive(session, chat(ASKED))
    assert len(tickets(session)) == 1


def test_an_english_speaker_is_told_that_the_decision_is_in_french(session: Session) -> None:
    make_approved(session)

    reply = receive(session, chat("How much is the salary, please?"))

    assert "This is the decision of the office of 10 February 2026 (in French):" in reply
    assert "These are the office's words, not the call's." in reply


def test_what_the_call_answers_stays_in_its_words(session: Session) -> None:
    make_approved(session, proposal("application.until_when", "Date limite ?", passage="registration"))

    assert _quotes(session, "Quelle est la date limite ?") == [plain(CALL.cite("deadline").text)]


def test_a_quotation_is_told_as_the_call_s_words(session: Session) -> None:
    make_approved(session, proposal(passage="duration"))

    [quoted] = _quotes(session, ASKED)

    assert quoted == plain(CALL.cite("duration").text)
    assert session.scalars(select(Told.source)).one() == CALL.slug


def test_who_chooses_what_they_meant_gets_its_decision(session: Session) -> None:
    receive(session, chat("C'est quoi le contrat ?"))
    question = session.scalars(select(Question)).one()
    question.choices = ["contract.how_much"]
    make_approved(session)
    address = session.scalars(select(Thread)).one().address

    assert choose(RECEPTION, session, address, question.id, 0, NOW)

    assert (question.outcome, question.pair) == ("decision", "contract.how_much")


def test_what_the_office_decided_is_still_a_gap_of_the_call(session: Session) -> None:
    receive(session, chat(ASKED, "1"))
    make_approved(session)
    receive(session, chat(ASKED, "2"))

    [gap] = register_gaps(session, CALL)

    assert (str(gap.pair), gap.people) == ("contract.how_much", 2)


def test_the_open_tickets_that_an_entry_would_answer_are_listed(session: Session) -> None:
    for n, words in enumerate((ASKED, "Combien de membres dans le comité ?", "On est payé combien ?", ASKED)):
        receive(session, chat(words, str(n)))
    first, _, third, last = tickets(session)
    answer(session, RECEPTION.desk, make_call(), last.id, staff_member(session), WORDS, NOW, seen_version=2)

    found = waiting_alike(session, CALL, make_approved(session))

    assert [(one.number, one.question) for one in found] == [(first.id, ASKED), (third.id, "On est payé combien ?")]


def test_a_question_that_was_answered_in_an_open_ticket_does_not_wait(session: Session) -> None:
    receive(session, chat(ASKED))
    tickets(session)[0].questions[0].state = QuestionState.CLOSED
    session.flush()

    assert waiting_alike(session, CALL, make_approved(session)) == ()


def test_open_tickets_that_were_not_understood_are_listed_by_how_they_are_asked(session: Session) -> None:
    receive(session, mail(UNCLEAR))
    receive(session, mail("Je veux parler à une personne.", "b1@example.net"))

    wanted = proposal("doctorate.begun", "Est-ce que le tutorat alpha compte ?")

    assert [one.question for one in waiting_alike(session, CALL, make_approved(session, wanted))] == [UNCLEAR]


@pytest.mark.parametrize("other", ["Y a-t-il une crèche ?", "Y a-t-il un parking ?"])
def test_a_ticket_that_only_shares_a_broad_pair_is_not_told_another_thing_s_decision(
    session: Session, other: str
) -> None:
    make_approved(session, proposal("settling_in.any", "Y a-t-il un parking ?", words="Oui, sur demande."))

    assert ("Oui, sur demande." in receive(session, chat(other))) is ("parking" in other)


def test_a_ticket_that_was_not_understood_gives_a_draft_of_its_likeliest_pair(session: Session) -> None:
    receive(session, mail("Faut-il un casier judiciaire ?"))
    [ticket] = tickets(session)

    draft = draft_from_ticket(session, CALL, ticket.id)

    assert draft is not None
    assert (str(draft.pair), draft.words, draft.phrasings) == ("status.which", "", ("Faut-il un casier judiciaire ?",))
    assert draft_from_ticket(session, CALL, 999) is None


def _quotes(session: Session, words: str) -> list[str]:
    receive(session, chat(words))
    body = unpack(session.scalars(select(Parcel.body)).one())
    return [block.text for block in body.blocks if block.kind is BlockKind.QUOTE]
