import tomllib
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.knowledge.learning.tables import load_tables
from guichet.knowledge.likeness import Likeness
from guichet.knowledge.vocabulary import load_vocabulary

LIKENESS = Likeness(load_vocabulary(), load_tables(), 2026)
LABELLED = tomllib.loads(Path(__file__).with_name("alike.toml").read_text(encoding="utf-8"))
ASKED = LABELLED["asked"]
SAME = [pair for questions in ASKED.values() for pair in combinations(questions, 2)]
DIFFERENT = [(one, other) for a, b in LABELLED["near"]["pairs"] for one in ASKED[a] for other in ASKED[b]]


def test_most_of_what_asks_the_same_is_found_and_little_else(capsys: pytest.CaptureFixture[str]) -> None:
    misses = [pair for pair in SAME if not LIKENESS.alike(*pair)]
    alarms = [pair for pair in DIFFERENT if LIKENESS.alike(*pair)]

    with capsys.disabled():
        print(f"\nlikeness: {len(misses)} misses of {len(SAME)}, {len(alarms)} false alarms of {len(DIFFERENT)}")
        print("".join(f"  missed: {one} / {other}\n" for one, other in misses), end="")
        print("".join(f"  false: {one} / {other}\n" for one, other in alarms), end="")
    assert len(SAME) + len(DIFFERENT) >= 200
    assert len(misses) <= 0.15 * len(SAME)
    assert len(alarms) <= 0.03 * len(DIFFERENT)


def test_one_text_asks_the_same_as_itself() -> None:
    assert all(LIKENESS.compare(text, text) == pytest.approx(1.0) for texts in ASKED.values() for text in texts)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_can_be_compared_either_way(one: str, other: str) -> None:
    likeness = LIKENESS.compare(one, other)

    assert 0 <= likeness <= 1
    assert likeness == pytest.approx(LIKENESS.compare(other, one))
