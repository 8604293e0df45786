import tomllib
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.knowledge.call import Pair
from guichet.knowledge.claim import Sort
from guichet.knowledge.contradiction import Claims
from guichet.knowledge.learning.tables import load_tables
from guichet.knowledge.vocabulary import load_vocabulary

CLAIMS = Claims(load_vocabulary(), load_tables(), 2026)
ABOUT = tomllib.loads(Path(__file__).with_name("claims.toml").read_text(encoding="utf-8"))["about"]
CONTRARY = [(one, other) for row in ABOUT for one in row["says"] for other in row["against"]]
COMPATIBLE = [pair for row in ABOUT for pair in combinations(row["says"], 2)]
COMPATIBLE += [(one, other) for row in ABOUT for one in row["says"] + row["against"] for other in row["apart"]]


def test_most_contradictions_are_found_and_few_where_there_are_none(capsys: pytest.CaptureFixture[str]) -> None:
    misses = [pair for pair in CONTRARY if not CLAIMS.contradict(*pair)]
    alarms = [pair for pair in COMPATIBLE if CLAIMS.contradict(*pair)]

    with capsys.disabled():
        print(f"\nclaims: {len(misses)} misses of {len(CONTRARY)}, {len(alarms)} false alarms of {len(COMPATIBLE)}")
        print("".join(f"  missed: {one} / {other}\n" for one, other in misses), end="")
        print("".join(f"  false: {one} / {other}\n" for one, other in alarms), end="")
    assert len(CONTRARY) + len(COMPATIBLE) >= 200
    assert len(misses) <= 0.1 * len(CONTRARY)
    assert len(alarms) <= 0.03 * len(COMPATIBLE)


@pytest.mark.parametrize(
    ("text", "sort", "low", "high"),
    [
        ("Le salaire est de 2 500,50 € par mois.", Sort.MONEY, 2500.5, 2500.5),
        ("The stipend is EUR 3,100 a month.", Sort.MONEY, 3100, 3100),
        ("Le contrat dure deux ou trois ans.", Sort.LENGTH, 730, 1095),
        ("Le comité compte douze membres.", Sort.COUNT, 12, 12),
        ("Les pharmaciens peuvent candidater.", Sort.ANSWER, 1, 1),
        ("Pharmacists can't apply.", Sort.ANSWER, 0, 0),
    ],
)
def test_what_a_sentence_states_is_read(text: str, sort: Sort, low: float, high: float) -> None:
    assert (sort, low, high) in {(claim.sort, claim.low, claim.high) for claim in CLAIMS.read(text)}


def test_a_claim_is_of_a_pair() -> None:
    [claim] = [claim for claim in CLAIMS.read("L'audition dure vingt minutes.") if claim.sort is Sort.LENGTH]

    assert claim.pair == Pair("audition", "how_long")


def test_a_question_states_nothing() -> None:
    assert CLAIMS.read("La limite est-elle bien le 28 février ?") == ()


def test_both_sentences_of_a_contradiction_are_shown() -> None:
    told = "Bonjour. L'audition dure vingt minutes. Bien à vous."

    [(mine, yours)] = CLAIMS.contradict(told, "L'audition dure une heure.")

    assert (mine.sentence, yours.sentence) == ("L'audition dure vingt minutes.", "L'audition dure une heure.")


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    assert len(CLAIMS.contradict(one, other)) == len(CLAIMS.contradict(other, one))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Depuis le 01.03.2026, 500 euros sont versés.", [(Sort.MONEY, 500.0)]),
        ("En 2026 1500 € sont versés.", [(Sort.MONEY, 1500.0)]),
        ("Le montant est de 2 400,50 euros.", [(Sort.MONEY, 2400.5)]),
        ("Un contrat de chercheur 3 ans.", [(Sort.LENGTH, 1095.0)]),
        ("Il y a deux anciens internes.", []),
        ("Il faut trois analyses.", []),
    ],
)
def test_figures_are_read_whole_and_words_that_only_begin_alike_are_none(
    text: str, said: list[tuple[Sort, float]]
) -> None:
    read = [(claim.sort, claim.low) for claim in CLAIMS.read(text) if claim.sort in (Sort.MONEY, Sort.LENGTH)]

    assert read == said
