"""A question, understood as acts and object × property, with what else it may be and how strongly its words say so."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .call import Pair
from .cue import Kind, Match
from .learning.feature import Seen, see
from .question import Question
from .vocabulary import STRONG, Vocabulary

SURE = 1.6
"""The score from which a reading may be acted on."""
MARGIN = 0.25
"""By how much it must lead those that say something else."""
FULL = 2.5
"""The score from which a reading counts as certain."""
BRIEF = 2
"""The words of which a question has no more that says a thing or two."""
NAMED = 1.0
"""The strength from which a thing counts as named by a question's own words."""
LONGEST = 160
"""The words of a question that are read; the rest of a longer one is not."""

_MONTHS = frozenset(
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre january february march april "
    "may june july august september october november december ete hiver printemps automne summer spring autumn winter "
    "en in depuis since fin debut courant early late mi mid avant".split()
)
_NUMBERED = re.compile(
    r"(?:\bn\s?[°º.]|\bno\b\.?|\bnum[ée]ros?\b|\bnumber\b|#|\b(?:question|demande|request|ticket)\b)\s*:?\s*(\d{1,6})\b",
    re.IGNORECASE,
)
"""The number of a request, told from a day or a year by what stands before it."""
TIMES = frozenset({"when", "from_when", "until_when"})
"""What asks for the ends of a period, which one passage gives: "the earliest date, and the latest?" is one question."""
_SHORT = 4
_LONG = 4
_FROM_CONTEXT = 0.45
_FROM_BEFORE = 0.8
_IMPLIED = 0.6
_IMPLIED_ALONE = 1.2
_DEFAULT = 0.35
_DEFAULT_SHORT = 0.9
_WHOLE = 1.0


@dataclass(frozen=True)
class Reading:
    """A pair that a question may be about, and how strongly its words speak for it (a sure one has 1.6 or more)."""

    pair: Pair
    score: float


@dataclass(frozen=True)
class Understanding:
    """What a question wants done, and of what. `readings` are ranked; the mappings hold the strength of what is named.

    `elsewhere` is the other call or programme that it is about; `length` counts its words. `followed` is the object
    that was spoken of just before, where it names none itself; `unknown` whether it has a word that no table knows;
    `seen` what the trained tables weigh.
    """

    acts: Mapping[str, float]
    objects: Mapping[str, float]
    properties: Mapping[str, float]
    readings: tuple[Reading, ...]
    elsewhere: str | None
    length: int
    number: int | None
    followed: str | None = None
    unknown: bool = False
    seen: Seen = ()

    @property
    def best(self) -> Reading:
        """The strongest reading; one of nothing where there is none."""
        return self.readings[0] if self.readings else Reading(Pair("", ""), 0.0)

    def act(self, name: str) -> float:
        """Return how strongly that act is named, 0 where it is not."""
        return self.acts.get(name, 0.0)


def understand(question: Question, vocabulary: Vocabulary, year: int, carried: Pair | None = None) -> Understanding:
    """Read a question about a call of `year`; `carried` is what was spoken of just before."""
    read = _mark_years(vocabulary.read(question.text)[:LONGEST], year)
    found = vocabulary.index.find(read)
    around = vocabulary.index.find(vocabulary.read(question.context)[:LONGEST])
    objects, properties, pairs, acts = (_weigh(found, kind) for kind in Kind)
    followed = carried.object if carried and not (objects or pairs) else None
    goes_on = carried if question.joined and not pairs else None
    if goes_on and not objects and goes_on.property in TIMES and set(properties) <= TIMES:
        objects, properties = {goes_on.object: STRONG}, {goes_on.property: STRONG}
    weighed = _weigh_objects(objects, pairs, around, carried if properties else None, vocabulary)
    asked = dict(properties)
    if goes_on and goes_on.property and not properties:
        asked[goes_on.property] = _DEFAULT_SHORT
    readings = _rank(weighed, asked, pairs, vocabulary, len(read), alone=_is_alone(objects, vocabulary))
    numbered = _NUMBERED.search(question.text)
    number = int(numbered[1]) if numbered else None
    elsewhere = _elsewhere(objects, vocabulary)
    unknown = any(len(word) >= _LONG and word.isalpha() and not vocabulary.speller.knows(word) for word in read)
    seen = see(read, found)
    return Understanding(acts, objects, properties, readings, elsewhere, len(read), number, followed, unknown, seen)


def _mark_years(read: Sequence[str], year: int) -> tuple[str, ...]:
    """Write another year than the call's as `yearafter` or `yearbefore`, but for one that merely dates a month."""
    marked: list[str] = []
    for word in read:
        if len(word) == 4 and word.startswith("20") and word.isdecimal() and int(word) != year:
            dated = bool(marked) and marked[-1] in _MONTHS
            marked.append(word if dated else "yearafter" if int(word) > year else "yearbefore")
        else:
            marked.append(word)
    return tuple(marked)


def _weigh(found: Iterable[Match], kind: Kind) -> dict[str, float]:
    """Weigh each label by its strongest cue, and a little by each further one."""
    weights: dict[str, list[float]] = {}
    for match in found:
        if match.cue.kind is kind:
            weights.setdefault(match.cue.name, []).append(match.cue.weight)
    return {name: max(some) + min(0.4, 0.2 * (len(some) - 1)) for name, some in weights.items()}


def _weigh_objects(
    named: Mapping[str, float],
    pairs: Mapping[str, float],
    around: Iterable[Match],
    carried: Pair | None,
    vocabulary: Vocabulary,
) -> Mapping[str, float]:
    """Add what the context names, and what was spoken of before where the question names nothing."""
    weighed = dict(named)
    for name, weight in _weigh(around, Kind.OBJECT).items():
        if not vocabulary.objects[name].whole:
            weighed[name] = max(weighed.get(name, 0.0), _FROM_CONTEXT * min(weight, 1.2))
    if carried and carried.object in vocabulary.objects and not named and not pairs:
        weighed[carried.object] = max(weighed.get(carried.object, 0.0), _FROM_BEFORE)
    return weighed


def _is_alone(named: Mapping[str, float], vocabulary: Vocabulary) -> bool:
    """Tell whether a question names no object but the call itself."""
    return all(vocabulary.objects[name].generic or weight < NAMED for name, weight in named.items())


def _elsewhere(named: Mapping[str, float], vocabulary: Vocabulary) -> str | None:
    return next((name for name in named if vocabulary.objects[name].elsewhere), None)


def _rank(
    objects: Mapping[str, float],
    asked: Mapping[str, float],
    pairs: Mapping[str, float],
    vocabulary: Vocabulary,
    length: int,
    *,
    alone: bool,
) -> tuple[Reading, ...]:
    scores: dict[Pair, float] = {Pair.parse(key): weight for key, weight in pairs.items()}
    for about, weight in objects.items():
        thing = vocabulary.objects[about]
        if thing.whole:
            _add(scores, Pair(about, "any"), weight + _WHOLE)
            continue
        for what, strength in asked.items():
            _add(scores, Pair(about, what), weight + strength)
        if not asked and thing.default:
            _add(scores, Pair(about, thing.default), weight + (_DEFAULT_SHORT if length <= _SHORT else _DEFAULT))
    for what, strength in asked.items():
        about = vocabulary.properties.get(what)
        if about and about not in objects:
            _add(scores, Pair(about, what), strength + (_IMPLIED_ALONE if alone and strength >= STRONG else _IMPLIED))
    ranked = sorted(scores.items(), key=lambda item: (-item[1], str(item[0])))
    return tuple(Reading(pair, score) for pair, score in ranked)


def _add(scores: dict[Pair, float], pair: Pair, score: float) -> None:
    """Keep a pair's stronger reading; both together count for a little more."""
    before = scores.get(pair, 0.0)
    scores[pair] = max(before, score) + (0.3 if before else 0.0)
