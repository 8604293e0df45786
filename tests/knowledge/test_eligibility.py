from datetime import UTC, date, datetime

import pytest

from guichet.knowledge.eligibility import extract_facts, judge, next_question, period_of, what_would_change
from guichet.knowledge.ruling.rule import UNKNOWN, Outcome
from guichet.knowledge.ruling.situation import Days, Situation
from guichet.knowledge.verdict import Change, Verdict, VerdictKind
from guichet.tests.knowledge.ruling.building import NOTHING, fine, real, situate

CALL, RULES = real()


def judged(situation: Situation, **rulings: Outcome) -> Verdict:
    return judge(CALL, RULES.ruled(rulings), situation)


def changes(situation: Situation) -> list[tuple[str, dict[str, str]]]:
    return [(change.condition, dict(change.facts)) for change in what_would_change(RULES, situation)]


def test_the_period_of_the_start_is_the_call_s() -> None:
    assert period_of(CALL, RULES) == Days(date(2026, 11, 1), date(2026, 12, 15))


def test_the_beginning_of_a_text_alone_is_read() -> None:
    now = datetime(2026, 2, 1, tzinfo=UTC)

    assert extract_facts(CALL, RULES, f"Je suis CCA.{' ' * 20_000}Je suis PH.", now).values == {"status": "cca"}


def test_the_gravest_outcome_is_the_verdict() -> None:
    kinds = [judged(one).kind for one in (fine(), fine(m2=""), fine(m2="", lab="mixed"), fine(m2="no", lab="mixed"))]

    assert kinds == [VerdictKind.ELIGIBLE, VerdictKind.ELIGIBLE_IF, VerdictKind.PERSON, VerdictKind.NOT_ELIGIBLE]


def test_every_condition_that_counts_has_a_reason_with_its_passage() -> None:
    verdict = judged(fine(lab="outside"))

    assert [reason.condition.name for reason in verdict.reasons] == ["status", "m2", "thesis", "lab"]
    [reason] = verdict.of(Outcome.NOT_MET)
    assert [CALL.passage_at(one) for one in reason.citations] == ["hostlab", "cic"]


def test_a_row_s_own_passage_is_quoted_in_place_of_its_condition_s() -> None:
    [reason] = judged(fine(lab="mixed")).of(Outcome.PERSON)

    assert [CALL.passage_at(one) for one in reason.citations] == ["hostlab"]


def test_another_official_page_is_told_beside_the_passage() -> None:
    [reason] = judged(fine(status="vet")).of(Outcome.HANDED)

    assert reason.notice is not None
    assert reason.notice.name == "veterinarians"


def test_the_conditions_of_a_cic_count_at_a_cic_alone() -> None:
    named = {reason.condition.name for reason in judged(fine(lab="cic")).reasons}

    assert {"cic_hypothesis", "cic_supervisor", "cic_means"} <= named
    assert [reason for reason in judged(fine()).reasons if reason.condition.name.startswith("cic")] == []


def test_the_last_day_that_is_named_narrows_the_start() -> None:
    verdict = judged(fine(m2="2026-11-20", thesis="2026-12-10"))

    assert verdict.start == Days(date(2026, 12, 10), date(2026, 12, 15))
    assert [reason.days for reason in verdict.of(Outcome.OPEN)] == [
        Days(date(2026, 11, 20), date(2026, 11, 20)),
        Days(date(2026, 12, 10), date(2026, 12, 10)),
    ]


@pytest.mark.parametrize("thesis", ["yes", "2026-11-01", "2026-10", "2026-11", "2026-12", "2027-01-02"])
def test_the_start_is_the_call_s_where_no_day_within_it_is_named(thesis: str) -> None:
    assert judged(fine(thesis=thesis)).start is None


def test_the_office_s_ruling_decides_and_shows_in_the_version() -> None:
    call_s, office_s = (
        judged(fine(status="practitioner")),
        judged(fine(status="practitioner"), practitioner=Outcome.MET),
    )

    assert [call_s.kind, office_s.kind] == [VerdictKind.PERSON, VerdictKind.ELIGIBLE]
    assert call_s.version != office_s.version
    assert office_s.version.endswith(f"/{CALL.source.version}")


def test_a_verdict_names_the_questions_that_still_matter() -> None:
    assert judged(fine(status="", lab="")).questions == ("status", "lab")
    assert next_question(RULES, fine(status="", lab="")) == "status"
    assert next_question(RULES, fine()) is None


def test_nothing_would_change_the_verdict_of_who_is_eligible() -> None:
    assert changes(fine()) == []


def test_each_change_by_itself_would_do() -> None:
    found = changes(fine(lab="outside"))

    assert found == [("lab", {"lab": value}) for value in ("unit", "mixed", "planned", "cic")]


def test_a_day_in_time_is_a_change_of_the_day_alone() -> None:
    found = changes(fine(thesis="2027-01"))

    assert ("thesis", {"thesis_when": "before"}) in found
    assert ("thesis", {"thesis": "yes"}) in found
    assert ("thesis", {"thesis": "not_yet", "thesis_when": "before"}) not in found


def test_no_change_takes_more_than_it_must() -> None:
    assert changes(fine(m2="no")) == [("m2", {"m2": value}) for value in ("yes", "other", "foreign")]


def test_all_conditions_that_decide_are_named_and_no_others() -> None:
    found = {condition for condition, _ in changes(fine(m2="no", thesis="no", lab="mixed"))}

    assert found == {"m2", "thesis"}


def test_to_whom_the_call_does_not_surely_name_nobody_but_a_person_says_no() -> None:
    verdict = judged(fine(status="other", thesis="no"))

    assert verdict.kind is VerdictKind.PERSON
    assert [reason.condition.name for reason in verdict.of(Outcome.NOT_MET)] == ["thesis"]


def test_a_condition_that_would_no_longer_count_is_met() -> None:
    found = what_would_change(RULES, situate({**dict(fine().values), "doctorate": "yes"}))

    assert found == (
        Change("doctorate", {"doctorate": "begun"}, Outcome.MET),
        Change("doctorate", {"doctorate": "no"}, Outcome.MET),
    )


def test_every_change_does_what_it_says() -> None:
    for situation in (fine(lab="outside"), fine(thesis="2027-01"), fine(m2="no"), fine(status="vet"), fine(m2="held")):
        before = judged(situation).kind
        for change in what_would_change(RULES, situation):
            after = situation
            for fact, value in change.facts.items():
                after = after.settle(RULES, fact, value)
            assert list(VerdictKind).index(judged(after).kind) < list(VerdictKind).index(before)


def test_who_says_nothing_may_yet_be_eligible() -> None:
    verdict = judged(NOTHING.settle(RULES, "lab", UNKNOWN))

    assert verdict.kind is VerdictKind.ELIGIBLE_IF
    assert "lab" not in verdict.questions
