"""Templates: how a screen's values become a page."""

from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..delivery.dates import write_day, write_hour
from ..delivery.phrases import capital
from ..delivery.sentence import mark
from .translation import gettext, language, ngettext, pgettext, tell

NO_BREAK = "\u00a0"


def render(template: str, **values: object) -> str:
    """Fill a template in; everything is escaped, and a value that is missing is an error."""
    return _ENVIRONMENT.get_template(template).render(**values)


def write_moment(moment: datetime) -> str:
    """Write an aware moment in Europe/Paris: `10 février 2026 à 9 h 05`, its hour never cut at a line's end."""
    day, hour = write_day(moment, language()), write_hour(moment, language()).replace(" ", NO_BREAK)
    return gettext("{day} à {hour}").format(day=day, hour=hour)


def write_size(size: int) -> str:
    """Write a number of bytes: `812 o`, `14 ko`, `2,3 Mo`; in English `812 B`, `14 kB`, `2.3 MB`."""
    if size < 1000:
        return gettext("{size} o").format(size=size)
    if size < 1_000_000:
        return gettext("{size} ko").format(size=round(size / 1000))
    whole, tenth = divmod(round(size / 100_000), 10)
    return gettext("{whole},{tenth} Mo").format(whole=whole, tenth=tenth)


_GLOBALS: dict[str, Any] = {"mark": mark, "tongue": language}
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    extensions=["jinja2.ext.i18n"],
)
_ENVIRONMENT.policies["ext.i18n.trimmed"] = True
_ENVIRONMENT.install_gettext_callables(  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    gettext, ngettext, newstyle=True, pgettext=pgettext
)
_ENVIRONMENT.filters |= {"moment": write_moment, "size": write_size, "capital": capital, "tell": tell}
_ENVIRONMENT.globals.update(_GLOBALS)
