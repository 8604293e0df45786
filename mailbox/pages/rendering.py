"""Templates: how a screen's values become a page."""

from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..delivery.dates import write_day, write_hour
from ..delivery.phrases import capital

LANGUAGE = "fr"
NO_BREAK = "\u00a0"


def render(template: str, **values: object) -> str:
    """Fill a template in; everything is escaped, and a value that is missing is an error."""
    return _ENVIRONMENT.get_template(template).render(**values)


def write_moment(moment: datetime) -> str:
    """Write an aware moment in Europe/Paris: `10 février 2026 à 9 h 05`, its hour never cut at a line's end."""
    return f"{write_day(moment, LANGUAGE)} à {write_hour(moment, LANGUAGE).replace(' ', NO_BREAK)}"


def write_size(size: int) -> str:
    """Write a number of bytes: `812 o`, `14 ko`, `2,3 Mo`."""
    if size < 1000:
        return f"{size} o"
    if size < 1_000_000:
        return f"{round(size / 1000)} ko"
    return f"{size / 1_000_000:.1f} Mo".replace(".", ",")


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters |= {"moment": write_moment, "size": write_size, "capital": capital}
