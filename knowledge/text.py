"""Text as it is compared: accents, case, apostrophes, elisions and shortenings folded into plain words."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

# Words that say nothing of what is asked. They are left out of texts and cues alike.
SILENT = frozenset(
    [
        "le",
        "la",
        "les",
        "l",
        "de",
        "du",
        "des",
        "d",
        "un",
        "une",
        "the",
        "a",
        "of",
        "au",
        "aux",
        "t",
        "s",
        "n",
        "c",
        "qu",
        "que",
        "ne",
        "y",
    ]
)

_ENGLISH = (
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"'m\b"), " am"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"\b(what|where|when|who|how|it|that|there)'s\b"), r"\1 is"),
)
_THERE = re.compile(r"\b(?:il )?y a(?:[- ]t[- ']?il)?\b")
_EVEN_SO = re.compile(r"\bquand meme\b")
"""« Quand même » asks for no date."""
_C_ELIDED = re.compile(r"\bc'")
_J_ELIDED = re.compile(r"\bj'")
_WORD = re.compile(r"[a-z0-9]+")
_HOUR = re.compile(r"\d{1,2}h\d{0,2}|\d{1,2}(?:am|pm)")
_APOSTROPHE = re.compile("[’‘ʼ`´′]")
_HYPHEN = re.compile("[‐‑‒–—−]")
_WHERE = re.compile(r"\bo(?:ù|u\u0300)(?!\w)", re.IGNORECASE)
_ELIDED = re.compile(r"[dlms][aeiouh]")
_TELLING = 7
"""From how many letters on a word that only begins like a cue may be a slip of another."""
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_LEADING = frozenset("et mais alors donc puis sinon enfin bonjour bonsoir salut au fait bref".split())
_TO_KNOW = frozenset("savoir sais sait savez dire dis dites indiquer indiquez preciser precisez connaitre".split())
_VERBS = frozenset(
    "est sont etait sera seront aura auront ont va vont en faut peut peuvent peux pouvons puis dois doit doivent "
    "se on je trouve trouver passe passent".split()
)
# How French sounds are spelt, folded to one letter each, in this order.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^h|(?<=[^cps])h|(?<=[aeiou])h", ""),
        (r"ph", "f"),
        (r"qu|q|c(?=[^ehiy]|$)", "k"),
        (r"ai|ei|e[rz]$", "e"),
        (r"c(?=[eiy])|(?<=[a-z])t(?=ion)|z", "s"),
        (r"eau|au", "o"),
        (r"y", "i"),
        (r"x", "ks"),
        (r"([a-z])\1", r"\1"),
        (r"[edt](?=s?$)", ""),
    )
)
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")


def fold(text: str) -> str:
    """Lower the case, take accents off, and write every apostrophe and hyphen one way."""
    one_way = _HYPHEN.sub("-", _APOSTROPHE.sub("'", text))
    lowered = unicodedata.normalize("NFKD", one_way).lower().replace("œ", "oe").replace("æ", "ae")
    return "".join(c for c in lowered if not unicodedata.combining(c))


def sentences(text: str) -> tuple[str, ...]:
    """Cut a text after each full stop, semicolon, mark of exclamation or question, and line; empty ones go."""
    return tuple(sentence.strip() for sentence in _SENTENCE.split(text) if sentence.strip())


def words(text: str, shortenings: Mapping[str, tuple[str, ...]] | None = None) -> tuple[str, ...]:
    """Read a text as the words that are compared.

    A time of day becomes `0h`, « où » `0u`, a shortening what it stands for.
    """
    if text in SILENT:
        return ()
    if text.isascii() and text.isalpha() and text.islower() and not shortenings:
        short = _DRAWN_OUT.sub(r"\1", text)
        return () if short in SILENT else (short,)
    folded = fold(_WHERE.sub(" 0u ", text))
    for pattern, expansion in _ENGLISH:
        folded = pattern.sub(expansion, folded)
    folded = _EVEN_SO.sub("malgre tout", folded)
    folded = _J_ELIDED.sub("je ", _C_ELIDED.sub("", _THERE.sub("ya", folded)))
    read: list[str] = []
    for word in _WORD.findall(folded):
        short = _DRAWN_OUT.sub(r"\1", word)
        read.extend((shortenings or {}).get(short) or (_plain(short),))
    return tuple(word for word in read if word not in SILENT)


def _plain(word: str) -> str:
    return "0h" if _HOUR.fullmatch(word) else word


def read_where(read: Sequence[str]) -> tuple[str, ...]:
    """Read « ou » as `0u` where it can only be « où » without its accent: first, last, or before a verb."""
    last = len(read) - 1
    return tuple("0u" if word == "ou" and _stands_for_where(read, at, last) else word for at, word in enumerate(read))


def _stands_for_where(read: Sequence[str], at: int, last: int) -> bool:
    before, after = set(read[:at]), tuple(read[at + 1 : at + 3])
    begins = before <= _LEADING or (bool(at) and read[at - 1] in _TO_KNOW)
    return begins or at == last or (after[0] in _VERBS and after != ("est", "ce"))


def sound(word: str) -> str:
    """Spell a folded word by its sound, so that "odision" and "audition" are one."""
    for pattern, letter in _SOUNDS:
        word = pattern.sub(letter, word)
    return word


class Speller:
    """Repairs a mistyped word towards the words that cues are made of."""

    def __init__(self, known: Iterable[str], stems: Iterable[str] = ()) -> None:
        self._known = frozenset(known)
        self._stems = frozenset(stems)
        self._longest = max((len(stem) for stem in self._stems), default=0)
        self._near: dict[tuple[str, int], list[str]] = {}
        self._alike: dict[str, list[str]] = {}
        for word in sorted(self._known | self._stems):
            if len(word) >= 5 and word.isalpha():
                self._near.setdefault((word[0], len(word)), []).append(word)
        for word in sorted(self._known, key=lambda known: (len(known), known)):
            if len(word) >= 5 and word.isalpha():
                self._alike.setdefault(sound(word), []).append(word)
        self._repair = lru_cache(maxsize=20_000)(self._look_up)

    def knows(self, word: str) -> bool:
        """Tell whether a cue is made of that word or of one that it begins with."""
        return word in self._known or any(word[:n] in self._stems for n in range(3, min(len(word), self._longest) + 1))

    def repair(self, word: str) -> str:
        """Return the nearest known word: one slip from five letters on, two from eight on; else one that sounds alike.

        An article written onto its word ("loral") is taken off. What nothing is near to comes back itself.
        """
        return self._repair(word) if 5 <= len(word) <= 20 and word.isalpha() else word

    def _look_up(self, word: str) -> str:
        if self.knows(word) and not self._is_slip(word):
            return word
        if _ELIDED.match(word) and word[1:] in self._known:
            return word[1:]
        slips = 2 if len(word) >= 8 else 1
        near = (other for length in range(len(word) - slips, len(word) + slips + 1) for other in self._of(word, length))
        ranked = [(OSA.distance(word, other, score_cutoff=slips), other) for other in near]
        nearest = min((r for r in ranked if r[0] <= slips), default=None)
        return nearest[1] if nearest else self._sounding_like(word) or word

    def _is_slip(self, word: str) -> bool:
        """Tell whether a longer word that a cue's beginning takes is one slip from one that is known whole."""
        if word in self._known or len(word) < _TELLING:
            return False
        near = (other for length in range(len(word) - 1, len(word) + 2) for other in self._of(word, length))
        whole = (other for other in near if other in self._known and other[-1] == word[-1])
        return any(OSA.distance(word, other, score_cutoff=1) <= 1 for other in whole)

    def _sounding_like(self, word: str) -> str | None:
        """Find the one known word that sounds so, or the shortest where all are forms of it."""
        alike = self._alike.get(sound(word), [])
        return alike[0] if alike and all(other.startswith(alike[0]) for other in alike) else None

    def _of(self, word: str, length: int) -> list[str]:
        return self._near.get((word[0], length), [])
