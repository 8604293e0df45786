from hypothesis import given, settings
from hypothesis import strategies as st

from guichet.knowledge.ruling.asking import open_questions
from guichet.knowledge.ruling.rule import UNKNOWN
from guichet.knowledge.ruling.situation import Situation
from guichet.tests.knowledge.ruling.building import (
    NOTHING,
    fine,
    make_condition,
    make_fact,
    make_row,
    make_rules,
    real,
    situate,
    yes_or_no,
)

_, RULES = real()


def test_the_likeliest_to_settle_the_verdict_is_asked_first() -> None:
    facts = [make_fact("many", "yes", "no", "also", "too"), make_fact("few", "yes", "no")]
    many = make_condition("many", make_row("good", many="yes,also,too"), make_row("bad", "not_met", many="no"))

    rules = make_rules(facts, [many, yes_or_no("few")])

    assert open_questions(rules, NOTHING) == ("few", "many")


def test_of_facts_that_settle_it_alike_the_first_of_the_file_is_asked_first() -> None:
    rules = make_rules([make_fact("b", "yes", "no"), make_fact("a", "yes", "no")], [yes_or_no("a"), yes_or_no("b")])

    assert open_questions(rules, NOTHING) == ("b", "a")


def test_who_cannot_be_eligible_is_asked_nothing() -> None:
    assert open_questions(RULES, situate({"status": "cca", "lab": "outside"})) == ()
    assert open_questions(RULES, situate({"status": "cca", "thesis": "2027-01"})) == ()


def test_whom_the_call_does_not_surely_name_is_asked_nothing_more() -> None:
    assert open_questions(RULES, situate({"status": "other"})) == ()
    assert open_questions(RULES, situate({"lab": "outside"})) == ("status",)


def test_where_a_person_decides_only_what_excludes_is_asked() -> None:
    assert open_questions(RULES, fine(m2="other", lab="")) == ("lab",)
    assert open_questions(RULES, fine(thesis="foreign", lab="mixed")) == ()


def test_a_day_is_asked_of_what_is_to_come_alone() -> None:
    assert open_questions(RULES, fine(thesis="not_yet")) == ("thesis_when",)
    assert open_questions(RULES, fine(thesis="")) == ("thesis",)
    assert open_questions(RULES, fine(thesis="2026-12-10")) == ()


def test_the_kind_of_a_master_is_asked_of_who_said_no_more_than_that() -> None:
    assert open_questions(RULES, fine(m2="held")) == ("m2_kind",)


def test_a_cic_alone_leads_to_its_conditions() -> None:
    assert open_questions(RULES, fine(lab="cic")) == ("cic_hypothesis", "cic_supervisor", "cic_means")
    assert open_questions(RULES, fine(lab="")) == ("lab",)


def test_what_was_asked_in_vain_is_not_asked_again() -> None:
    unsure = fine(lab="").settle(RULES, "lab", UNKNOWN)

    assert open_questions(RULES, unsure) == ()


def test_what_comes_to_the_same_by_any_answer_is_not_asked() -> None:
    same = make_condition("a", make_row("any", "person", a="yes,no"))
    rules = make_rules([make_fact("a", "yes", "no"), make_fact("b", "yes", "no")], [same, yes_or_no("b")])

    assert open_questions(rules, situation=NOTHING) == ("b",)


def test_what_is_never_asked_is_not_asked() -> None:
    rules = make_rules([make_fact("a", "yes", "no", asked=False)], [yes_or_no("a", a="no")])

    assert open_questions(rules, NOTHING) == ()


def test_a_condition_that_counts_for_some_values_of_its_own_fact_asks_nothing_beside() -> None:
    held = make_condition("held", make_row("held", "person", a="yes"), a="yes")
    rules = make_rules([make_fact("a", "yes", "no"), make_fact("b", "yes", "no")], [held, yes_or_no("b")])

    assert open_questions(rules, NOTHING) == ("b",)


@settings(max_examples=60)
@given(st.data())
def test_what_is_asked_is_not_known_and_the_interview_ends(data: st.DataObject) -> None:
    situation, asked = Situation(), list[str]()
    while found := open_questions(RULES, situation):
        assert situation.value(found[0]) == UNKNOWN
        asked.append(found[0])
        situation = situation.settle(RULES, found[0], data.draw(st.sampled_from(RULES.facts[found[0]].answers)))

    assert len(asked) == len(set(asked)) <= 9
