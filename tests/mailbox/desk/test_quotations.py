from dataclasses import replace

from sqlalchemy.orm import Session

from guichet.knowledge.call import Source
from guichet.mailbox.desk.quotations import Quoted, count_quotations
from guichet.tests.factories import make_call
from guichet.tests.mailbox.desk.inquiries import chat, receive

CALL = make_call()


def test_a_passage_is_counted_by_times_and_by_people(session: Session) -> None:
    receive(session, chat("Quelle est la date limite ?", "1"))
    receive(session, chat("Quelle est la date limite ?", "1"))
    receive(session, chat("Quelle est la date limite ?", "2"))

    counted = count_quotations(session, CALL)

    assert counted["deadline"] == Quoted(3, 2)
    assert counted["cic"] == Quoted(0, 0)
    assert counted.keys() == CALL.passages.keys()


def test_what_was_quoted_from_another_version_is_not_counted(session: Session) -> None:
    receive(session, chat("Quelle est la date limite ?"))
    changed = replace(CALL, source=Source(CALL.slug, CALL.source.text + "\n"))

    assert count_quotations(session, changed)["deadline"] == Quoted(0, 0)


def test_what_another_call_s_candidates_were_told_is_not_counted(session: Session) -> None:
    receive(session, chat("Quelle est la date limite ?"))

    assert count_quotations(session, replace(CALL, slug="another"))["deadline"] == Quoted(0, 0)
