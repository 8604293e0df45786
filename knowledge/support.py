"""Which passage of the call a sentence rests on, so that a reader can look it up in one step."""

import re
from functools import lru_cache

from .call import Call
from .markup import plain
from .text import fold, words

SHARE = 0.6
"""How many of a sentence's telling words must stand in a passage for it to rest on that one."""
FEWEST = 3
"""With fewer telling words a sentence says too little to be traced to a passage."""
_FIGURE = re.compile(r"\d+")
_DENIAL = re.compile(r"\b(?:ne|pas|non|jamais|aucune?|sans|not|never|no)\b|\bn'|n't\b")
_TELLING = 4
"""From how many letters on a word tells what a sentence is about."""
_STEM = 6
"""How many letters of a word are compared, so that its endings do not count."""


def find_support(call: Call, sentence: str) -> str | None:
    """Name the passage a sentence quotes or says again, or None where it rests on none.

    A sentence with figures that do not stand in the passage in that order, or that denies what the passage does not,
    rests on none: a date that differs is not supported.
    """
    said = _read(sentence)
    quoted = next((name for name, text in _texts(call).items() if text and text in said), None)
    if quoted:
        return quoted
    telling = _telling(said)
    if len(telling) < FEWEST:
        return None
    shares = {
        name: len(telling & _telling(text)) / len(telling)
        for name, text in _texts(call).items()
        if _has_figures(text, said) and _denies(text) is _denies(said)
    }
    best = max(shares, key=lambda name: shares[name], default=None)
    return best if best and shares[best] >= SHARE else None


def _has_figures(text: str, said: str) -> bool:
    """Tell whether the figures of a sentence stand in a text, in their order."""
    there = iter(_FIGURE.findall(text))
    return all(figure in there for figure in _FIGURE.findall(said))


def _denies(text: str) -> bool:
    return bool(_DENIAL.search(text))


def _read(text: str) -> str:
    return " ".join(fold(text).split())


@lru_cache(maxsize=8)
def _texts_of(passages: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {name: _read(plain(raw)) for name, raw in passages}


def _texts(call: Call) -> dict[str, str]:
    return _texts_of(tuple((name, call.cite(name).text) for name in call.passages))


@lru_cache(maxsize=256)
def _telling(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in words(text) if len(word) >= _TELLING)
