"""Every sentence of the desk that its code and its templates hold, as Babel finds them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[3]
CATALOGUE = ROOT / "mailbox" / "pages" / "translations" / "en.po"
KEYWORDS: dict[str, Any] = {
    "_": None,
    "__init__": None,  # what an error is made of
    "gettext": None,
    "mark": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
WAYS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
OPTIONS = {
    "**/templates/**.html": {"trimmed": "true", "silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}
}


def extract() -> Catalog:
    """Collect the sentences, in the order of the files that hold them; an error's first argument is one."""
    catalogue = Catalog(locale="en")
    for folder in ("mailbox", "bot"):
        for sentence, context in _extract(ROOT / folder):
            catalogue.add(sentence, context=context)
    return catalogue


def _extract(folder: Path) -> Iterator[tuple[Any, str | None]]:
    found = extract_from_dir(folder, WAYS, OPTIONS, KEYWORDS, directory_filter=lambda path: "__pycache__" not in path)
    for _file, _line, sentence, _comments, context in found:
        yield sentence, context


def read_english() -> Catalog:
    """Read the catalogue as it is kept."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")
