"""A desk with something on each of its screens, for tests that look at all of them."""

from datetime import timedelta

from sqlalchemy.orm import Session

from guichet.mailbox.delivery.carrier import MailTrace
from guichet.mailbox.desk.answering import answer
from guichet.mailbox.desk.inquiry import Inquiry, Visitor
from guichet.mailbox.desk.lanes import ask_colleague, snooze, wait_for_candidate
from guichet.mailbox.desk.login import open_session
from guichet.mailbox.desk.note import add_note
from guichet.mailbox.desk.saved_reply import add_reply
from guichet.mailbox.intake.letter import read_letter
from guichet.mailbox.intake.letter_reader import to_inquiry
from guichet.mailbox.records.models import Staff, Ticket, TicketReason
from guichet.tests.factories import SLUG, keep_item, make_call, make_staff, make_ticket
from guichet.tests.mailbox.desk.entries import approve_one, proposal, propose_one
from guichet.tests.mailbox.pages.desk_browser import Stage
from guichet.tests.mailbox.pages.two_steps import KEPT

CALL = make_call()
OPEN, _, ANSWERED, ALIKE, FORWARDED, CANDIDATE, COLLEAGUE, ASLEEP, UNREADABLE, CASE = range(1, 11)
"""The numbers of its tickets; the second is of the same letter as the first."""
CHAT = 8
"""The thread in which the assistant answered alone."""
LETTER = """\
From: =?utf-8?q?Doriane_Exemple?= <doriane@example.net>
Subject: Questions sur le contrat
Message-ID: <m1@example.net>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/html; charset=utf-8

<h1>Bonjour,</h1><p>Quel est le salaire ? Combien de postes sont ouverts ?</p><blockquote>Ancien message</blockquote>
<table><tr><td>Bien à vous</td></tr></table>
--b
Content-Type: application/pdf; name=projet.pdf
Content-Disposition: attachment; filename=projet.pdf

%PDF-1.4
--b--
"""
WHO = (
    "Bonjour, je suis vétérinaire, mon M2 recherche est validé depuis 2024, ma thèse d'exercice sera soutenue le "
    "10 novembre 2026 et mon laboratoire est un CIC. Suis-je éligible ?"
)
"""An open case: the call leaves it to a person, another page says more, and something is still to be known."""
PAID, PAID_MORE = "Le salaire est de 2 400 € bruts.", "Le salaire est de 2 900 € bruts."
MAILS = (
    ("basile", "Basile Exemple", "Quel est le salaire ?"),
    ("carole", "Carole Exemple", "Quel est le salaire prévu, s'il vous plaît ?"),
    ("secretariat", "Secrétariat", "De : Zoé <zoe@example.net>\nObjet : Logement\n\nLe logement est-il fourni ?"),
    ("emile", "Émile Exemple", "Combien de postes sont ouverts ?"),
    ("fanny", "Fanny Exemple", "Le logement est-il fourni ?"),
    ("gaspard", "Gaspard Exemple", "Je voudrais parler à une personne."),
)


def furnish(stage: Stage) -> str:
    """Fill a desk; return the secret of the session of one who runs it."""
    staff_id = _hire(stage)
    _let_write(stage)
    with stage.database.begin() as session:
        staff = session.get_one(Staff, staff_id)
        _answer_some(session, stage, staff)
        _keep_words(session, staff)
        item = keep_item(session)
        make_ticket(session, reason=TicketReason.UNREADABLE, title="Message illisible").item_id = item
        token = open_session(session, staff.id, stage.now).token
    stage.receive(WHO, "ivan@example.net", name="Ivan Exemple", mail=MailTrace("Question", "ivan@example.net"))
    return token


def _hire(stage: Stage) -> int:
    with stage.database.begin() as session:
        staff, other = make_staff(session), make_staff(session, "other@example.org", "evaluation")
        staff.name, other.name, other.capacity = "Responsable du service", "Collègue du service", "Gestionnaire"
        staff.password_hash = other.password_hash = KEPT
        return staff.id


def _let_write(stage: Stage) -> None:
    with stage.database.begin() as session:
        stage.reception.receive(session, to_inquiry(read_letter(LETTER.encode())), stage.now)
    for key, name, words in MAILS:
        subject = "TR: Logement" if key == "secretariat" else "Question"
        forwarding = "Pour vous.\n\n---------- Message transféré ---------\n" if key == "secretariat" else ""
        mail = MailTrace(subject, f"{key}@example.net")
        stage.receive(forwarding + words, f"{key}@example.net", name=name, mail=mail)
    with stage.database.begin() as session:
        words = "Quelle est la date limite ?"
        chat = Inquiry(Visitor("terminal", "1001", "Hélène", "fr"), text=words, words=words)
        stage.reception.receive(session, chat, stage.now)


def _answer_some(session: Session, stage: Stage, staff: Staff) -> None:
    now, desk = stage.now, stage.desk
    seen = session.get_one(Ticket, ANSWERED).thread.version
    answer(session, desk, CALL, ANSWERED, staff, PAID, now, seen_version=seen)
    add_note(session, desk, OPEN, staff, "Vu au téléphone : rappeler demain.", now)
    wait_for_candidate(session, desk, CANDIDATE, staff, now)
    ask_colleague(session, desk, COLLEAGUE, staff, "Un avis ?", now)
    snooze(session, desk, CALL, ASLEEP, staff, now, until=now + timedelta(days=3))


def _keep_words(session: Session, staff: Staff) -> None:
    housed = "Le service n'attribue pas de logement."
    approve_one(session, propose_one(session, proposal("settling_in.any", "Le logement est-il fourni ?", words=housed)))
    propose_one(session)
    words = "Nous avons bien reçu votre message."
    add_reply(session, SLUG, 1, "Accusé", words, staff_id=staff.id, now=staff.created_at)
