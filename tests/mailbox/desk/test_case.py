import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from guichet.knowledge.call import Pair
from guichet.mailbox.desk.case import Case, keep_case, list_cases
from guichet.mailbox.desk.errors import UnknownCase
from guichet.mailbox.records.models import Act, Question, Staff, Thread
from guichet.tests.factories import NOW, SLUG, make_call, make_staff
from guichet.tests.mailbox.desk.inquiries import chat, receive

CALL = make_call()
DEADLINE = Pair("application", "until_when")


@pytest.fixture
def asked(session: Session) -> Session:
    receive(session, chat("quel est le\nsalaire ?"))
    receive(session, chat("et la date limite ?"))
    make_staff(session)
    return session


def keep(session: Session, question: int, pair: Pair = DEADLINE, thread: int = 1) -> None:
    keep_case(session, CALL, thread, question, pair, session.scalars(select(Staff)).one(), NOW)


def test_what_was_meant_last_counts_and_the_journal_has_no_word(asked: Session) -> None:
    keep(asked, 2)
    keep(asked, 1, Pair("contract", "leave"))
    keep(asked, 1, Pair("contract", "how_long"))

    assert list(list_cases(asked, SLUG)) == [
        Case("quel est le salaire ?", "contract.how_long"),
        Case("et la date limite ?", "application.until_when"),
    ]
    assert asked.scalars(select(Act.detail)).first() == {"question": 2, "pair": "application.until_when"}


def test_a_question_that_was_erased_is_gone(asked: Session) -> None:
    keep(asked, 1)
    asked.execute(delete(Question).where(Question.id == 1))

    assert list(list_cases(asked, SLUG)) == []


def test_cases_of_another_call_are_not_listed(asked: Session) -> None:
    keep(asked, 1)

    assert list(list_cases(asked, "another-call")) == []


@pytest.mark.parametrize(
    ("question", "pair", "thread"),
    [(9, DEADLINE, 1), (1, Pair("no", "pair"), 1), (1, DEADLINE, 9), (1, Pair("", ""), 1)],
)
def test_only_known_questions_and_pairs_are_kept(asked: Session, question: int, pair: Pair, thread: int) -> None:
    with pytest.raises(UnknownCase):
        keep(asked, question, pair, thread)


def test_a_question_of_another_call_is_not_known(asked: Session) -> None:
    asked.scalars(select(Thread)).one().call = "another-call"
    asked.flush()

    with pytest.raises(UnknownCase):
        keep(asked, 1)
