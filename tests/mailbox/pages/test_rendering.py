import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from guichet.mailbox.pages import rendering
from guichet.mailbox.pages.rendering import render, write_moment, write_size
from guichet.mailbox.pages.routes import PAGES
from guichet.mailbox.records.models import TicketReason

TEMPLATES = sorted((Path(rendering.__file__).parent / "templates").iterdir())
UNESCAPED = {"letter.html": ["| safe"]}
"""What nh3 has cleaned when it was read: the page of a letter, and nothing else."""


def test_a_moment_is_written_as_it_is_in_paris() -> None:
    assert write_moment(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == "2 juillet 2026 à 0\u00a0h\u00a030"


@pytest.mark.parametrize(("size", "words"), [(812, "812 o"), (14_400, "14 ko"), (2_340_000, "2,3 Mo")])
def test_a_size_is_written_as_people_read_it(size: int, words: str) -> None:
    assert write_size(size) == words


def test_a_value_that_is_missing_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render("error.html")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_lets_markup_or_scripts_through(template: Path) -> None:
    text = template.read_text(encoding="utf-8")

    ours = re.compile(r'<script src="/static/(?:desk|htmx\.min)\.js" defer></script>')
    found = re.findall(r"\|\s*safe\b|autoescape|<script|\son\w+=|style=|javascript:", ours.sub("", text))

    assert found == UNESCAPED.get(template.name, [])


def test_no_page_is_marked_safe_in_the_code() -> None:
    modules = TEMPLATES[0].parents[1].glob("*.py")

    assert [path.name for path in modules if re.search(r"Markup|autoescape=False", path.read_text("utf-8"))] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_form_sends_its_token_to_a_page_there_is(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    forms = re.findall(r"<form method=\"post\"(.*?)</form>", text, re.DOTALL)

    ends = {_end(page.path) for page in PAGES if page.method == "POST"}
    for form in forms:
        assert "jeton" in form or "token_field(token)" in form
        action = re.search(r'action="([^"]*)"', form)
        assert action is None or action[1].endswith("{{ action }}") or _end(action[1]) in ends
    assert text.count("<form") == len(forms) + text.count('<form method="get"')
    assert set(re.findall(r'button\(here ~ "/([\w-]+)"', text)) <= ends


def _end(path: str) -> str:
    """The last piece of a path that names something."""
    return next((piece for piece in reversed(path.split("/")) if not piece.startswith("{")), "")


def test_every_reason_has_its_words() -> None:
    words = (TEMPLATES[0].parent / "words.html").read_text(encoding="utf-8")

    assert [reason for reason in TicketReason if f'"{reason.value}":' not in words] == []
