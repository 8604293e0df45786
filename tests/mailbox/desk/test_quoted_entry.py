"""Saved replies that quote entries of the FAQ."""

import pytest
from sqlalchemy.orm import Session

from guichet.mailbox.delivery.wording import Manner
from guichet.mailbox.desk.entry import load_approved, withdraw
from guichet.mailbox.desk.errors import UnknownEntry
from guichet.mailbox.desk.quoted_entry import Ready, check_quoted, make_ready
from guichet.mailbox.desk.saved_reply import Reply
from guichet.tests.factories import NOW, make_call, make_office
from guichet.tests.mailbox.desk.entries import WORDS, make_approved, proposal, staff_member

CALL = make_call()


def ready(session: Session, words: str) -> Ready:
    entries = {entry.id: entry for entry in load_approved(session, CALL)}
    reply = Reply(1, "Salaire", words, "Agent du service", NOW)
    return make_ready(CALL, make_office(), reply, entries, Manner("fr", NOW))


def test_an_entry_that_is_quoted_says_its_words_and_who_signed_them(session: Session) -> None:
    number = make_approved(session).id

    found = ready(session, f"Bonjour,\n\n[FAQ {number}]\n\nBien à vous")

    assert found.reply.words.startswith("Bonjour,\n\nL'appel ne tranche pas ce point")
    assert WORDS in found.reply.words
    assert "Décision du service du 10 février 2026 – Collègue du service" in found.reply.words
    assert found.reply.words.endswith("\n\nBien à vous")


def test_a_passage_that_is_quoted_stands_within_marks(session: Session) -> None:
    number = make_approved(session, proposal("contract.how_much", passage="duration")).id

    assert "« La durée du contrat proposé est de deux ans ou trois ans" in ready(session, f"[FAQ {number}]").reply.words


def test_a_reply_that_quotes_what_serves_no_more_is_not_ready(session: Session) -> None:
    entry = make_approved(session)
    words = f"[FAQ {entry.id}] et [FAQ 99]"
    withdraw(session, CALL, entry.id, staff_member(session), "Fini.", NOW, seen_version=entry.version)

    found = ready(session, words)

    assert (found.stale, found.reply.words) == ((entry.id, 99), words)


def test_words_that_quote_nothing_stay_as_they_are(session: Session) -> None:
    assert ready(session, "[FAQ] [FAQ x] [faq 1]").reply.words == "[FAQ] [FAQ x] [faq 1]"


def test_only_entries_that_may_be_told_can_be_quoted(session: Session) -> None:
    number = make_approved(session).id
    check_quoted(f"[FAQ {number}]", load_approved(session, CALL))

    with pytest.raises(UnknownEntry, match="99"):
        check_quoted(f"[FAQ {number}] [FAQ 99]", load_approved(session, CALL))
