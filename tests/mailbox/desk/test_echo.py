"""Words of ours that come back without a mark: nobody's wish, nobody's question."""

import textwrap
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.knowledge.date_expression import PARIS
from guichet.mailbox.delivery.body import unpack
from guichet.mailbox.delivery.composition import write
from guichet.mailbox.desk.echo import cut_echo
from guichet.mailbox.desk.reminder import subscribe, subscribed
from guichet.mailbox.desk.reminding import remind
from guichet.mailbox.desk.ticket import Desk
from guichet.mailbox.records.models import Address, Parcel
from guichet.tests.factories import NOW, make_address, make_office
from guichet.tests.mailbox.desk.inquiries import CALL, mail, receive

LEADS = (
    "Le vendredi 13 février 2026 à 09:00:02 UTC+1, Le service <postes@example.org> a écrit :",
    "----- Le 13 Fév 26, à 9:00, Le service postes@example.org a écrit :",
    "",
)


def reminded(session: Session) -> tuple[Address, Parcel]:
    address = make_address(session, language="fr")
    subscribe(session, CALL, address, ["deadline", "auditions"], NOW)
    remind(session, CALL, Desk(make_office(), "postes@example.org"), datetime(2026, 2, 13, 9, tzinfo=PARIS))
    parcel = session.scalars(select(Parcel)).one()
    return address, parcel


@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("width", [40, 76, 1000])
@pytest.mark.parametrize("mark", ["", "> ", "  | "])
def test_thanks_for_a_reminder_end_none(session: Session, lead: str, width: int, mark: str) -> None:
    address, parcel = reminded(session)
    wrapped = "\n".join(textwrap.fill(line, width) for line in write(unpack(parcel.body)).splitlines())
    reply = f"Bien reçu, merci.\n\n{lead}\n\n{textwrap.indent(wrapped, mark)}"

    receive(session, mail(reply, in_reply_to=str(parcel.mail["message_id"]), subject="Re: Rappel"))

    assert subscribed(session, CALL, address) == {"deadline", "auditions"}


@pytest.mark.parametrize("lead", LEADS)
def test_a_question_above_our_answer_is_read_alone(session: Session, lead: str) -> None:
    receive(session, mail("Quelle est la date limite ?"))
    parcel = session.scalars(select(Parcel)).one()
    reply = f"Et pour la durée du contrat ?\n\n{lead}\n{write(unpack(parcel.body))}"

    said = receive(session, mail(reply, "a2@x", in_reply_to=str(parcel.mail["message_id"]), subject="Re: Question"))

    assert "deux ans" in said
    assert "20 février 2026" not in said


@pytest.mark.parametrize(
    "words",
    [
        "Quelle est la date limite ?",
        "Vous dites : Date limite de dépôt des dossiers : 20 février 2026. Est-ce sûr ?",
        "Bonjour,\n\nEt le salaire ?\n\nMerci",
    ],
)
def test_a_person_s_own_words_stay_though_we_said_them_too(words: str) -> None:
    asked = "Vous demandez : « Quelle est la date limite ? »"
    ours = f"Bonjour,\n\n{asked}\n\nDate limite de dépôt des dossiers : 20 février 2026."

    assert cut_echo(words, [ours]) == words
