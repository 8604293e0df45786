from datetime import date

import pytest

from guichet.knowledge.folder import find_folder
from guichet.knowledge.ruling.case import CaseFile
from guichet.knowledge.ruling.case_reading import FILE, read_cases
from guichet.knowledge.ruling.mutation import Mutant, mutate, try_mutants
from guichet.knowledge.ruling.rule import Outcome
from guichet.tests.factories import SLUG
from guichet.tests.knowledge.ruling.building import make_fact, make_rules, real, yes_or_no

CALL, RULES = real()
SMALL = make_rules([make_fact("a", "yes", "no")], [yes_or_no("a")])


@pytest.fixture(scope="module")
def mutants() -> list[Mutant]:
    return list(mutate(CALL, RULES))


def test_every_change_of_the_rules_is_noticed() -> None:
    file = read_cases(find_folder(SLUG) / FILE, CALL, RULES)

    trials = list(try_mutants(CALL, RULES, file))

    assert [trial.told for trial in trials if trial.survived] == []
    assert len(trials) > 600


def test_without_cases_what_is_turned_round_survives() -> None:
    trials = {trial.told: trial for trial in try_mutants(CALL, SMALL, CaseFile((), (), date(2026, 2, 1)))}

    assert trials["a: row a_no person instead of not_met"].survived
    assert trials["a: row a_no taken out"].by_proof == "condition a: no row for a = no"
    assert not trials["a: row a_no also for a = yes"].survived


def test_each_row_is_taken_out_and_turned_into_each_other_outcome(mutants: list[Mutant]) -> None:
    told = {mutant.told for mutant in mutants}

    for condition, row in RULES.rows():
        assert f"{condition.name}: row {row.name} taken out" in told
        for then in set(Outcome) - {row.then}:
            assert f"{condition.name}: row {row.name} {then} instead of {row.then}" in told


def test_each_value_of_a_row_is_taken_off_and_each_other_added(mutants: list[Mutant]) -> None:
    told = {mutant.told for mutant in mutants}

    assert "status: row named no longer for status = ahu" in told
    assert "status: row named also for status = vet" in told
    assert "thesis: row thesis_in_time whatever thesis_when is" in told


def test_conditions_passages_notices_and_dates_are_changed_too(mutants: list[Mutant]) -> None:
    told = {mutant.told for mutant in mutants}

    assert {
        "condition doctorate taken out",
        "cic_means: counts for everybody",
        "cic_means: counts for lab = unit too",
        "m2: without passage start",
        "lab: row unit without passage hostlab",
        "status: row vet without its notice",
        "fact thesis: without a date",
        "fact lab: never asked",
        "period of the start: deadline",
    } <= told


def test_no_change_leaves_the_rules_as_they_are(mutants: list[Mutant]) -> None:
    assert [mutant.told for mutant in mutants if mutant.rules == RULES] == []
    assert len({mutant.told for mutant in mutants}) == len(mutants)
