from dataclasses import replace

from sqlalchemy.orm import Session

from guichet.knowledge.ruling.rule import Outcome, Rules
from guichet.knowledge.verdict import VerdictKind
from guichet.mailbox.desk.told_verdict import find_told_otherwise
from guichet.tests.factories import make_call
from guichet.tests.mailbox.desk.inquiries import chat, receive

CALL = make_call()
ALL = "Suis-je éligible ? Je suis {}, M2 recherche obtenu en 2023, thèse d'exercice soutenue, unité Inserm."


def rules() -> Rules:
    assert CALL.rules is not None
    return CALL.rules


def test_who_would_be_told_another_verdict_now_is_found(session: Session) -> None:
    receive(session, chat(ALL.format("PH"), "1"))
    receive(session, chat(ALL.format("CCA"), "2"))

    [found] = find_told_otherwise(session, CALL, rules().ruled({"practitioner": Outcome.NOT_MET}))

    assert (found.was, found.now) == (VerdictKind.PERSON, VerdictKind.NOT_ELIGIBLE)


def test_by_the_same_rules_nobody_is(session: Session) -> None:
    receive(session, chat(ALL.format("PH")))

    assert list(find_told_otherwise(session, CALL, rules())) == []


def test_another_version_with_the_same_verdict_finds_nobody(session: Session) -> None:
    receive(session, chat(ALL.format("CCA")))

    assert list(find_told_otherwise(session, CALL, replace(rules(), version="another"))) == []
