"""`guichet call new` and `guichet call check`: a call's folder, made from its text, and looked over."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TextIO

from ...knowledge.call import Call
from ...knowledge.date_expression import Precision
from ...knowledge.drafting.draft import draft
from ...knowledge.drafting.looking_over import look_over
from ...knowledge.errors import KnowledgeError
from ...knowledge.folder import PACKAGED, find_folder, load_call
from ...knowledge.learning.tables import load_tables
from ...knowledge.milestone import Milestone
from ...knowledge.vocabulary import load_vocabulary
from ...knowledge.weighing import name_touched
from ..house import make_data_folder
from ..settings import Settings

_SLUG = re.compile(r"(?=.{1,60}$)[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST = 200_000


def new(settings: Settings, text: Path, slug: str, out: TextIO) -> int:
    """Make a folder in the data folder's `calls/` from a text; nothing is written where that fails."""
    if not _SLUG.fullmatch(slug):
        return _refuse(f"expected a slug of small letters, digits and hyphens, as in mobilite-2027; found {slug!r}")
    try:
        with text.open("rb") as file:
            raw = file.read(_LONGEST + 1)
        if len(raw) > _LONGEST:
            return _refuse(f"expected the text of a call, of {_LONGEST // 1000} KB at most; {text} is longer")
        words = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        return _refuse(f"cannot read {text}: {error.strerror}")
    except UnicodeDecodeError as error:
        return _refuse(f"expected {text} to be a text in UTF-8: byte {error.start} is none of it")
    if "\0" in words:
        return _refuse(f"expected {text} to be a text, found NUL in it")
    if not words.strip():
        return _refuse(f"expected {text} to be the text of a call, found nothing in it")
    make_data_folder(settings)
    folder = settings.data / "calls" / slug
    if (PACKAGED / slug).exists():
        return _refuse(f"a call {slug} is there already, shipped with guichet: choose another slug")
    if folder.exists():
        return _refuse(f"a call {slug} is there already: choose another slug, or take {folder} away first")
    folder.parent.mkdir(exist_ok=True)
    vocabulary, tables = load_vocabulary(), load_tables()
    made = draft(words, slug, lambda piece, loosely: name_touched(piece, vocabulary, tables, loosely=loosely))
    place = Path(mkdtemp(prefix=".new-", dir=folder.parent)) / slug
    try:
        place.mkdir()
        (place / "call.md").write_text(words, encoding="utf-8")
        (place / "pairs.toml").write_text(made.pairs_toml(), encoding="utf-8")
        call = load_call(place)
        place.rename(folder)
    except KnowledgeError as error:
        return _refuse(str(error))
    finally:
        rmtree(place.parent)
    out.write(
        "\n".join((f"{folder}\n", *_describe(call), "", *_list_doubts(list(made.doubts) + list(look_over(call)))))
    )
    out.write(f"\n\nServe it with GUICHET_CALL={slug}; look it over with `guichet call check {slug}`.\n")
    return 0


def check(settings: Settings, slug: str, out: TextIO) -> int:
    """Verify a folder: every passage verbatim, every date read, no phrasing for two pairs; print what is undecided."""
    folder = Path(slug) if "/" in slug or Path(slug).is_dir() else find_folder(slug, own=settings.data / "calls")
    call = load_call(folder)
    out.write("\n".join((f"{folder}\n", *_describe(call), "", *_list_doubts(list(look_over(call))))) + "\n")
    return 0


def _describe(call: Call) -> Iterator[str]:
    yield f"{call.title} ({call.year}), {call.url or 'no address'}"
    counts = f"{len(call.answers)} pairs answered, {len(call.gaps)} gaps"
    yield f"{len(call.passages)} passages, each found verbatim; {counts}"
    for milestone in call.milestones.values():
        words = " ".join(call.cite(milestone.passage).text.split())
        yield f"  {milestone.name:14} {_when(milestone):38} « {words[:90]} »"


def _when(milestone: Milestone) -> str:
    read = f" (our reading: {', '.join(milestone.reading)})" if milestone.reading else ""
    if milestone.precision is Precision.MINUTE:
        return f"{milestone.start:%Y-%m-%d %H:%M}{read}"
    return f"{milestone.start:%Y-%m-%d}{read}" if milestone.precision is Precision.DAY else _period(milestone) + read


def _period(milestone: Milestone) -> str:
    return f"{milestone.start:%Y-%m-%d} until before {milestone.end:%Y-%m-%d}"


def _list_doubts(doubts: list[str]) -> Iterator[str]:
    yield "A person must still decide:" if doubts else "Nothing is left to decide."
    yield from (f"  - {doubt}" for doubt in dict.fromkeys(doubts))


def _refuse(trouble: str) -> int:
    print(f"guichet: {trouble}", file=sys.stderr)
    return 2
