import pytest

from guichet.mailbox.desk.forwarding import find_original_sender

OUTLOOK = "Pour vous.\n\nDe : Ann Dupont <Ann@example.net>\nEnvoyé : lundi 2 février\nÀ : moi\n\nDate ?"
GMAIL = "fyi\n\n---------- Forwarded message ---------\nFrom: Ann <ann@example.net>\nDate: Mon, 2 Feb 2026\n\nDate?"
APPLE = "Début du message réexpédié :\n\n> De: Ann <ann@example.net>\n> Objet: Question\n>\n> Date ?"
THUNDERBIRD = "-------- Message transféré --------\nSujet : Question\nDe : ann@example.net\n\nDate ?"


@pytest.mark.parametrize(
    ("subject", "text"),
    [("TR: Question", OUTLOOK), ("Fwd: Question", GMAIL), ("Question", GMAIL), ("", APPLE), ("", THUNDERBIRD)],
)
def test_who_wrote_a_forwarded_mail_first_is_found(subject: str, text: str) -> None:
    assert find_original_sender(subject, text) == "ann@example.net"


@pytest.mark.parametrize(
    ("subject", "text"),
    [("Re: Question", OUTLOOK), ("Question", "De : moi@example.net\nDate ?"), ("Fwd: Question", "Date ?")],
)
def test_a_reply_and_a_mail_that_does_not_say_have_no_other_writer(subject: str, text: str) -> None:
    assert find_original_sender(subject, text) == ""
