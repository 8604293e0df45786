"""What the desk says in the language of who reads it: French as it is written, English by `translations/en.po`."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from ..delivery.sentence import Listed
from ..desk.errors import DeskError
from ..desk.own_account import LANGUAGES

FOLDER = Path(__file__).parent / "translations"
DEFAULT = LANGUAGES[0]
"""The language in which sentences are written, and their own translation."""
_LANGUAGE: ContextVar[str] = ContextVar("language", default=DEFAULT)


class _AsWritten(NullTranslations):
    """French, which has the singular for nought as well."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return msgid1 if n < 2 else msgid2


def language() -> str:
    """Return the language in which this page is made, "fr" or "en"."""
    return _LANGUAGE.get()


@contextmanager
def speaking(tongue: str) -> Generator[None]:
    """Let what is made within be in a language; others, in their own threads, keep theirs."""
    before = _LANGUAGE.set(tongue)
    try:
        yield
    finally:
        _LANGUAGE.reset(before)


def accept(header: str) -> str:
    """Choose a language by a browser's `Accept-Language` (RFC 9110, section 12.5.4); French where it wants neither."""
    wanted = [_read_range(one) for one in header.lower().split(",")]
    known = [(weight, tongue) for weight, tongue in wanted if tongue in LANGUAGES and weight > 0]
    return max(known, key=lambda one: one[0])[1] if known else DEFAULT


def gettext(sentence: str) -> str:
    """Say a sentence; as it is where it has no translation."""
    return _load(language()).gettext(sentence)


def ngettext(one: str, many: str, count: int) -> str:
    """Say a sentence about a number."""
    return _load(language()).ngettext(one, many, count)


def pgettext(context: str, sentence: str) -> str:
    """Say a sentence that has another translation elsewhere."""
    return _load(language()).pgettext(context, sentence)


def tell(found: DeskError | str) -> str:
    """Say what the desk refuses, or a sentence that was marked where it is written."""
    if isinstance(found, str):
        return gettext(found) if found else ""
    data = {name: _tell_each(one) if isinstance(one, Listed) else one for name, one in found.data.items()}
    return gettext(found.sentence).format(**data)


def _tell_each(parts: Listed) -> Listed:
    return Listed(gettext(part) for part in parts)


def _read_range(written: str) -> tuple[float, str]:
    """Read `en-GB;q=0.8` as its weight and language; nought for a weight that is none."""
    tag, *parameters = written.split(";")
    weight = next((one.strip()[2:] for one in parameters if one.strip().startswith("q=")), "1")
    try:
        return float(weight), tag.strip().partition("-")[0]
    except ValueError:
        return 0.0, ""


@cache
def _load(tongue: str) -> NullTranslations:
    if tongue == DEFAULT:
        return _AsWritten()
    compiled = BytesIO()
    with (FOLDER / f"{tongue}.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=tongue))
    compiled.seek(0)
    return GNUTranslations(compiled)
