from email import message_from_string

import pytest

from guichet.mailbox.intake.robots import SIGNS, Kind, tell_kind

PERSON = "From: Ann <ann@example.net>\nSubject: Question\n"
DAEMON = "From: MAILER-DAEMON (Mail Delivery System)\nSubject: Question\n"
SAMPLES = (
    (Kind.OURS, "From: Postes@example.org\nSubject: Question\n"),
    (Kind.BOUNCE, PERSON + "Content-Type: multipart/report; boundary=b\n"),
    (Kind.BOUNCE, PERSON.replace("Question", "Undelivered Mail") + "Return-Path: <>\nIn-Reply-To: <m1@example.org>\n"),
    (Kind.BOUNCE, DAEMON),
    (Kind.AUTO_REPLY, PERSON + "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n"),
    (Kind.BOUNCE, PERSON.replace("Question", "Undeliverable: Re: Question")),
    (Kind.AUTO_REPLY, PERSON + "Auto-Submitted: (sieve) Auto-Replied; type=x\n"),
    (Kind.AUTO_REPLY, PERSON + "Precedence: auto_reply\n"),
    (Kind.AUTO_REPLY, PERSON.replace("Question", "Out of office")),
    (Kind.NOTICE, PERSON + "Auto-Submitted: auto-generated\n"),
    (Kind.NOTICE, "From: noreply@wetransfer.com\nSubject: Marie vous a envoyé des fichiers\n"),
    (Kind.LIST, PERSON + "List-Unsubscribe: <mailto:x@example.net>\n"),
    (Kind.AUTO_REPLY, PERSON.replace("Question", "Absence du 12 au 15 mars")),
)
"""A letter for each sign of the table, in its order, that shows this sign and no other."""


@pytest.mark.parametrize("number", range(len(SIGNS)))
def test_each_sign_tells_by_itself(number: int) -> None:
    kind, head = SAMPLES[number]
    message = message_from_string(head)

    shown = [sign for sign in SIGNS if sign.shows(message, "postes@example.org")]

    assert shown == [SIGNS[number]]
    assert tell_kind(message, "postes@example.org") is kind


@pytest.mark.parametrize(
    "subject",
    [
        "Absence",
        "Absence du bureau : Re: Question",
        "Je suis absente jusqu'au 3 mars",
        "Absent du 3 au 7 mars",
        "Vacation reply",
        "Auto: Re: Question",
        "Autoreply",
        "Automatic reply: Question",
        "Auto-réponse",
    ],
)
def test_a_subject_may_tell(subject: str) -> None:
    assert tell_kind(message_from_string(f"From: ann@example.net\nSubject: {subject}\n")) is Kind.AUTO_REPLY


@pytest.mark.parametrize(
    "subject",
    [
        "Absence de M2 : puis-je candidater ?",
        "Absent aux dates d'audition",
        "Absence le 22 juin pour l'audition",
        "Absence : que faire ?",
        "Delivery status of my application",
        "Vacations à l'hôpital pendant le contrat ?",
        "Auto-entrepreneur, cumul possible ?",
        "Mail de confirmation non reçu",
        "Re: Réponse automatique : Question",
        "Délai de remise du dossier",
    ],
)
def test_a_person_who_begins_with_such_a_word_is_still_a_person(subject: str) -> None:
    assert tell_kind(message_from_string(f"From: ann@example.net\nSubject: {subject}\n")) is Kind.PERSON


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Auto-Submitted: no (really)\n", Kind.PERSON),
        ("Auto-Submitted: NO\n", Kind.PERSON),
        ("X-Auto-Response-Suppress: OOF\n", Kind.PERSON),
        ("Return-Path: <>\n", Kind.PERSON),
        ("Auto-Submitted:\n", Kind.PERSON),
        ("Precedence: BULK (list)\n", Kind.LIST),
    ],
)
def test_values_are_read_as_the_standard_writes_them(head: str, kind: Kind) -> None:
    assert tell_kind(message_from_string(PERSON + head)) is kind


def test_nobody_is_ours_where_we_have_no_address() -> None:
    assert tell_kind(message_from_string("From: <>\nSubject: Question\n")) is Kind.PERSON


@pytest.mark.parametrize("subject", ["Non remise de mon dossier", "Mail delivery of my application?"])
def test_what_only_begins_like_a_bounce_is_a_person_s(subject: str) -> None:
    assert tell_kind(message_from_string(f"From: ann@example.net\nSubject: {subject}\n")) is Kind.PERSON


@pytest.mark.parametrize(
    "sender",
    [
        *("no-reply", "no_reply", "no.reply", "eva-noreply", "noreply2", "do_not_reply", "ne_pas_repondre"),
        *("donotreply", "ne-pas-repondre", "notifications", "autoresponder"),
    ],
)
def test_who_takes_no_answer_gets_none(sender: str) -> None:
    assert tell_kind(message_from_string(f"From: {sender}@example.net\nSubject: Question\n")) is Kind.NOTICE


@pytest.mark.parametrize("sender", ["arno.repond", "noreplyson", "nora.reply-martin"])
def test_whose_name_only_looks_like_it_is_a_person(sender: str) -> None:
    assert tell_kind(message_from_string(f"From: {sender}@example.net\nSubject: Question\n")) is Kind.PERSON


def test_our_own_address_with_something_added_is_ours() -> None:
    head = "From: postes+t0011aabb00@example.org\nSubject: Question\n"

    assert tell_kind(message_from_string(head), "postes@example.org") is Kind.OURS
