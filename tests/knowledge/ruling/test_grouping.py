from guichet.knowledge.ruling.grouping import complete, group, list_cells
from guichet.knowledge.ruling.rule import UNKNOWN
from guichet.tests.knowledge.ruling.building import make_fact, make_rules, real, yes_or_no

_, RULES = real()
GROUPS = {one.facts[0]: one for one in group(RULES)}


def test_facts_that_hang_together_are_one_group() -> None:
    assert [one.facts for one in GROUPS.values()] == [
        ("status",),
        ("m2", "m2_kind", "m2_when"),
        ("thesis", "thesis_when"),
        ("lab", "cic_hypothesis", "cic_supervisor", "cic_means"),
        ("doctorate",),
    ]


def test_every_condition_is_in_one_group() -> None:
    named = [condition.name for one in GROUPS.values() for condition in one.conditions]

    assert sorted(named) == sorted(RULES.conditions)


def test_the_day_of_what_is_not_to_come_multiplies_nothing() -> None:
    cells = list_cells(RULES, GROUPS["thesis"])

    assert len(cells) == 8
    assert {"thesis": "yes"} in cells
    assert {"thesis": "not_yet", "thesis_when": UNKNOWN} in cells


def test_conditions_that_do_not_count_multiply_nothing() -> None:
    cells = list_cells(RULES, GROUPS["lab"])

    assert [sum(cell["lab"] == lab for cell in cells) for lab in ("unit", "cic", UNKNOWN)] == [1, 64, 1]


def test_no_cell_is_listed_twice() -> None:
    cells = [frozenset(cell.items()) for one in GROUPS.values() for cell in list_cells(RULES, one)]

    assert len(cells) == len(set(cells))


def test_a_fact_that_no_condition_looks_at_multiplies_nothing() -> None:
    rules = make_rules([make_fact("a", "yes", "no"), make_fact("idle", "yes", "no")], [yes_or_no("a")])

    assert [list_cells(rules, one) for one in group(rules)] == [({"a": "yes"}, {"a": "no"}, {"a": UNKNOWN}), ({},)]


def test_values_are_completed_to_a_cell() -> None:
    found = complete(RULES, GROUPS["lab"], {"lab": "cic", "cic_means": "no"})

    assert found == {"lab": "cic", "cic_hypothesis": UNKNOWN, "cic_supervisor": UNKNOWN, "cic_means": "no"}
    assert complete(RULES, GROUPS["lab"], {"lab": "unit", "cic_means": "no"}) == {"lab": "unit"}
