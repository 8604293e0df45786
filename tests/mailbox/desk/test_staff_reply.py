"""What becomes of a reply to a mail of ours to staff."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from guichet.mailbox.delivery.body import unpack
from guichet.mailbox.desk.answering import HOLD, answer, take_back
from guichet.mailbox.desk.inquiry import Enclosure, StaffReply, Visitor
from guichet.mailbox.records.models import (
    Authenticity,
    QuestionState,
    Ticket,
    TicketState,
)
from guichet.tests.factories import NOW
from guichet.tests.mailbox.desk.inquiries import mail
from guichet.tests.mailbox.desk.notifications import (
    CALL,
    DESK,
    RECEPTION,
    WORDS,
    answers,
    ask,
    drafts,
    make_reader,
    proof_of,
    refusals,
    reply,
    tell,
    told,
)


def test_a_reply_answers_the_candidate_after_a_moment(session: Session) -> None:
    staff, ticket = make_reader(session), ask(session)
    [parcel] = tell(session)

    reply(session, parcel)

    [sent] = answers(session)
    assert (sent.address, sent.due_at) == ("ann@example.net", NOW + HOLD)
    assert WORDS in unpack(sent.body).text
    assert "guichet.example.org" not in unpack(sent.body).text
    assert (ticket.state, ticket.closed_by) == (TicketState.CLOSED, staff.id)
    assert refusals(session) == []


def test_a_reply_by_mail_can_be_taken_back_at_the_desk(session: Session) -> None:
    staff, ticket = make_reader(session), ask(session)
    reply(session, tell(session)[0])

    words = take_back(session, DESK, ticket.id, staff, NOW)

    assert (words, answers(session)) == (WORDS, [])


def test_nothing_leaves_of_what_was_told_to_staff_alone(session: Session) -> None:
    make_reader(session)
    ticket = ask(session)
    [parcel] = tell(session)

    reply(session, parcel, f"{WORDS}\n\nVoir {DESK.url}/demandes/{ticket.id}")

    assert answers(session) == []
    assert "texte interne" in refusals(session)[0]


@pytest.mark.parametrize(
    ("how", "says"),
    [
        (
            {"sender": "eve@example.net", "results": "mx.example.org; dmarc=pass header.from=example.net"},
            "pas de l'adr",
        ),
        ({"results": ""}, "DMARC"),
        ({"results": "mx.example.org; dmarc=fail header.from=example.org"}, "DMARC"),
        ({"results": "mx.elsewhere.example; dmarc=pass header.from=example.org"}, "DMARC"),
        ({"words": "   "}, "aucun mot de vous"),
    ],
)
def test_what_is_not_proved_to_be_theirs_does_not_leave(session: Session, how: dict[str, str], says: str) -> None:
    make_reader(session)
    ticket = ask(session)

    reply(session, tell(session)[0], **how)  # type: ignore[arg-type]

    assert (answers(session), ticket.state) == ([], TicketState.OPEN)
    [refusal] = refusals(session)
    assert says in refusal
    assert told(session)[-1].address == "agent@example.org"


@pytest.mark.parametrize(("results", "kept"), [("", WORDS), ("mx.example.org; dmarc=fail", "")])
def test_words_are_kept_unless_they_are_known_to_be_another_s(session: Session, results: str, kept: str) -> None:
    staff, ticket = make_reader(session), ask(session)

    reply(session, tell(session)[0], results=results)

    assert drafts(session, ticket, staff.id) == kept


def test_an_address_answers_once(session: Session) -> None:
    make_reader(session)
    ask(session)
    [parcel] = tell(session)
    reply(session, parcel)
    reply(session, parcel)

    reply(session, parcel, "Encore un mot.")

    [_] = answers(session)
    [refusal] = refusals(session)
    assert "qu'une fois" in refusal


def test_a_thread_that_moved_stops_it_and_shows_what_is_new(session: Session) -> None:
    staff, ticket = make_reader(session), ask(session)
    [parcel] = tell(session)
    thread = ticket.thread
    assert thread is not None
    RECEPTION.receive(session, mail("Je suis interne de 3e année", "b@x", in_reply_to="Quelest@x"), NOW)

    reply(session, parcel)

    assert answers(session) == []
    assert "Je suis interne de 3e année" in refusals(session)[0]
    assert drafts(session, ticket, staff.id) == WORDS


def test_the_mail_that_says_what_is_new_can_be_replied_to(session: Session) -> None:
    make_reader(session)
    ask(session)
    [parcel] = tell(session)
    RECEPTION.receive(session, mail("Je suis interne", "b@x", in_reply_to="Quelest@x"), NOW)
    reply(session, parcel)

    reply(session, told(session)[-1], "Votre internat compte.")

    [sent] = answers(session)
    assert "Votre internat compte." in unpack(sent.body).text


def test_an_answer_by_a_colleague_is_not_followed_by_another(session: Session) -> None:
    make_reader(session)
    colleague, ticket = make_reader(session, "other@example.org", when="never"), ask(session)
    [parcel] = tell(session)
    assert ticket.thread is not None
    answer(session, DESK, CALL, ticket.id, colleague, "Déjà dit.", NOW, seen_version=ticket.thread.version)

    reply(session, parcel)

    [_] = answers(session)
    assert "Déjà dit." in refusals(session)[0]


def test_what_others_were_not_told_stops_and_both_are_shown(session: Session) -> None:
    staff, ticket = make_reader(session), ask(session, "Combien de jours de congés ?")
    [first] = tell(session)
    reply(session, first, "Vous avez 25 jours de congés par an.")
    asked = mail("Combien de jours de congés ?", "c@x")
    RECEPTION.receive(session, replace(asked, visitor=Visitor("mail", "bob@example.net")), NOW)
    [parcel] = tell(session)

    reply(session, parcel, "Vous avez 32 jours de congés par an.")

    [_] = answers(session)
    [refusal] = refusals(session)
    assert "25 jours" in refusal
    assert "32 jours" in refusal
    stopped = session.get_one(Ticket, ticket.id + 1)
    assert drafts(session, stopped, staff.id).startswith("Vous avez 32")
    assert [question.state for question in stopped.questions] == [QuestionState.OPEN]


def test_a_file_does_not_leave_and_is_not_left_out_silently(session: Session) -> None:
    make_reader(session)
    ask(session)
    [parcel] = tell(session)
    to = StaffReply(parcel.id, proof_of(parcel), "agent@example.org", Authenticity.PASSED)
    file = Enclosure("contrat.pdf", "application/pdf", 3, b"pdf")

    RECEPTION.receive(session, replace(mail(WORDS, "f@x"), staff_reply=to, enclosures=(file,)), NOW)

    assert answers(session) == []
    assert "pièce jointe" in refusals(session)[0]


def test_a_digest_answers_nobody(session: Session) -> None:
    make_reader(session, when="digest")
    ask(session)
    [parcel] = tell(session)

    reply(session, parcel)

    assert answers(session) == []
    assert "une seule demande" in refusals(session)[0]
