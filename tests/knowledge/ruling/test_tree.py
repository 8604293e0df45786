import random
from statistics import fmean

import pytest

from guichet.knowledge.eligibility import KINDS, judge, next_question
from guichet.knowledge.ruling.rule import UNKNOWN, Rules
from guichet.knowledge.ruling.situation import Situation
from guichet.knowledge.ruling.tree import Interviews, Length, hangs
from guichet.knowledge.ruling.weighing import SEVERITY, weigh
from guichet.tests.knowledge.ruling.building import (
    NOTHING,
    make_condition,
    make_fact,
    make_row,
    make_rules,
    real,
    yes_or_no,
)

CALL, RULES = real()
KIND_OF = {SEVERITY[outcome]: kind for outcome, kind in KINDS.items()}
MET, OPEN, PERSON, NOT_MET = range(4)


@pytest.fixture(scope="module")
def interviews() -> Interviews:
    return Interviews(RULES)


def best_of_all(rules: Rules, situation: Situation = NOTHING) -> Length:
    """Find the best interview the plain way: every question in every situation, by the public functions alone."""
    if next_question(rules, situation) is None:
        return Length(0, 0)
    ways: list[list[Length]] = []
    for name, fact in rules.facts.items():
        if situation.value(name) == UNKNOWN and name not in situation.unsure and fact.follows(situation.values):
            ways.append([best_of_all(rules, situation.settle(rules, name, value)) for value in fact.answers])
    return Length(
        1 + min(max(one.worst for one in way) for way in ways), 1 + min(fmean(one.mean for one in way) for way in ways)
    )


def ends_of_all(rules: Rules, fact: str, situation: Situation = NOTHING) -> dict[tuple[str, int], int]:
    """Hold every interview the plain way, and keep the longest by what was answered and what came of it."""
    asked = next_question(rules, situation)
    if asked is None:
        outcomes = (weigh(rules, one, situation.values)[0] for one in rules.conditions.values())
        return {("", max(SEVERITY[outcome] for outcome in outcomes)): 0}
    found: dict[tuple[str, int], int] = {}
    for answer in rules.facts[asked].answers:
        for (told, severity), length in ends_of_all(rules, fact, situation.settle(rules, asked, answer)).items():
            end = (answer if asked == fact else told, severity)
            found[end] = max(found.get(end, 0), length + 1)
    return found


def small() -> Rules:
    """Make rules on a fact that only leads to a person, one that excludes, and a day."""
    facts = [
        make_fact("who", "named", "other"),
        make_fact("paper", "yes", "not_yet", "no", dated="when"),
        make_fact("when", "before", "window", "later", after={"paper": frozenset({"not_yet"})}),
        make_fact("place", "yes", "no", "also"),
    ]
    paper = make_condition(
        "paper",
        make_row("has", paper="yes"),
        make_row("soon", "open", paper="not_yet", when="before,window"),
        make_row("late", "not_met", paper="not_yet", when="later"),
        make_row("none", "not_met", paper="no"),
    )
    who = make_condition("who", make_row("named", who="named"), make_row("other", "person", who="other"))
    place = make_condition("place", make_row("in", place="yes,also"), make_row("out", "not_met", place="no"))
    return make_rules(facts, [who, paper, place])


def test_the_best_interview_is_that_of_a_search_through_all() -> None:
    rules = small()

    found, plain = Interviews(rules).best(), best_of_all(rules)

    assert found.worst == plain.worst
    assert found.mean == pytest.approx(plain.mean)


def test_no_way_of_asking_is_better_than_the_best(interviews: Interviews) -> None:
    best = interviews.best()
    ways = [interviews.measure(choice) for choice in (interviews.held, interviews.in_order, interviews.all_in_order)]

    assert [way.worst >= best.worst for way in ways] == [True] * 3
    assert [way.mean >= best.mean for way in ways] == [True] * 3


def test_the_interview_is_as_short_as_it_can_be(interviews: Interviews) -> None:
    held, best = interviews.measure(interviews.held), interviews.best()

    assert held.worst == best.worst
    assert held.mean - best.mean < 0.02


def test_asking_in_a_fixed_order_takes_more_questions(interviews: Interviews) -> None:
    means = [interviews.measure(way).mean for way in (interviews.held, interviews.in_order, interviews.all_in_order)]

    assert means == sorted(means)
    assert means[2] - means[0] > 1


def test_asking_everything_takes_every_question_that_can_be_asked() -> None:
    facts = [make_fact("a", "yes", "no"), make_fact("b", "yes", "no")]
    rules = make_rules(facts, [yes_or_no("a"), yes_or_no("b")])

    found = Interviews(rules)

    assert found.measure(found.all_in_order) == Length(2, 2.0)
    assert found.measure(found.held) == Length(2, 1 + 2 / 3)


def test_an_eligible_candidate_is_asked_no_more_than_it_takes(interviews: Interviews) -> None:
    ends = interviews.ends(interviews.held, "lab")

    assert max(ends["unit", MET], ends["unit", OPEN]) <= 7
    assert max(ends["cic", MET], ends["cic", OPEN]) <= 10
    assert max(ends.values()) <= 10


def test_ends_tell_what_was_answered_and_what_came_of_it() -> None:
    facts = [make_fact("a", "yes", "no"), make_fact("b", "yes", "no")]
    rules = make_rules(facts, [yes_or_no("a"), yes_or_no("b")])

    found = Interviews(rules)

    assert found.ends(found.held, "b") == {
        ("", NOT_MET): 1,
        ("yes", MET): 2,
        ("no", NOT_MET): 2,
        (UNKNOWN, OPEN): 2,
        ("yes", OPEN): 2,
    }


@pytest.mark.parametrize("fact", ["who", "paper", "when", "place"])
def test_ends_are_those_of_the_longest_interviews(fact: str) -> None:
    found = Interviews(small())

    assert found.ends(found.held, fact) == ends_of_all(small(), fact)


def test_what_is_said_unasked_leads_to_its_own_question(interviews: Interviews) -> None:
    assert interviews.asked(interviews.held) == {name for name, fact in RULES.facts.items() if fact.asked}


def test_interviews_are_held_as_the_desk_holds_them(interviews: Interviews) -> None:
    draw = random.Random(2026)
    for _ in range(150):
        state, situation = interviews.start, NOTHING
        while fact := interviews.held(state):
            assert next_question(RULES, situation) == fact
            answers = RULES.facts[fact].answers
            at = draw.randrange(len(answers))
            state, situation = interviews.moves(state)[fact][at], situation.settle(RULES, fact, answers[at])
        assert next_question(RULES, situation) is None
        assert judge(CALL, RULES, situation).kind is KIND_OF[interviews.severity(state)]


def test_an_interview_goes_on_as_long_as_answers_change_the_verdict(interviews: Interviews) -> None:
    seen, waiting = {interviews.start}, [interviews.start]
    while waiting:
        state = waiting.pop()
        assert interviews.is_settled(state) is (interviews.held(state) is None)
        if fact := interviews.held(state):
            following = set(interviews.moves(state)[fact]) - seen
            seen |= following
            waiting += following


def test_conditions_hang_on_the_laboratory_and_on_nothing_else_that_is_asked() -> None:
    assert hangs(RULES) == ("lab",)
