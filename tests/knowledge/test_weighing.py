from dataclasses import replace

import numpy as np
import pytest

from guichet.knowledge.call import Pair
from guichet.knowledge.conclusion import Gap, PersonWanted
from guichet.knowledge.learning.tables import Tables, load_tables
from guichet.knowledge.question import Question
from guichet.knowledge.settling import Settling
from guichet.knowledge.understanding import understand
from guichet.knowledge.vocabulary import load_vocabulary
from guichet.knowledge.weighing import Weighed, Weighing, name_touched
from guichet.tests.factories import make_call

CALL = make_call()
VOCABULARY = load_vocabulary()
SETTLING = Settling(CALL, VOCABULARY)
LABELS = ("application.until_when", "calendar.when", "committee.who", "preselection.who", "audition.how_long", "thanks")


def tables(**weights: dict[str, int]) -> Tables:
    """Build tables in which each word speaks for labels by so many steps, and nothing else does for any."""
    rows = [[given.get(label.replace(".", "_"), 0) for label in LABELS] for given in weights.values()]
    return Tables(
        features={f"w {word}": n for n, word in enumerate(weights)},
        labels=LABELS,
        weights=np.array(rows, dtype=np.int8),
        scale=np.full(len(LABELS), 0.1, dtype=np.float32),
        bias=np.zeros(len(LABELS), dtype=np.float32),
        warmth=1.0,
        inputs="",
    )


KNOWN = tables(
    jury={"committee_who": 60, "preselection_who": 60}, limite={"application_until_when": 90}, merci={"thanks": 90}
)


def weigh(text: str, known: Tables = KNOWN) -> Weighed:
    seen = understand(Question(text), VOCABULARY, 2026).seen
    return Weighing(SETTLING, known).weigh(seen)


def test_labels_that_lead_to_the_same_passage_back_each_other() -> None:
    weighed = weigh("jury")

    assert weighed.share("committee.who") == pytest.approx(weighed.share("preselection.who"), abs=1e-3)
    assert weighed.backing("committee.who") > 0.95
    assert weighed.answered > 0.95


def test_a_part_of_what_a_wide_answer_tells_does_not_back_it() -> None:
    weighed = weigh("limite")

    assert weighed.best == "application.until_when"
    assert weighed.backing("calendar.when") < 0.1


def test_what_is_in_no_language_that_was_learnt_is_not_legible() -> None:
    weighed = weigh("zxcv qwer limite asdf uiop")

    assert not weighed.legible
    assert list(weighed.likely()) == []
    assert weighed.backing(weighed.best) == 0


def test_one_known_word_of_a_few_is_enough() -> None:
    assert weigh("limite zxcv qwer").legible


def test_an_act_is_answered_by_nothing() -> None:
    assert weigh("merci").answered < 0.1


def test_a_label_that_the_tables_have_not_got_has_no_share() -> None:
    assert (weigh("jury").share("no.such"), weigh("jury").backing("no.such")) == (0, 0)


def test_a_piece_of_a_call_s_text_touches_what_it_speaks_of() -> None:
    touched = set(name_touched("éventuellement renouvelable une fois", VOCABULARY, load_tables(), loosely=False))

    assert "contract.renewal" in touched
    assert "audition.how_long" not in touched


def test_what_nobody_has_decided_is_handed_over_and_not_said_to_be_left_open() -> None:
    pair = Pair("audition", "how_long")
    gaps = {known: gap for known, gap in CALL.gaps.items() if known != pair}
    drafted = Settling(replace(CALL, gaps=gaps, undecided=frozenset({pair})), VOCABULARY)

    assert isinstance(SETTLING.conclude(pair, "?", 1.0), Gap)
    assert isinstance(drafted.conclude(pair, "?", 1.0), PersonWanted)
