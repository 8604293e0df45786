from dataclasses import replace
from datetime import date

import pytest

from guichet.knowledge.folder import find_folder
from guichet.knowledge.ruling.case import Case, CaseFile, check_case, check_cases
from guichet.knowledge.ruling.case_reading import FILE, read_cases
from guichet.knowledge.ruling.extracting import extract
from guichet.knowledge.ruling.rule import Outcome, Rules
from guichet.knowledge.ruling.situation import Days, Situation
from guichet.knowledge.verdict import VerdictKind
from guichet.tests.factories import SLUG
from guichet.tests.knowledge.ruling.building import FINE, NOTHING, real, situate

CALL, RULES = real()
TODAY = date(2026, 2, 1)
CASE = Case("Une CCA en règle est éligible.", FINE, VerdictKind.ELIGIBLE)
DECEMBER = Days(date(2026, 12, 10), date(2026, 12, 15))
LATE = Case(
    "Une thèse le 10 décembre laisse du 10 au 15.",
    {**FINE, "thesis": "2026-12-10"},
    VerdictKind.ELIGIBLE_IF,
    {"thesis": "thesis_in_period"},
    start=DECEMBER,
)


def differing(case: Case) -> tuple[str, ...]:
    return check_case(CALL, RULES, case)


def test_the_cases_of_the_call_hold_and_what_people_write_is_read_so() -> None:
    file = read_cases(find_folder(SLUG) / FILE, CALL, RULES)

    assert list(check_cases(CALL, RULES, file, extract)) == []
    assert len(file.cases) >= 90
    assert len(file.said) >= 17


def test_a_case_that_holds_has_nothing_to_tell() -> None:
    assert [differing(case) for case in (CASE, LATE)] == [(), ()]


def test_another_verdict_is_told_in_words() -> None:
    wrong = replace(CASE, facts={**FINE, "status": "practitioner"}, because={"status": "practitioner"})

    assert differing(wrong) == ("attendu éligible, trouvé une personne décide",)


def test_another_row_is_told_with_its_condition() -> None:
    assert differing(replace(LATE, because={"thesis": "thesis_in_time"})) == (
        "Thèse d'exercice : attendu thesis_in_time, trouvé thesis_in_period",
    )


def test_a_condition_that_a_case_does_not_name_must_be_met() -> None:
    assert differing(replace(LATE, because={})) == ("Thèse d'exercice : attendu remplie, trouvé thesis_in_period",)


def test_a_condition_that_is_met_may_be_named_by_its_row() -> None:
    assert differing(replace(CASE, because={"lab": "unit"})) == ()
    assert differing(replace(CASE, because={"lab": "cic"})) == ("Laboratoire d'accueil : attendu cic, trouvé unit",)


def test_a_condition_that_does_not_count_is_met() -> None:
    assert differing(replace(CASE, open=("cic_means",))) == (
        "CIC : moyens techniques : attendu rien de connu, trouvé remplie",
    )


def test_what_is_open_for_want_of_knowing_is_told_apart() -> None:
    unknown = Case("x", {"status": "cca", "m2": "yes", "thesis": "yes"}, VerdictKind.ELIGIBLE_IF)

    assert differing(replace(unknown, open=("lab",))) == ()
    assert differing(unknown) == ("Laboratoire d'accueil : attendu remplie, trouvé rien de connu",)


def test_other_days_of_the_start_are_told() -> None:
    assert differing(replace(LATE, start=None)) == (
        "prise de fonction : attendu sans précision, trouvé 2026-12-10 – 2026-12-15",
    )
    assert differing(replace(CASE, start=DECEMBER)) == (
        "prise de fonction : attendu 2026-12-10 – 2026-12-15, trouvé sans précision",
    )


def test_other_passages_are_told() -> None:
    assert differing(replace(CASE, quotes={"lab": ("hostlab",)})) == ()
    assert differing(replace(CASE, quotes={"lab": ("cic",)})) == (
        "Laboratoire d'accueil, passages cités : attendu cic, trouvé hostlab",
    )
    assert differing(replace(CASE, quotes={"cic_means": ("cic",)})) == (
        "CIC : moyens techniques, passages cités : attendu cic, trouvé aucun",
    )


def test_a_notice_that_is_missing_or_too_many_is_told() -> None:
    vet = Case("x", {**FINE, "status": "vet"}, VerdictKind.PERSON, {"status": "vet"}, notice="veterinarians")

    assert differing(vet) == ()
    assert differing(replace(vet, notice="")) == ("avis : attendu aucun, trouvé veterinarians",)
    assert differing(replace(CASE, notice="veterinarians")) == ("avis : attendu veterinarians, trouvé aucun",)


def test_another_question_is_told() -> None:
    assert differing(replace(CASE, asks="lab")) == ("question suivante : attendu lab, trouvé aucune",)


def test_what_the_office_ruled_counts() -> None:
    practitioner = replace(CASE, facts={**FINE, "status": "practitioner"}, rulings={"practitioner": Outcome.MET})

    assert differing(practitioner) == ()


def test_facts_that_the_rules_no_longer_have_are_told() -> None:
    [told] = differing(replace(CASE, facts={"labo": "unit"}))

    assert told.startswith("faits : fact 'labo': expected one of the facts")


def read_as(situation: Situation) -> tuple[str, ...]:
    """Check a case whose words are read as a situation."""

    def read(rules: Rules, text: str, today: date, period: Days) -> Situation:
        assert (text, today) == ("thèse le 10 décembre", TODAY)
        return situation

    said = replace(LATE, words="thèse le 10 décembre")
    return check_case(CALL, RULES, said, read, TODAY)


def test_words_must_be_read_as_the_facts() -> None:
    assert read_as(situate(LATE.facts)) == ()
    assert read_as(situate({**LATE.facts, "lab": "cic"})) == ("fait lab : attendu unit, lu cic",)
    assert read_as(situate({**LATE.facts, "thesis": "2026-12-11"})) == (
        "jour de thesis : attendu 2026-12-10, lu 2026-12-11",
    )


def test_facts_that_are_read_and_not_expected_are_told() -> None:
    told = read_as(situate({**LATE.facts, "doctorate": "yes"}))

    assert told == ("fait doctorate : attendu unknown, lu yes",)
    assert "fait status : attendu cca, lu unknown" in read_as(NOTHING)


@pytest.mark.parametrize("kind", list(VerdictKind))
def test_each_case_that_differs_is_told_by_its_name(kind: VerdictKind) -> None:
    file = CaseFile((LATE,), (replace(CASE, verdict=kind),), TODAY)

    found = list(check_cases(CALL, RULES, file))

    assert [line.split(" : ")[0] for line in found] == (
        [] if kind is VerdictKind.ELIGIBLE else ["« Une CCA en règle est éligible. »"]
    )
