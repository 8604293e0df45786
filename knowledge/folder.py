"""A call's folder, read: `call.md`, `pairs.toml`, and notices, rules and `passages.en.toml` where there are any."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from .call import Call, KnownGap, Pair, Passage, Source
from .errors import BadFolder, UnknownCall
from .milestone import Milestone, read_milestone
from .notice import Notice, read_notices
from .ruling.reading import read_rules
from .ruling.rule import Rules

PACKAGED = Path(__file__).parent / "calls"

_NEEDED = "[call] with title, url and year (a number), [passages], [answers], [gaps], [departments] and [milestones]"
_TABLES = frozenset({"call", "departments", "passages", "milestones", "answers", "gaps", "undecided"})
_CALL = frozenset({"title", "url", "year", "language"})


def find_folder(slug: str, *, own: Path | None = None) -> Path:
    """Find a call's folder, in the office's own calls first and then in the package; raises `UnknownCall`."""
    places = [place for place in (own, PACKAGED) if place and place.is_dir()]
    known = {folder.name: folder for place in reversed(places) for folder in sorted(place.iterdir()) if folder.is_dir()}
    try:
        return known[slug]
    except KeyError:
        raise UnknownCall(slug, sorted(known)) from None


def load_call(folder: Path) -> Call:
    """Read a call's folder; raises `BadFolder` naming the file and what is wrong in it."""
    text = _read(folder / "call.md")
    file = folder / "pairs.toml"
    table = _read_toml(file)
    try:
        _check_names(file, table)
        call = _build(folder, text, table)
    except (KeyError, TypeError, AttributeError) as error:
        raise BadFolder(file, f"expected {_NEEDED}; found another thing at {error}") from None
    _check(folder, call)
    return call


def _check_names(file: Path, table: Mapping[str, Any]) -> None:
    """Refuse what nothing reads, which is a name written wrong, and a year that is no number."""
    call: Mapping[str, Any] = table.get("call", {})
    strange = sorted({*table} - _TABLES) + sorted(f"{name} under [call]" for name in {*call} - _CALL)
    if strange:
        raise BadFolder(file, f"expected {', '.join(sorted(_TABLES))}; found {', '.join(strange)}")
    year = call.get("year", 0)
    if type(year) is not int:
        raise BadFolder(file, f"expected `year` under [call] to be a number, as in year = 2027; found {year!r}")


def _build(folder: Path, text: str, table: Mapping[str, Any]) -> Call:
    source = Source(folder.name, text)
    passages = _locate_all(folder, text, table["passages"])
    milestones = _read_milestones(folder, text, passages, table)
    notices = _read_notices(folder / "notices.toml")
    return Call(
        slug=folder.name,
        title=table["call"]["title"],
        url=table["call"]["url"],
        year=table["call"]["year"],
        language=table["call"].get("language", "fr"),
        source=source,
        passages=passages,
        answers={Pair.parse(key): tuple(names) for key, names in table["answers"].items()},
        gaps={Pair.parse(key): _gap(row) for key, row in table["gaps"].items()},
        departments=table["departments"],
        milestones=milestones,
        translations=_read_toml(folder / "passages.en.toml") if (folder / "passages.en.toml").exists() else {},
        notices=notices,
        undecided=frozenset(Pair.parse(key) for key in table.get("undecided", {}).get("pairs", ())),
        rules=_read_rules(folder / "rules.toml", passages, milestones, notices),
    )


def _read_rules(
    path: Path, passages: Mapping[str, Passage], milestones: Mapping[str, Milestone], notices: Iterable[Notice]
) -> Rules | None:
    return read_rules(path, passages, milestones, [notice.name for notice in notices]) if path.exists() else None


def _read_milestones(
    folder: Path, text: str, passages: Mapping[str, Passage], table: Mapping[str, Any]
) -> dict[str, Milestone]:
    named: Mapping[str, str] = table["milestones"]
    if unknown := sorted(set(named.values()) - set(passages)):
        trouble = f"names unknown passages {unknown} under [milestones] (there are: {sorted(passages)})"
        raise BadFolder(folder / "pairs.toml", trouble)
    spans = {name: passages[passage] for name, passage in named.items()}
    year = table["call"]["year"]
    return {name: read_milestone(name, span.name, text[span.start : span.end], year) for name, span in spans.items()}


def _read_notices(path: Path) -> tuple[Notice, ...]:
    try:
        return read_notices(_read_toml(path)) if path.exists() else ()
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        needed = "title, url, seen, pairs, about and words"
        raise BadFolder(path, f"expected each notice to have {needed}, found one without {error}") from None


def _gap(row: Mapping[str, Any]) -> KnownGap:
    return KnownGap(row["department"], tuple(row.get("nearest", ())))


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise BadFolder(path, f"cannot be read as UTF-8 text: {error}") from None


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_read(path))
    except tomllib.TOMLDecodeError as error:
        raise BadFolder(path, f"is not TOML: {error}") from None


def _locate_all(folder: Path, text: str, table: Mapping[str, Mapping[str, str]]) -> dict[str, Passage]:
    return {name: _locate(folder, text, name, row["from"], row["to"]) for name, row in table.items()}


def _locate(folder: Path, text: str, name: str, first: str, last: str) -> Passage:
    """Find a passage by its first and last words, of which the first must stand once in the call."""
    if text.count(first) != 1:
        trouble = f"passage '{name}' begins with '{first}', expected once in call.md, found {text.count(first)} times"
        raise BadFolder(folder / "pairs.toml", trouble)
    start = text.index(first)
    end = text.find(last, start)
    if end < 0:
        raise BadFolder(folder / "pairs.toml", f"passage '{name}' ends with '{last}', not found after its beginning")
    return Passage(name, start, end + len(last))


def _check(folder: Path, call: Call) -> None:
    """Refuse a table that names passages or departments which are not there, or a pair twice."""
    if not call.departments:
        raise BadFolder(folder / "pairs.toml", "expected a service that answers under [departments], found none")
    if call.language not in ("fr", "en"):
        raise BadFolder(folder / "pairs.toml", f"expected `language` to be fr or en, found {call.language!r}")
    if unknown := sorted(set(call.translations) - set(call.passages)):
        raise BadFolder(folder / "passages.en.toml", f"names unknown passages {unknown}")
    named = {name for names in call.answers.values() for name in names}
    named |= {name for gap in call.gaps.values() for name in gap.nearest}
    if unknown := sorted(named - set(call.passages)):
        raise BadFolder(folder / "pairs.toml", f"names unknown passages {unknown} (there are: {sorted(call.passages)})")
    if unknown := sorted({gap.department for gap in call.gaps.values()} - set(call.departments)):
        raise BadFolder(
            folder / "pairs.toml", f"names unknown departments {unknown} (there are: {sorted(call.departments)})"
        )
    if twice := sorted(str(pair) for pair in set(call.answers) & set(call.gaps)):
        raise BadFolder(folder / "pairs.toml", f"lists pairs both as answered and as gaps: {twice}")
    if twice := sorted(str(pair) for pair in call.undecided & {*call.answers, *call.gaps}):
        raise BadFolder(folder / "pairs.toml", f"lists pairs as undecided that it answers or leaves open: {twice}")
