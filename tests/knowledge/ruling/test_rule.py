from guichet.knowledge.ruling.rule import UNKNOWN, Outcome
from guichet.tests.knowledge.ruling.building import (
    make_condition,
    make_fact,
    make_row,
    make_rules,
    real,
    yes_or_no,
)

ASKED = make_row("asked", "person", lab="mixed")
LAB = make_condition("lab", make_row("unit", lab="unit"), ASKED)
RULES = make_rules([make_fact("lab", "unit", "mixed")], [LAB])


def test_a_domain_ends_with_what_is_not_known() -> None:
    assert make_fact("a", "yes", "no").domain == ("yes", "no", UNKNOWN)


def test_a_value_that_is_not_offered_is_no_answer() -> None:
    _, rules = real()

    assert "held" in rules.facts["m2"].domain
    assert "held" not in rules.facts["m2"].answers
    assert rules.facts["m2"].answers[-1] == UNKNOWN


def test_a_row_takes_values_only_where_all_its_facts_have_theirs() -> None:
    row = make_row("r", a="yes,no", b="yes")

    taken = [row.takes(values) for values in ({"a": "no", "b": "yes"}, {"a": "no"}, {"a": "no", "b": "no"})]

    assert taken == [True, False, False]


def test_a_condition_counts_only_where_it_is_known_to() -> None:
    condition = yes_or_no("a", lab="cic")

    assert [condition.counts(values) for values in ({"lab": "cic"}, {"lab": "unit"}, {})] == [True, False, False]


def test_a_condition_spares_only_whom_it_is_known_not_to_count_for() -> None:
    condition = yes_or_no("a", lab="cic")

    assert [condition.spares(values) for values in ({"lab": "cic"}, {"lab": "unit"}, {})] == [False, True, False]


def test_a_condition_names_each_fact_once() -> None:
    assert make_condition("c", make_row("r", a="x", b="y"), make_row("s", b="z", a="x")).facts == ("a", "b")


def test_the_office_rules_what_the_call_leaves_open_and_that_alone() -> None:
    assert RULES.to_rule == ("asked",)
    assert RULES.ruled({"unit": Outcome.NOT_MET, "nowhere": Outcome.MET}) is RULES


def test_a_ruling_turns_its_row_and_can_be_made_anew() -> None:
    once = RULES.ruled({"asked": Outcome.MET})

    again = once.ruled({"asked": Outcome.NOT_MET})

    assert [row.then for row in once.conditions["lab"].rows] == [Outcome.MET, Outcome.MET]
    assert [row.then for row in again.conditions["lab"].rows] == [Outcome.MET, Outcome.NOT_MET]
    assert [row.ruled for row in again.conditions["lab"].rows] == [False, True]


def test_rules_that_are_ruled_otherwise_have_another_version() -> None:
    versions = {RULES.version, *(RULES.ruled({"asked": one}).version for one in (Outcome.MET, Outcome.NOT_MET))}

    assert len(versions) == 3


def test_completions_fill_in_what_is_not_known() -> None:
    rules = make_rules([make_fact("a", "x", "y"), make_fact("b", "z")], [])
    condition = make_condition("c", make_row("r", a="x", b="z"))

    assert list(rules.completions(condition, {"b": "z"})) == [{"a": "x", "b": "z"}, {"a": "y", "b": "z"}]


def test_completions_leave_out_the_day_of_what_is_not_to_come() -> None:
    _, rules = real()

    found = list(rules.completions(rules.conditions["thesis"], {"thesis": "yes"}))

    assert found == [{"thesis": "yes", "thesis_when": UNKNOWN}]


def test_the_day_of_a_fact_knows_whose_it_is() -> None:
    _, rules = real()

    assert [rules.date_of(fact) for fact in ("thesis_when", "m2_when", "lab")] == ["thesis", "m2", ""]
