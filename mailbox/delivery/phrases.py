"""The phrases of `phrases.toml` and the labels of `labels.toml`, by language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ...knowledge.call import Pair

FOLDER = Path(__file__).parent


def say(key: str, language: str, **data: object) -> str:
    """Return the phrase `key` (dotted) in "fr" or "en", its braces filled in; KeyError where there is none."""
    found: Any = _load("phrases")
    for part in key.split("."):
        found = found[part]
    return str(found[language]).format(**data)


def name_pair(pair: Pair | str, language: str) -> str:
    """Say what a pair is about; "votre question" for one that has no label."""
    table = _load("labels")
    row: Mapping[str, str] = table["pairs"].get(str(pair)) or table["other"]["pair"]
    return row[language]


def name_milestone(name: str, language: str) -> str:
    """Say which milestone it is; its own name where it has no label."""
    row: Mapping[str, str] | None = _load("labels")["milestones"].get(name)
    return row[language] if row else name


def capital(text: str) -> str:
    """Write the first letter large."""
    return text[:1].upper() + text[1:]


@cache
def _load(name: str) -> Mapping[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
