from dataclasses import replace

import pytest

from guichet.knowledge.ruling import proof as proving
from guichet.knowledge.ruling.proof import Proof, check_interview, list_rulings, prove
from guichet.knowledge.ruling.rule import Outcome, Rules
from guichet.knowledge.ruling.soundness import Check
from guichet.knowledge.verdict import VerdictKind
from guichet.tests.knowledge.ruling.building import make_condition, make_fact, make_row, make_rules, real, yes_or_no

CALL, RULES = real()


@pytest.fixture(scope="module")
def proof() -> Proof:
    return prove(CALL, RULES)


def turned(condition: str, row: str, then: Outcome) -> Rules:
    """Give a row of the real rules another outcome."""
    one = RULES.conditions[condition]
    rows = tuple(replace(each, then=then) if each.name == row else each for each in one.rows)
    return replace(RULES, conditions={**RULES.conditions, condition: replace(one, rows=rows)})


def test_the_rules_of_the_call_hold(proof: Proof) -> None:
    assert proof.faults == ()


def test_every_situation_is_counted_once(proof: Proof) -> None:
    assert proof.situations == 9 * 13 * 8 * 69 * 4
    assert sum((proof.verdicts or {}).values()) == proof.situations


def test_few_situations_are_eligible_and_all_verdicts_occur(proof: Proof) -> None:
    assert proof.verdicts is not None
    assert set(proof.verdicts) == set(VerdictKind)
    # three statuses, an M2 said in two ways, a thesis, a unit or a CIC, and no doctorate that is held
    assert proof.verdicts[VerdictKind.ELIGIBLE] == 3 * 2 * 1 * 2 * 3


def test_each_row_that_the_office_can_rule_is_proved_as_ruled(proof: Proof) -> None:
    rulings = list_rulings(RULES)

    assert proof.rulings == len(rulings) == 2 * len(RULES.to_rule) + 2
    assert {"mixed_unit": Outcome.NOT_MET} in rulings
    assert dict.fromkeys(RULES.to_rule, Outcome.MET) in rulings


def test_a_better_fact_that_harms_is_told() -> None:
    found = prove(CALL, turned("thesis", "thesis_held", Outcome.PERSON))

    assert found.count(Check.MONOTONE) > 0
    assert "thesis = yes is graver than thesis = not_yet, thesis_when = before" in found.faults[0].told


def test_a_ruling_that_harms_is_told_with_the_ruling() -> None:
    rows = (make_row("no", "person", a="no"), make_row("late", "open", a="not_yet"), make_row("yes", "open", a="yes"))
    rules = make_rules([make_fact("a", "no", "not_yet", "yes")], [make_condition("a", *rows)])

    told = {fault.told for fault in prove(CALL, rules).faults}

    assert told == {"ruled no = met: a = not_yet is graver than a = no"}


def test_where_a_cell_has_no_row_that_alone_is_told() -> None:
    lacking = replace(RULES.conditions["status"], rows=RULES.conditions["status"].rows[1:])

    found = prove(CALL, replace(RULES, conditions={**RULES.conditions, "status": lacking}))

    assert found.count(Check.DEFINED) == 3
    assert found.situations == 0


def test_a_fact_that_no_interview_comes_to_is_found() -> None:
    asked = replace(RULES.facts["doctorate"], asked=True)
    rules = replace(RULES, facts={**RULES.facts, "doctorate": asked})

    [fault] = check_interview(rules)

    assert fault.told == "fact doctorate can be asked, and no interview comes to it"
    assert fault in prove(CALL, rules).faults


def test_a_judgement_that_differs_from_what_is_weighed_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "next_question", lambda rules, situation: None)

    assert prove(CALL, RULES).count(Check.AGREED) > 0


def test_rules_without_anything_to_rule_are_proved_as_they_stand() -> None:
    found = prove(CALL, make_rules([make_fact("a", "yes", "no")], [yes_or_no("a")]))

    assert (found.faults, found.situations, found.rulings) == ((), 3, 0)
