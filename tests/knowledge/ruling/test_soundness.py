from dataclasses import replace

import pytest

from guichet.knowledge.ruling.rule import Condition, Fact, Rules
from guichet.knowledge.ruling.soundness import Check, Fault, check_rows
from guichet.tests.knowledge.ruling.building import make_condition, make_fact, make_row, make_rules, real, yes_or_no

CALL, RULES = real()
A, B = make_fact("a", "yes", "no"), make_fact("b", "yes", "no")


def faults(facts: list[Fact], *conditions: Condition) -> list[Fault]:
    return list(check_rows(CALL, make_rules(facts, list(conditions))))


def checks(rules: Rules) -> set[Check]:
    return {fault.check for fault in check_rows(CALL, rules)}


def test_the_rules_of_the_call_are_sound() -> None:
    assert list(check_rows(CALL, RULES)) == []


def test_values_without_a_row_are_found() -> None:
    [fault] = faults([A], make_condition("a", make_row("good", a="yes")))

    assert fault == Fault(Check.DEFINED, "condition a: no row for a = no")


def test_values_with_two_rows_are_found() -> None:
    found = faults([A], make_condition("a", make_row("good", a="yes,no"), make_row("bad", "not_met", a="no")))

    assert Fault(Check.SINGLE, "condition a: good and bad take a = no") in found


def test_a_value_that_nothing_comes_to_is_found() -> None:
    found = faults([A], make_condition("a", make_row("only", a="yes,no"), a="yes"))

    assert Fault(Check.REACHED, "row only: nothing comes to it with a = no") in found


def test_values_that_a_condition_does_not_count_for_need_no_row() -> None:
    found = faults([replace(A, asked=False)], make_condition("a", make_row("held", "person", a="yes"), a="yes"))

    assert found == []


def test_a_row_without_a_passage_is_found() -> None:
    bare = replace(yes_or_no("a"), passages=())

    assert [fault.check for fault in faults([A], bare)] == [Check.CITED, Check.CITED]


def test_a_passage_that_the_call_does_not_have_is_found() -> None:
    strange = make_condition("a", make_row("all", a="yes,no", passages=("nowhere",)))

    assert Fault(Check.CITED, "row all: the call has no passage nowhere") in faults([A], strange)


@pytest.mark.parametrize("missing", [{"fr": "oui", "en": " "}, {"en": "yes"}])
def test_words_that_are_missing_in_a_language_are_found(missing: dict[str, str]) -> None:
    asked, labelled = replace(A, ask=missing), replace(yes_or_no("b"), label=missing)

    found = faults([asked, B], yes_or_no("a"), labelled)

    assert [fault.told.split(":")[0] for fault in found] == ["facts.a.ask", "conditions.b.name"]
    assert {fault.check for fault in found} == {Check.WORDED}


def test_only_a_condition_that_can_be_wanting_needs_words_for_it() -> None:
    silent = {"fr": "", "en": ""}
    person = make_condition("b", make_row("held", "person", b="yes,no"))

    assert faults([A, B], yes_or_no("a"), replace(person, wants=silent)) == []
    assert [fault.told for fault in faults([A], replace(yes_or_no("a"), wants=silent))] == [
        "conditions.a.wants: nothing in fr and en"
    ]


def test_a_fact_that_no_condition_looks_at_is_found() -> None:
    assert faults([A, B], yes_or_no("a")) == [Fault(Check.USED, "no condition looks at fact b")]


def test_a_fact_that_is_never_asked_must_leave_nothing_open() -> None:
    [fault] = faults([replace(A, asked=False)], yes_or_no("a"))

    assert fault == Fault(Check.ASKED, "fact a is never asked, and a condition stays open without it")


@pytest.mark.parametrize("fact", ["m2_kind", "m2_when", "thesis_when"])
def test_a_fact_that_is_looked_at_beside_another_must_be_asked_after_it(fact: str) -> None:
    asked = replace(RULES.facts[fact], after={})

    assert checks(replace(RULES, facts={**RULES.facts, fact: asked})) == {Check.USED}
