"""The phrasings keep the promises that the figures rest on: many, varied, and a part that nothing is trained on."""

import re
from collections import Counter
from functools import cache
from itertools import combinations

import pytest
from rapidfuzz import fuzz

from guichet.knowledge.call import Pair
from guichet.knowledge.learning.phrasing import ASIDE, REGISTERS, Phrasing, load_phrasings
from guichet.knowledge.text import fold
from guichet.tests.factories import make_call

PHRASINGS = load_phrasings()
LABELS = sorted({phrasing.label for phrasing in PHRASINGS})
ALIKE = 85


@cache
def of(label: str) -> tuple[Phrasing, ...]:
    return tuple(phrasing for phrasing in PHRASINGS if phrasing.label == label)


def flat(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))


def test_every_pair_that_the_call_answers_or_leaves_open_is_asked_for() -> None:
    call = make_call()
    known = {str(pair) for pair in (*call.answers, *call.gaps)}

    assert known - set(LABELS) == set()


@pytest.mark.parametrize("label", LABELS)
def test_a_label_is_asked_for_in_forty_ways_and_many_registers(label: str) -> None:
    registers = Counter(phrasing.register for phrasing in of(label))

    assert sum(registers.values()) >= 40
    assert set(registers) <= set(REGISTERS)
    assert len(registers) >= 10


@pytest.mark.parametrize("label", LABELS)
def test_no_two_phrasings_of_a_label_are_nearly_the_same(label: str) -> None:
    texts = [flat(phrasing.text) for phrasing in of(label)]

    assert [pair for pair in combinations(texts, 2) if fuzz.token_set_ratio(*pair) > ALIKE] == []


def test_no_phrasing_is_claimed_by_two_labels() -> None:
    claimed: dict[str, set[str]] = {}
    for phrasing in PHRASINGS:
        claimed.setdefault(flat(phrasing.text) or phrasing.text, set()).add(phrasing.label)

    assert {text: labels for text, labels in claimed.items() if len(labels) > 1} == {}


def test_whole_registers_of_each_label_are_kept_aside() -> None:
    aside = [phrasing for phrasing in PHRASINGS if phrasing.aside]
    learnt = {(phrasing.label, phrasing.register) for phrasing in PHRASINGS if not phrasing.aside}

    assert len(aside) >= 600
    assert {phrasing.label for phrasing in aside} == set(LABELS)
    assert {(phrasing.label, phrasing.register) for phrasing in aside} & learnt == set()
    assert {phrasing.register for phrasing in aside} == ASIDE


def test_a_label_is_a_pair_or_an_act() -> None:
    assert all(Pair.parse(label).object for label in LABELS if "." in label)
