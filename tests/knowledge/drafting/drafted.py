"""Folders drafted from texts, for tests."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from guichet.knowledge.call import Call, Pair
from guichet.knowledge.date_expression import PARIS
from guichet.knowledge.drafting.draft import draft
from guichet.knowledge.folder import load_call
from guichet.knowledge.learning.tables import load_tables
from guichet.knowledge.vocabulary import load_vocabulary
from guichet.knowledge.weighing import name_touched

TEXTS = Path(__file__).parent / "texts"
MADE = ("bourses-mobilite", "contrats-passerelle", "bridge-fellowships")


def touches(piece: str, loosely: bool) -> Iterator[str]:
    return name_touched(piece, load_vocabulary(), load_tables(), loosely=loosely)


def paris(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=PARIS)  # type: ignore[arg-type, misc]


def make(tmp_path: Path, text: str, slug: str = "made") -> Call:
    folder = tmp_path / slug
    folder.mkdir()
    (folder / "call.md").write_bytes(text.encode())
    (folder / "pairs.toml").write_text(draft(text, slug, touches).pairs_toml(), encoding="utf-8")
    return load_call(folder)


def made(tmp_path: Path, name: str) -> Call:
    return make(tmp_path, (TEXTS / f"{name}.md").read_text(encoding="utf-8"), name)


def said(call: Call, key: str) -> str:
    return " ".join(" ".join(call.cite(name).text.split()) for name in call.answers[Pair.parse(key)])
