from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.mailbox.desk.choice import ask_for_person, choose
from guichet.mailbox.desk.expectation import expect_addition, expect_person
from guichet.mailbox.records.models import (
    Address,
    Question,
    QuestionState,
    Thread,
    TicketReason,
    TicketState,
)
from guichet.tests.factories import NOW
from guichet.tests.mailbox.desk.inquiries import RECEPTION, chat, mail, receive, tickets


def test_the_same_gap_asked_twice_joins_the_ticket_that_waits(session: Session) -> None:
    receive(session, chat("quel est le salaire ?"))

    reply = receive(session, chat("et le salaire c'est combien ?"))

    [ticket] = tickets(session)
    assert len(ticket.questions) == 2
    assert f"déjà transmise sous le n° {ticket.id}" in reply


def test_two_gaps_of_one_message_for_one_department_make_one_ticket(session: Session) -> None:
    receive(session, mail("Quel est le salaire ? Combien de jours de congés ?"))

    [ticket] = tickets(session)
    assert [question.pair for question in ticket.questions] == ["contract.how_much", "contract.leave"]


def test_a_request_is_added_to_by_its_number_and_opened_again(session: Session) -> None:
    receive(session, chat("quel est le salaire ?"))
    [ticket] = tickets(session)
    ticket.state = TicketState.CLOSED

    reply = receive(session, chat(f"n° {ticket.id} : je suis interne en fin de cursus"))

    assert reply.startswith(f"C'est ajouté à votre demande n° {ticket.id}")
    assert ticket.state is TicketState.OPEN
    assert [question.text for question in ticket.questions][-1].endswith("je suis interne en fin de cursus")


def test_nobody_adds_to_another_s_request(session: Session) -> None:
    receive(session, chat("quel est le salaire ?"))
    [ticket] = tickets(session)

    reply = receive(session, chat(f"n° {ticket.id} : une précision", address="1002"))

    [_, own] = tickets(session)
    assert len(ticket.questions) == 1
    assert reply.startswith(f"Je ne trouve pas de demande n° {ticket.id} envoyée d'ici.")
    assert (own.title, own.thread and own.thread.address.address) == (f"n° {ticket.id} : une précision", "1002")


def test_after_humain_the_next_message_goes_to_a_person_as_it_is(session: Session) -> None:
    receive(session, chat("date limite ?"))
    expect_person(session.scalars(select(Thread)).one())

    reply = receive(session, chat("date limite ?"))

    [ticket] = tickets(session)
    assert ticket.reason is TicketReason.ASKED_FOR
    assert reply.startswith("Une personne va vous répondre.")
    assert "20 février" in receive(session, chat("date limite ?"))


def test_two_things_asked_of_a_person_are_two_requests_and_the_same_thing_is_one(session: Session) -> None:
    for words in ("Mon chef refuse ma mise en disponibilité", "Puis-je venir avec mon chien ?") * 2:
        receive(session, chat("date limite ?"))
        expect_person(session.scalars(select(Thread)).one())
        receive(session, chat(words))

    assert [ticket.title for ticket in tickets(session)] == [
        "Mon chef refuse ma mise en disponibilité",
        "Puis-je venir avec mon chien ?",
    ]


def test_what_is_not_understood_goes_on_with_the_request_just_spoken_of(session: Session) -> None:
    receive(session, chat("quel est le salaire ?"))
    [ticket] = tickets(session)

    at_once = receive(session, chat("zxqv plomk"))
    next_day = receive(session, chat("wrtz bnk"), NOW + timedelta(days=1))

    assert f"C'est ajouté à votre demande n° {ticket.id}" in at_once
    assert "transmise sous le n°" in next_day
    assert len(tickets(session)) == 2


def test_after_the_button_the_next_message_is_added(session: Session) -> None:
    receive(session, chat("quel est le salaire ?"))
    [ticket] = tickets(session)
    expect_addition(session.scalars(select(Thread)).one(), ticket.id)

    receive(session, chat("en troisième année"))

    assert [question.text for question in ticket.questions][-1] == "en troisième année"


def test_an_answer_can_be_handed_to_a_person_by_its_own_reader_once(session: Session) -> None:
    receive(session, chat("date limite ?"))
    question = session.scalars(select(Question)).one()
    address = session.scalars(select(Address)).one()

    first = ask_for_person(RECEPTION, session, address, question.id, NOW)
    second = ask_for_person(RECEPTION, session, address, question.id, NOW)

    assert (first, second) == (True, False)
    [ticket] = tickets(session)
    assert ticket.questions == [question]


def test_a_choice_is_answered_once_and_for_its_own_reader_alone(session: Session) -> None:
    receive(session, chat("date limite ?"))
    question = session.scalars(select(Question)).one()
    question.state, question.choices = QuestionState.ASKED_BACK, ["results.when", "contract.how_much"]
    address = session.scalars(select(Address)).one()
    receive(session, chat("bonjour", address="1002"))
    other = session.scalars(select(Address).where(Address.address == "1002")).one()

    assert not choose(RECEPTION, session, other, question.id, 0, NOW)
    assert not choose(RECEPTION, session, address, question.id, 2, NOW)
    assert choose(RECEPTION, session, address, question.id, 0, NOW)
    assert not choose(RECEPTION, session, address, question.id, 0, NOW)
    assert question.pair == "results.when"
