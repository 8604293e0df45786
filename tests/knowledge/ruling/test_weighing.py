import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.knowledge.ruling.rule import UNKNOWN, Outcome
from guichet.knowledge.ruling.weighing import SEVERITY, Undefined, find_row, weigh
from guichet.tests.knowledge.ruling.building import make_condition, make_fact, make_row, make_rules, real

FACT = make_fact("a", "yes", "also", "no")
CONDITION = make_condition(
    "c", make_row("good", a="yes"), make_row("too", a="also"), make_row("bad", "not_met", a="no")
)
RULES = make_rules([FACT], [CONDITION])


def test_a_known_value_comes_to_its_row() -> None:
    outcome, row = weigh(RULES, CONDITION, {"a": "no"})

    assert outcome is Outcome.NOT_MET
    assert row is CONDITION.rows[2]


def test_what_may_turn_out_either_way_is_open_and_no_row_says_why() -> None:
    assert weigh(RULES, CONDITION, {}) == (Outcome.OPEN, None)


def test_what_comes_to_the_same_either_way_is_that() -> None:
    fact = make_fact("a", "yes", "also")

    assert weigh(make_rules([fact], []), CONDITION, {}) == (Outcome.MET, None)


def test_a_single_row_left_says_why_though_a_fact_is_unknown() -> None:
    condition = make_condition("c", make_row("both", "person", a="yes,also"))

    assert weigh(make_rules([make_fact("a", "yes", "also")], []), condition, {}) == (Outcome.PERSON, condition.rows[0])


def test_values_without_a_row_are_told_with_their_condition() -> None:
    with pytest.raises(Undefined, match="condition c: no row for a = strange"):
        find_row(CONDITION, {"a": "strange"})


@given(st.data())
def test_an_unknown_fact_is_neither_yes_nor_no(data: st.DataObject) -> None:
    _, rules = real()
    condition = data.draw(st.sampled_from(list(rules.conditions.values())))
    values = {fact: data.draw(st.sampled_from(rules.facts[fact].domain)) for fact in condition.facts}
    known = {fact: value for fact, value in values.items() if value != UNKNOWN and rules.facts[fact].follows(values)}
    if condition.spares(known) or any(fact not in known for fact in condition.only if fact in condition.facts):
        return

    outcome, _ = weigh(rules, condition, known)
    possible = {weigh(rules, condition, values)[0] for values in rules.completions(condition, known)}

    assert outcome is (possible.pop() if len(possible) == 1 else Outcome.OPEN)


def test_outcomes_are_graver_in_the_order_of_the_verdict() -> None:
    assert sorted(SEVERITY, key=SEVERITY.__getitem__) == list(Outcome)
