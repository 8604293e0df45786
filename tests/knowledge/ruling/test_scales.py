from collections.abc import Mapping

import pytest

from guichet.knowledge.ruling import scales as scaling
from guichet.knowledge.ruling.grouping import group
from guichet.knowledge.ruling.rule import UNKNOWN, Condition, Outcome, Row, Rules
from guichet.knowledge.ruling.scales import Scales, list_steps
from guichet.knowledge.ruling.soundness import Check
from guichet.tests.knowledge.ruling.building import make_condition, make_fact, make_row, make_rules, real, yes_or_no

_, RULES = real()


def scales(rules: Rules, fact: str) -> Scales:
    [found] = (one for one in group(rules) if fact in one.facts)
    return Scales(rules, found)


def three(*outcomes: str) -> Rules:
    """Make rules on a fact that is no, not yet or yes, with these outcomes."""
    values = ("no", "not_yet", "yes")
    rows = (make_row(value, then, a=value) for value, then in zip(values, outcomes, strict=True))
    return make_rules([make_fact("a", *values)], [make_condition("a", *rows)])


def checks(rules: Rules) -> list[Check]:
    return [fault.check for fault in scales(rules, "a").check()]


def test_a_degree_is_the_better_the_earlier_it_comes() -> None:
    steps = list_steps(RULES, RULES.facts["thesis"])

    assert [tuple(step.values()) for step in steps] == [
        ("no",),
        ("not_yet", "later"),
        ("not_yet", UNKNOWN),
        ("not_yet", "window"),
        ("not_yet", "before"),
        ("yes",),
    ]


def test_what_has_no_order_by_itself_rises_as_the_file_says() -> None:
    assert list_steps(RULES, RULES.facts["status"]) == ()
    assert list_steps(RULES, RULES.facts["lab"]) == ({"lab": "outside"}, {"lab": "unit"})
    assert list_steps(RULES, RULES.facts["doctorate"]) == ()


def test_a_better_fact_that_harms_is_found() -> None:
    assert checks(three("not_met", "open", "met")) == []
    assert checks(three("open", "not_met", "met")) == [Check.MONOTONE]
    assert checks(three("met", "met", "person")) == [Check.MONOTONE]


def test_better_facts_are_looked_at_beside_all_others() -> None:
    found = scales(RULES, "lab")

    rises = {(frozenset(found.cells[a].items()), frozenset(found.cells[b].items())) for a, b in found.rises}

    assert len(rises) == 1 + 3 * 2 * 16


def test_each_condition_that_counts_has_an_outcome_in_every_cell() -> None:
    found = scales(RULES, "lab")

    outcomes = found.outcomes[found.find({"lab": "cic", "cic_means": "no"})]

    assert outcomes["lab"] is Outcome.MET
    assert outcomes["cic_means"] is Outcome.NOT_MET
    assert outcomes["cic_supervisor"] is Outcome.OPEN
    assert found.outcomes[found.find({"lab": "unit"})] == {"lab": Outcome.MET}


def test_a_cell_reaches_what_answers_make_of_it() -> None:
    found = scales(RULES, "lab")

    assert found.reach[found.find({})] == {0, 1, 2, 3}
    assert found.reach[found.find({"lab": "mixed"})] == {2}
    assert found.reach[found.find({"lab": "cic", "cic_means": "not_yet"})] == {1, 3}


def test_what_is_never_asked_changes_nothing_of_what_a_cell_reaches() -> None:
    found = scales(RULES, "doctorate")

    assert found.reach[found.find({})] == {0}


def presumed(condition: Condition) -> list[Check]:
    """Check rules in which a condition on `a` counts only once `a` is known, so that its silence is a yes."""
    return checks(make_rules([make_fact("a", "yes", "no")], [condition]))


def test_an_asked_fact_whose_silence_is_taken_for_a_yes_is_found() -> None:
    assert presumed(yes_or_no("a", a="no")) == [Check.NEUTRAL]
    assert presumed(yes_or_no("a")) == []


@pytest.mark.parametrize("presumed", [Outcome.MET, Outcome.NOT_MET])
def test_an_unknown_fact_that_is_weighed_as_a_known_one_is_found(
    presumed: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    def presume(rules: Rules, condition: Condition, values: Mapping[str, str]) -> tuple[Outcome, Row | None]:
        return (Outcome.MET if values["a"] == "yes" else Outcome.NOT_MET if values["a"] == "no" else presumed), None

    monkeypatch.setattr(scaling, "weigh", presume)

    assert set(checks(make_rules([make_fact("a", "yes", "no")], [yes_or_no("a")]))) == {Check.NEUTRAL}
