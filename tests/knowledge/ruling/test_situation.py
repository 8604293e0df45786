from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.knowledge.errors import BadFact
from guichet.knowledge.ruling.rule import BEFORE, LATER, UNKNOWN, WINDOW
from guichet.knowledge.ruling.situation import (
    Days,
    Situation,
    read_days,
    read_facts,
    read_situation,
    write_situation,
)
from guichet.tests.knowledge.ruling.building import NOTHING, PERIOD, real, situate

_, RULES = real()
OCTOBER = Days(date(2026, 10, 1), date(2026, 10, 31))
DECEMBER = Days(date(2026, 12, 1), date(2026, 12, 31))


def day(month: int, of_month: int, year: int = 2026) -> Days:
    return Days(date(year, month, of_month), date(year, month, of_month))


@pytest.mark.parametrize(
    ("days", "place"),
    [
        (day(11, 1), BEFORE),
        (day(11, 2), WINDOW),
        (day(12, 15), WINDOW),
        (day(12, 16), LATER),
        (OCTOBER, BEFORE),
        (Days(date(2026, 10, 20), date(2026, 11, 20)), WINDOW),
        (DECEMBER, UNKNOWN),
        (Days(date(2026, 10, 1), date(2027, 1, 1)), UNKNOWN),
    ],
)
def test_days_are_before_in_or_after_the_period(days: Days, place: str) -> None:
    assert days.place(PERIOD) == place


def test_days_are_one_day_only_where_first_and_last_are() -> None:
    assert [OCTOBER.day, day(12, 10).day] == [None, date(2026, 12, 10)]


def test_an_answer_that_is_not_known_is_not_asked_again() -> None:
    settled = NOTHING.settle(RULES, "lab", UNKNOWN)

    assert settled == Situation(unsure=frozenset({"lab"}))
    assert settled.settle(RULES, "lab", "unit").unsure == frozenset()


def test_the_day_of_a_thing_says_that_it_is_to_come() -> None:
    assert NOTHING.settle(RULES, "thesis_when", WINDOW).values == {"thesis": "not_yet", "thesis_when": WINDOW}


def test_a_day_goes_with_what_was_to_come() -> None:
    expected = NOTHING.expect(RULES, "thesis", day(12, 10), PERIOD)

    settled = expected.settle(RULES, "thesis", "yes")

    assert expected.days == {"thesis": day(12, 10)}
    assert settled == Situation({"thesis": "yes"})


def test_a_class_that_is_chosen_takes_the_place_of_a_day_that_was_said() -> None:
    expected = NOTHING.expect(RULES, "m2", day(12, 10), PERIOD)

    assert expected.settle(RULES, "m2_when", BEFORE) == Situation({"m2": "not_yet", "m2_when": BEFORE})


def test_what_belongs_to_another_laboratory_goes() -> None:
    at_cic = situate({"lab": "cic", "cic_means": "no"}).settle(RULES, "cic_supervisor", UNKNOWN)

    assert at_cic.settle(RULES, "lab", "unit") == Situation({"lab": "unit"})
    assert at_cic.settle(RULES, "lab", UNKNOWN).value("cic_means") == "no"


def test_days_on_both_sides_of_the_end_leave_the_date_to_ask() -> None:
    expected = NOTHING.expect(RULES, "thesis", DECEMBER, PERIOD)

    assert expected == Situation({"thesis": "not_yet"}, {"thesis": DECEMBER})


def test_days_on_both_sides_of_the_end_are_all_that_is_known_where_they_were_asked_for() -> None:
    expected = NOTHING.expect(RULES, "thesis", DECEMBER, PERIOD, asked=True)

    assert expected.unsure == frozenset({"thesis_when"})


def test_a_later_day_takes_the_place_of_an_earlier_one() -> None:
    once = NOTHING.expect(RULES, "thesis", day(10, 1), PERIOD)

    again = once.expect(RULES, "thesis", DECEMBER, PERIOD)

    assert again == Situation({"thesis": "not_yet"}, {"thesis": DECEMBER})


def test_what_is_forgotten_was_never_said() -> None:
    known = NOTHING.expect(RULES, "thesis", day(12, 10), PERIOD)

    assert known.forget(RULES, "thesis") == NOTHING
    assert known.forget(RULES, "thesis_when") == Situation({"thesis": "not_yet"})
    assert NOTHING.settle(RULES, "lab", UNKNOWN).forget(RULES, "lab") == NOTHING


def test_what_is_said_later_counts() -> None:
    before = situate({"status": "interne", "thesis": "2026-12-10", "lab": "unit"})
    later = situate({"status": "cca", "thesis": "2026-10-01"})

    merged = before.merge(RULES, later)

    assert merged.values == {"status": "cca", "thesis": "not_yet", "thesis_when": BEFORE, "lab": "unit"}
    assert merged.days == {"thesis": day(10, 1)}


def test_a_not_yet_said_again_keeps_the_day_that_was_said() -> None:
    before = situate({"thesis": "2026-12-10"})

    assert before.merge(RULES, situate({"thesis": "not_yet"})) == before


def test_merging_nothing_changes_nothing() -> None:
    known = situate({"thesis": "2026-12-10", "lab": "cic", "cic_means": "no"})

    assert known.merge(RULES, NOTHING) == known


@st.composite
def situations(draw: st.DrawFn, facts: tuple[str, ...] = tuple(RULES.facts)) -> Situation:
    made = NOTHING
    for fact in draw(st.lists(st.sampled_from(facts), max_size=8)):
        if RULES.facts[fact].follows(made.values):
            made = made.settle(RULES, fact, draw(st.sampled_from(RULES.facts[fact].domain)))
    if draw(st.booleans()):
        made = made.expect(RULES, "thesis", draw(st.sampled_from([day(12, 10), OCTOBER, DECEMBER])), PERIOD)
    return made


@given(situations())
def test_a_situation_is_read_as_it_was_written(situation: Situation) -> None:
    assert read_situation(RULES, write_situation(situation)) == situation


@given(situations(), situations(tuple(fact for fact in RULES.facts if not fact.startswith("cic_"))))
def test_what_is_said_later_is_known_afterwards(before: Situation, later: Situation) -> None:
    merged = before.merge(RULES, later)

    assert {fact: merged.value(fact) for fact in later.values} == dict(later.values)
    assert {fact: merged.days.get(fact) for fact in later.days} == dict(later.days)


@given(situations(), st.sampled_from(list(RULES.facts)))
def test_forgetting_leaves_nothing_of_a_fact(situation: Situation, fact: str) -> None:
    forgotten = situation.forget(RULES, fact)

    assert forgotten.value(fact) == UNKNOWN
    assert fact not in forgotten.days
    assert fact not in forgotten.unsure


def test_what_the_rules_do_not_have_any_more_is_not_read() -> None:
    written = {"values": {"gone": "yes", "lab": "gone", "m2": "yes"}, "days": {"gone": ["2026-01-01"] * 2}}

    assert read_situation(RULES, written) == Situation({"m2": "yes"})


def test_facts_are_read_whatever_their_order() -> None:
    facts = {"thesis_when": "window", "thesis": "not_yet", "m2": "2026-12-10"}

    found = read_facts(RULES, PERIOD, facts)

    assert found.values == {"m2": "not_yet", "m2_when": "window", "thesis": "not_yet", "thesis_when": "window"}
    assert found.days == {"m2": day(12, 10)}


def test_unknown_facts_are_not_known() -> None:
    assert read_facts(RULES, PERIOD, {"lab": "unknown", "m2": None}) == NOTHING


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"labo": "unit"}, "fact 'labo': expected one of the facts status"),
        ({"lab": "moon"}, "fact 'lab': expected unit, .*unknown; found 'moon'"),
        ({"lab": "2026-12-10"}, "fact 'lab': expected unit"),
        ({"m2": "2026-13"}, r"a day \(2026-12-10\) or a month \(2026-12\); found '2026-13'"),
        ({"m2": True}, "found True"),
        ({"m2": ["yes"]}, r"found \['yes'\]"),
        ({"m2": date(2026, 12, 10)}, "found datetime.date"),
        ({"thesis": "yes", "thesis_when": "before"}, "expected thesis = not_yet beside it; found 'before'"),
    ],
)
def test_facts_that_are_none_are_told(facts: dict[str, Any], told: str) -> None:
    with pytest.raises(BadFact, match=told):
        read_facts(RULES, PERIOD, facts)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026-12-10", day(12, 10)),
        ("2026-12", DECEMBER),
        ("2028-02", Days(date(2028, 2, 1), date(2028, 2, 29))),
        ("20261210", None),
        ("2026-00", None),
        ("décembre", None),
        ("", None),
    ],
)
def test_a_day_or_a_month_is_read(text: str, days: Days | None) -> None:
    assert read_days(text) == days


def test_what_is_said_of_a_cic_is_nothing_to_who_goes_elsewhere() -> None:
    assert situate({"lab": "unit"}).merge(RULES, situate({"cic_means": "no"})) == situate({"lab": "unit"})
