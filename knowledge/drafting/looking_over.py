"""What a person must still decide of a call's folder that is sound: what is not told, not used, or told twice."""

from collections import Counter
from collections.abc import Iterator

from ..call import Call, Pair
from ..date_expression import count_dates
from ..learning.phrasing import load_phrasings
from ..text import fold
from ..vocabulary import load_vocabulary
from .spans import cut

_WANTED = ("opening", "deadline", "results", "start")
_DATES = {
    "opening": "application.from_when",
    "deadline": "application.until_when",
    "preselection": "preselection.when",
    "auditions": "audition.when",
    "results": "results.when",
    "start": "start.when",
}
"""The milestones that anything is made of, and the pair that the passage of each answers."""
_ANY = frozenset({"any", "other"})


def look_over(call: Call) -> Iterator[str]:
    """Yield what is to be decided, one line each."""
    yield from (f"no milestone `{name}`" for name in _WANTED if name not in call.milestones)
    yield from _misread(call)
    yield from _unread(call)
    used = {name for names in call.answers.values() for name in names}
    used |= {name for gap in call.gaps.values() for name in gap.nearest}
    yield from (
        f"passage `{name}` answers nothing and is nearest to nothing" for name in call.passages if name not in used
    )
    yield from (
        f"`{pair}` seems to be spoken of: answer it, or list it as a gap" for pair in sorted(map(str, call.undecided))
    )
    told = {*call.answers, *call.gaps, *call.undecided}
    yield from (f"`{pair}` is none that a question is read as" for pair in sorted(map(str, filter(_is_strange, told))))
    yield from (
        f"no `{pair}`, which people ask: answer it or list it as a gap" for pair in sorted(map(str, _asked() - told))
    )
    if call.translations:
        yield from (f"no translation of `{name}`" for name in call.passages if name not in call.translations)
    yield from (f"the phrasing « {text} » is claimed by two pairs" for text in _claimed_twice())


def _misread(call: Call) -> Iterator[str]:
    """Yield milestones that are read from a passage which answers something else."""
    for name, milestone in call.milestones.items():
        pair = _DATES.get(name)
        if pair is None:
            yield f"milestone `{name}` is none of {', '.join(_DATES)}"
        elif milestone.passage not in call.answers.get(Pair.parse(pair), ()):
            yield f"milestone `{name}` is read from passage `{milestone.passage}`, which does not answer `{pair}`"


def _unread(call: Call) -> Iterator[str]:
    """Yield dates of the text that no milestone is read from: a second deadline may be among them."""
    passages = [call.passages[milestone.passage] for milestone in call.milestones.values()]
    for span in cut(call.source.text):
        apart = all(span.end <= passage.start or passage.end <= span.start for passage in passages)
        if apart and count_dates(span.text):
            yield f"no milestone is read from the date in « {' '.join(span.text.split())[:100]} »"


def _is_strange(pair: Pair) -> bool:
    vocabulary = load_vocabulary()
    return pair.object not in vocabulary.objects or pair.property not in {*vocabulary.properties, *_ANY}


def _asked() -> set[Pair]:
    labels = {phrasing.label for phrasing in load_phrasings()}
    return {Pair.parse(label) for label in labels if "." in label and not label.endswith(".other")}


def _claimed_twice() -> list[str]:
    claimed = {(fold(phrasing.text), phrasing.label) for phrasing in load_phrasings()}
    return sorted(text for text, labels in Counter(text for text, _ in claimed).items() if labels > 1)
