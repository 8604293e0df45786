"""What is suggested as the answer to a ticket."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from guichet.mailbox.delivery.carrier import MailTrace
from guichet.mailbox.desk.answering import answer
from guichet.mailbox.desk.entry import withdraw
from guichet.mailbox.desk.impersonal import make_impersonal
from guichet.mailbox.desk.inquiry import Inquiry, Visitor
from guichet.mailbox.desk.suggestion import Origin, Suggestion, suggest
from guichet.mailbox.desk.ticket import Desk
from guichet.mailbox.records.models import Parcel, ParcelState, Question, Staff, Ticket
from guichet.tests.factories import NOW, make_call, make_office
from guichet.tests.mailbox.desk.entries import WORDS, make_approved, staff_member
from guichet.tests.mailbox.desk.inquiries import receive

CALL = make_call()
DESK = Desk(make_office(), "postes@example.org")
PAY = "Quel est le salaire ?"


def ask(session: Session, words: str, who: str = "ann", name: str = "") -> int:
    """Let somebody ask by mail; return the number of the ticket that opens."""
    visitor = Visitor("mail", f"{who}@example.net", name)
    receive(session, Inquiry(visitor, text=words, words=words, mail=MailTrace("Question", f"{who}@x")))
    return max(session.scalars(select(Ticket.id)))


def tell(session: Session, number: int, words: str) -> None:
    seen = session.get_one(Ticket, number).thread.version
    answer(session, DESK, CALL, number, _staff(session), words, NOW, seen_version=seen)
    session.execute(update(Parcel).values(state=ParcelState.SENT))


def _staff(session: Session) -> Staff:
    return staff_member(session, "Collègue du service")


def suggested(session: Session, number: int) -> Suggestion | None:
    return suggest(session, CALL, make_office(), number, NOW)


def test_nothing_is_suggested_where_nothing_is_known(session: Session) -> None:
    number = ask(session, PAY)

    assert suggested(session, number) is None


def test_what_a_colleague_told_somebody_else_on_the_same_is_suggested(session: Session) -> None:
    tell(session, ask(session, PAY, "ann", "Anne Exemple"), "Bonjour Madame,\n\nSelon la grille.\n\nCordialement,")
    number = ask(session, PAY, "bob")

    found = suggested(session, number)

    assert found is not None
    [part] = found.parts
    assert (part.origin, part.name, found.words) == (Origin.COLLEAGUE, "Collègue du service", "Selon la grille.")


def test_an_answer_that_names_its_reader_is_suggested_to_nobody(session: Session) -> None:
    tell(session, ask(session, PAY, "ann", "Anne Exemplaire"), "Pour Anne Exemplaire, selon la grille.")

    assert suggested(session, ask(session, PAY, "bob")) is None


def test_an_answer_to_several_questions_is_suggested_to_none_of_them(session: Session) -> None:
    tell(session, ask(session, f"{PAY} Le logement est-il fourni ?"), "Selon la grille, et non.")

    assert suggested(session, ask(session, PAY, "bob")) is None


def test_what_one_is_told_oneself_is_not_suggested_again(session: Session) -> None:
    tell(session, ask(session, PAY), "Selon la grille.")
    again = Inquiry(Visitor("mail", "ann@example.net"), text=PAY, words=PAY, mail=MailTrace("Encore", "b@x"))
    receive(session, again)

    assert suggested(session, max(session.scalars(select(Ticket.id)))) is None


def test_an_entry_comes_before_what_a_colleague_wrote(session: Session) -> None:
    tell(session, ask(session, PAY), "Selon la grille.")
    number = ask(session, PAY, "bob")
    make_approved(session)

    found = suggested(session, number)

    assert found is not None
    [part] = found.parts
    assert part.origin is Origin.ENTRY
    assert WORDS in found.words
    assert "Décision du service du 10 février 2026" in found.words


def test_what_was_likely_asked_is_quoted_with_its_passage(session: Session) -> None:
    number = ask(session, PAY)
    question = session.scalars(select(Question)).one()
    question.pair, question.choices = None, ["application.until_when", "contract.how_long"]

    found = suggested(session, number)

    assert found is not None
    [part] = found.parts
    assert part.origin is Origin.CALL
    [quoted] = [one for one in part.sentences if one.passage == "deadline" and one.text.startswith("«")]
    assert quoted.text == "« Date limite de dépôt des candidatures le 20 février 2026 - 17 heures »"


def test_questions_without_a_suggestion_are_left_open(session: Session) -> None:
    tell(session, ask(session, PAY), "Selon la grille.")
    number = ask(session, f"{PAY} Le logement est-il fourni ?", "bob")

    found = suggested(session, number)

    assert found is not None
    first, second = session.scalars(select(Question.id).where(Question.ticket_id == number).order_by(Question.id))
    assert (first in found.answered, second in found.answered) == (True, False)


def test_the_newest_answer_counts_whoever_read_it_and_an_older_one_never(session: Session) -> None:
    tell(session, ask(session, PAY), "Selon la grille.")
    tell(session, ask(session, PAY, "bob"), "Selon la nouvelle grille.")
    mine = Inquiry(Visitor("mail", "bob@example.net"), text=PAY, words=PAY, mail=MailTrace("Encore", "c@x"))
    receive(session, mine)

    assert suggested(session, max(session.scalars(select(Ticket.id)))) is None


def test_an_answer_that_has_not_left_is_suggested_to_nobody(session: Session) -> None:
    tell(session, ask(session, PAY), "Selon la grille.")
    number = ask(session, PAY, "bob")
    session.execute(update(Parcel).values(state=ParcelState.DUE))

    assert suggested(session, number) is None


def test_a_decision_that_was_sent_on_and_then_withdrawn_does_not_come_back(session: Session) -> None:
    entry = make_approved(session)
    first = ask(session, "Une personne, s'il vous plaît : quel est le salaire ?")
    question = session.scalars(select(Question).order_by(Question.id.desc())).first()
    assert question is not None
    question.pair, question.outcome = "contract.how_much", "gap"
    found = suggested(session, first)
    assert found is not None
    tell(session, first, found.words)
    withdraw(session, CALL, entry.id, staff_member(session), "Faux.", NOW, seen_version=entry.version)

    assert suggested(session, ask(session, PAY, "bob")) is None


@pytest.mark.parametrize("outcome", ["status", "eligibility"])
def test_what_concerns_one_person_alone_is_answered_by_no_suggestion(session: Session, outcome: str) -> None:
    tell(session, ask(session, PAY), "Selon la grille.")
    number = ask(session, PAY, "bob")
    question = session.scalars(select(Question).where(Question.ticket_id == number)).one()

    question.outcome = outcome

    assert suggested(session, number) is None


def test_an_answer_in_another_language_is_not_suggested(session: Session) -> None:
    tell(session, ask(session, PAY), "Selon la grille.")

    assert suggested(session, ask(session, "What is the salary?", "john")) is None


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("Bonjour,\nSelon la grille.", "Selon la grille."),
        ("Bonjour Madame Durand,\nSelon la grille.", "Selon la grille."),
        ("Dear Dr Smith,\n\nYes.\n\nKind regards\nJane", "Yes."),
        ("Selon la grille.\nBien à vous,\nL'équipe", "Selon la grille."),
        ("Bonjour, non, ce n'est pas possible.\nSauf titre.", "Bonjour, non, ce n'est pas possible.\nSauf titre."),
        ("Madame, Monsieur, la réponse est non.\nCordialement,\nX", "Madame, Monsieur, la réponse est non."),
    ],
)
def test_courtesies_are_taken_out_and_what_says_something_stays(words: str, left: str) -> None:
    assert make_impersonal(words, ("Zoé Exemple", "zex")) == left


@pytest.mark.parametrize(
    "words",
    [
        "Demandez à Smith.",
        "Oui, Léa, c'est possible.",
        "Monsieur Martin, c'est possible.",
        "Écrivez à ann@example.net.",
        "Appelez le 01 44 23 60 00.",
        "Votre dossier est complet.",
        "",
    ],
)
def test_what_speaks_to_one_person_is_said_to_no_other(words: str) -> None:
    assert make_impersonal(words, ("Dr Léa Smith", "jsmith42")) == ""


def test_a_name_within_an_address_withholds_as_well() -> None:
    assert make_impersonal("Oui, selon Martin.", ("", "jmartin42")) == ""
