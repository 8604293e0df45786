"""What words claim of their writer; and that no words take long to tell."""

from collections.abc import Callable
from time import perf_counter

import pytest

from guichet.knowledge.ruling.claiming import (
    introduces_others,
    is_bare,
    names_no_host,
    names_sciences_alone,
    only_names,
    says_no,
    speaks_of_oneself,
    speaks_of_others,
    speaks_of_rules,
    speaks_of_the_past,
    speaks_of_wishes,
)

ALL = (
    *(introduces_others, is_bare, names_no_host, names_sciences_alone, only_names, says_no, speaks_of_oneself),
    *(speaks_of_others, speaks_of_rules, speaks_of_the_past, speaks_of_wishes),
)


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("mon co-interne a sa thèse", True),
        ("ma femme est CCA", True),
        ("je suis sage-femme", False),
        ("je suis interne", False),
    ],
)
def test_others_are_told_from_the_writer(text: str, tells: bool) -> None:
    assert speaks_of_others(text) is tells


@pytest.mark.parametrize(
    ("text", "tells"),
    [("mon encadrant", True), ("mon encadrant est chercheur à Lyon depuis dix ans", False), ("mon M2", False)],
)
def test_a_bare_name_of_somebody_else_introduces_them(text: str, tells: bool) -> None:
    assert introduces_others(text) is tells


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("il faut un M2", True),
        ("les internes peuvent candidater", True),
        ("j'ai peut-être mon M2", False),
        ("can I apply", False),
        ("can residents apply", True),
    ],
)
def test_rules_are_told_from_facts(text: str, tells: bool) -> None:
    assert speaks_of_rules(text) is tells


@pytest.mark.parametrize(
    ("text", "tells"),
    [("je voudrais faire un M2", True), ("je souhaite candidater avec mon M2", False), ("j'ai un M2", False)],
)
def test_who_wishes_to_apply_wishes_for_no_degree(text: str, tells: bool) -> None:
    assert speaks_of_wishes(text) is tells


@pytest.mark.parametrize("tell", ALL, ids=lambda tell: tell.__name__)
@pytest.mark.parametrize(
    "words",
    [
        "a",
        "mon pr ",
        "je souhaite ",
        "m2 ",
        "l'appel ",
        "these de ",
        "no ",
        ": ",
        "cherche ",
        "j'ai ete ",
        "projet de ",
        "ph.d ",
    ],
)
def test_no_words_take_long(tell: Callable[[str], bool], words: str) -> None:
    began = perf_counter()

    for text in (words * 3_000, f"mon pr {words.strip() * 3_000}!"):
        tell(text)

    assert perf_counter() - began < 2
