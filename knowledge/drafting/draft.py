"""A call's folder, drafted from its text alone: passages, milestones, pairs, gaps. A person looks it over."""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..language import Language, tell_language
from .recognition import FOLDER, load_kinds, plain, recognise
from .spans import Span, cut

_YEAR = re.compile(r"\b20\d\d\b")
_LINK = re.compile(r"https?://[^\s>)\]|]+")
_DEPARTMENT = re.compile(
    r"^.*?((?:Département|Service|Direction|Bureau|Department|Office|Unit)\b[^,\n|]*)", re.MULTILINE
)
_STAFF = re.compile(r"ressources humaines|human resources|personnel|\brh\b|\bhr\b")
_OFFICE = {"office": "Le service qui gère l'appel"}
_FEWEST = 3
_MILESTONES = {"registration": "opening"}
_CLAUSES = re.compile(r"[,;:()|\n]+")

Touches = Callable[[str, bool], Iterable[str]]


@dataclass(frozen=True)
class Draft:
    """What was read of a call's text; `doubts` are what a person must still decide, one line each."""

    slug: str
    title: str
    url: str
    year: int
    language: str
    departments: Mapping[str, str]
    passages: Mapping[str, Span]
    edges: Mapping[str, tuple[str, str]]
    milestones: Mapping[str, str]
    answers: Mapping[str, tuple[str, ...]]
    gaps: Mapping[str, tuple[str, tuple[str, ...]]]
    undecided: tuple[str, ...]
    doubts: tuple[str, ...] = ()

    def pairs_toml(self) -> str:
        """Write `pairs.toml`."""
        return "\n".join(_write(self)) + "\n"


def draft(text: str, slug: str, touches: Touches) -> Draft:
    """Draft the folder of a call from its text (Markdown or plain).

    `touches` names the pairs that a piece of text may speak of, more of them where no passage was made of that piece:
    such a pair that no passage was found for is not said to be left open, but left to a person.
    """
    spans = cut(text)
    year = _guess_year(text)
    found = recognise(spans, year)
    edges = {name: edge for name, span in found.items() if (edge := _edges(text, span))}
    known = {name: found[name] for name in edges}
    named = _name_once(known)
    passages = {name: span for name, span in known.items() if named[name] == name}
    departments = _departments(text)
    answers = {pair: tuple(dict.fromkeys(named[name] for name in names)) for pair, names in _answer(text, known)}
    milestones = {kind.milestone: named[kind.name] for kind in load_kinds() if kind.milestone and kind.name in known}
    if "window" in known:
        milestones = {"opening": named["window"], "deadline": named["window"]} | milestones
    used = [(span.start, span.end) for span in passages.values()]
    touched = {
        pair
        for span in spans
        for piece in (span.text, *_CLAUSES.split(span.text))
        for pair in touches(piece, not _is_inside(span, used))
    }
    touched |= set(_see_signs(spans))
    gaps = _leave_open(answers, passages, departments)
    undecided = tuple(pair for pair in gaps if pair in touched and not pair.startswith(_OF_NO_TEXT))
    made = Draft(
        slug=slug,
        title=_title(text, slug),
        url=next((link[0].rstrip(".,;") for link in _LINK.finditer(text)), ""),
        year=year,
        language="en" if tell_language(text) is Language.ENGLISH else "fr",
        departments=departments,
        passages=passages,
        edges={name: edges[name] for name in passages},
        milestones=milestones,
        answers=answers,
        gaps={pair: gap for pair, gap in gaps.items() if pair not in undecided},
        undecided=undecided,
    )
    return replace(made, doubts=tuple(_doubt(made, spans)))


def _see_signs(spans: Iterable[Span]) -> Iterator[str]:
    """Name the pairs that a text may speak of by single words, whether or not a passage was made of these."""
    pieces = [plain(f"{span.heading}: {span.text}") for span in spans]
    for pair, sign in _load()["signs"].items():
        if any(re.search(sign, piece) for piece in pieces):
            yield pair


def _is_inside(span: Span, others: Iterable[tuple[int, int]]) -> bool:
    return any(start <= span.start and span.end <= end for start, end in others)


def _guess_year(text: str) -> int:
    """Take the year that is named most, the first of those that are named as often."""
    named = Counter(_YEAR.findall(text))
    return int(named.most_common(1)[0][0]) if named else 0


def _title(text: str, slug: str) -> str:
    lines = (line.strip("#*_ \t") for line in text.splitlines())
    return next((line for line in lines if line), slug)


def _departments(text: str) -> dict[str, str]:
    """Name the services of the text: the first answers for the call, one for staff (`rh`) for contracts."""
    named = dict.fromkeys(" ".join(found.split()).strip(" .*") for found in _DEPARTMENT.findall(text))
    short = [name for name in named if len(name) < 80 and len(name.split()) > 1]
    staff = next((name for name in short if _STAFF.search(plain(name))), None)
    first = next((name for name in short if name != staff), None)
    keyed = {"evaluation": first} if first else dict(_OFFICE)
    return keyed | ({"rh": staff} if staff else {})


def _name_once(passages: Mapping[str, Span]) -> dict[str, str]:
    """Give each passage that is two kinds of thing the name of the first."""
    first: dict[tuple[int, int], str] = {}
    return {name: first.setdefault((span.start, span.end), name) for name, span in passages.items()}


def _answer(text: str, passages: Mapping[str, Span]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Say which passages answer which pairs: what several answer together, else each kind its own."""
    together = {pair: names for pair, row in _load()["together"].items() if (names := _join(row, text, passages))}
    yield from together.items()
    for kind in load_kinds():
        if kind.name in passages:
            yield from ((pair, (kind.name,)) for pair in kind.answers if pair not in together)


def _join(row: Mapping[str, Any], text: str, passages: Mapping[str, Span]) -> tuple[str, ...]:
    """Return those of a row's passages that the text has, where the first of them says what it must."""
    names = tuple(name for name in row["passages"] if name in passages)
    first = passages.get(row["passages"][0])
    if not names or (first is None and len(names) < min(2, len(row["passages"]))):
        return ()
    wanted = first or passages[names[0]]
    return names if re.search(row.get("says", ""), plain(text[wanted.start : wanted.end])) else ()


def _leave_open(
    answers: Mapping[str, object], passages: Mapping[str, Span], departments: Mapping[str, str]
) -> dict[str, tuple[str, tuple[str, ...]]]:
    keys = list(departments)
    staff = "rh" if "rh" in departments else keys[0]
    return {
        pair: (staff if pair.startswith(_OF_STAFF) else keys[0], tuple(name for name in nearest if name in passages))
        for pair, nearest in _load()["gaps"].items()
        if pair not in answers
    }


_OF_NO_TEXT = ("next_call.", "past_call.", "other_programme.", "misdirected.", "own_data.", "people_data.")
_OF_STAFF = ("contract.", "start.", "residency.", "social_cover.", "settling_in.", "disability.", "host_lab.funding")


def _load() -> dict[str, dict[str, Any]]:
    return tomllib.loads((FOLDER / "gaps.toml").read_text(encoding="utf-8"))


def _edges(text: str, span: Span) -> tuple[str, str] | None:
    """Find the first words of a span, which stand once in the text, and its last words; None where there are none."""
    body = text[span.start : span.end]
    first = next((start for start in _growing(body) if text.count(start) == 1), None)
    if first is None:
        return None
    for last in _growing(body, backwards=True):
        found = text.find(last, span.start)
        if found + len(last) == span.end:
            return first, last
    return None


def _growing(body: str, *, backwards: bool = False) -> Iterator[str]:
    """Yield more and more of the words at the beginning, or at the end; the whole last."""
    places = [found.end() for found in re.finditer(r"\S+", body)]
    starts = [found.start() for found in re.finditer(r"\S+", body)]
    for n in range(min(_FEWEST, len(places)), len(places) + 1):
        yield body[starts[-n] :] if backwards else body[: places[n - 1]]


def _doubt(made: Draft, spans: Iterable[Span]) -> Iterator[str]:
    for name in ("deadline", "registration", "results", "start"):
        if name not in made.passages and _MILESTONES.get(name, name) not in made.milestones:
            yield f"no passage was found that gives the {name} with one date that can be read"
    if not made.url:
        yield "the call's own address was not found: set `url` under [call]"
    if made.departments == _OFFICE:
        yield "no service is named in the text: name the one that answers under [departments]"
    if not made.year:
        yield "no year was found: set `year` under [call]"
    quoted = [(span.start, span.end) for span in made.passages.values()]
    for span in spans:
        if len(span.text) > 40 and not _is_inside(span, quoted):
            yield f"not used by any pair: « {' '.join(span.text.split())[:100]} »"


def _write(made: Draft) -> Iterator[str]:
    yield "# Drafted from call.md. A passage is found by its first and last words; every date is read from its passage."
    yield "\n[call]"
    yield f"title = {_quote(made.title)}\nurl = {_quote(made.url)}\nyear = {made.year}"
    yield f'language = "{made.language}"'
    yield "\n[departments]"
    yield from (f"{key} = {_quote(name)}" for key, name in made.departments.items())
    yield "\n[passages]"
    yield from (f"{name} = {{ from = {_quote(a)}, to = {_quote(b)} }}" for name, (a, b) in made.edges.items())
    yield "\n[milestones]"
    yield from (f"{name} = {_quote(passage)}" for name, passage in made.milestones.items())
    yield "\n[answers]"
    yield from (f"{_quote(pair)} = {json.dumps(names)}" for pair, names in made.answers.items())
    if made.undecided:
        yield "\n# The text seems to speak of these: answer each, or list it as a gap. Until then a person answers."
        yield f"[undecided]\npairs = {json.dumps(made.undecided)}"
    yield "\n[gaps]"
    for pair, (department, nearest) in made.gaps.items():
        near = f", nearest = {json.dumps(nearest)}" if nearest else ""
        yield f"{_quote(pair)} = {{ department = {_quote(department)}{near} }}"


def _quote(text: str) -> str:
    """Write a text as a TOML basic string, which JSON's escapes are a part of."""
    return json.dumps(text, ensure_ascii=False)
