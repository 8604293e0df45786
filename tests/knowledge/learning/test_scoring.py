from guichet.knowledge.call import Pair
from guichet.knowledge.conclusion import Clarify, Conclusion, EligibilityWanted, Gap, PersonWanted
from guichet.knowledge.learning.scoring import Labelled, Scored, confusions, figures, reliability, score, wanted_of
from guichet.knowledge.settling import Settling
from guichet.knowledge.vocabulary import load_vocabulary
from guichet.tests.factories import make_call

CALL = make_call()
SETTLING = Settling(CALL, load_vocabulary())


def settled(key: str, confidence: float = 0.9) -> Conclusion:
    return SETTLING.settle(Pair.parse(key), "?", confidence)


def scored(kind: str, gold: str = "", *said: Conclusion, label: str | None = None) -> Scored:
    return score(Labelled("q", "?", kind, frozenset(gold.split()), label), said, CALL)


def test_an_answer_with_a_wanted_passage_is_right_and_another_beside_it_is_wrong() -> None:
    one = scored("answerable", "deadline", settled("application.until_when"))
    both = scored("answerable", "deadline", settled("application.until_when"), settled("results.when"))

    assert (one.correct, one.wrong) == (True, 0)
    assert (both.correct, both.wrong) == (False, 1)


def test_any_answer_is_wrong_where_the_call_says_nothing() -> None:
    assert scored("unanswerable", "", settled("contract.how_much")).correct
    assert not scored("unanswerable", "", settled("contract.how_long")).correct


def test_a_gap_said_of_what_the_call_answers_is_a_false_one() -> None:
    assert scored("answerable", "deadline", settled("application.late")).false_gap
    assert not scored("unanswerable", "", settled("application.late")).false_gap


def test_who_may_apply_is_told_or_the_interview_is_offered() -> None:
    told, offered = settled("programme.who"), EligibilityWanted("?", 0.9, ())

    assert [scored("eligibility", "audience degrees", one).correct for one in (told, offered)] == [True, True]


def test_asking_back_counts_with_the_right_choice_among_the_others() -> None:
    pairs = (Pair("results", "when"), Pair("application", "until_when"))

    assert scored("answerable", "deadline", Clarify("?", 0.4, pairs)).offered
    assert not scored("answerable", "criteria", Clarify("?", 0.4, pairs)).offered


def test_confusions_name_what_was_said_instead() -> None:
    wrong = scored("answerable", "deadline", settled("results.when"), label="application.until_when")
    silent = scored("answerable", "deadline", PersonWanted("?", 0.1, "rh", asked_for=False), label="start.when")

    assert confusions([wrong, wrong, silent]) == [("application.until_when", "results.when", 2)]


def test_reliability_sets_confidence_beside_what_is_right() -> None:
    good = scored("answerable", "deadline", settled("application.until_when", 0.95))
    bad = scored("answerable", "criteria", settled("application.until_when", 0.91))

    [(confidence, right, count)] = reliability([good, bad])

    assert (round(confidence, 2), right, count) == (0.93, 0.5, 2)


def test_a_label_tells_what_is_wanted() -> None:
    assert wanted_of("application.until_when", CALL) == ("answerable", {"deadline"})
    assert wanted_of("audition.how_long", CALL) == ("unanswerable", frozenset())
    assert wanted_of("reminder_off", CALL)[0] == "reminder"


def test_figures_of_nothing_are_dashes() -> None:
    assert figures([])["correct"] == "–"


def test_a_gap_names_its_pair() -> None:
    [gap] = scored("unanswerable", "", settled("audition.how_long")).conclusions

    assert isinstance(gap, Gap)
