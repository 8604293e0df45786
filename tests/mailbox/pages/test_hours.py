import re
from html import unescape
from pathlib import Path

import pytest

from guichet.mailbox.pages import rendering
from guichet.mailbox.pages.rendering import _ENVIRONMENT

STYLES = Path(rendering.__file__).parent / "static" / "desk.css"
SEEN = re.compile(r'<span aria-hidden="true">(.*?)</span>', re.DOTALL)
HEARD = re.compile(r'<span class="heard">(.*?)</span>', re.DOTALL)


def left(minutes: int | None, *, standing: bool = False) -> str:
    page = _ENVIRONMENT.from_string('{% import "hours.html" as hours %}{{ hours.left(minutes, standing) }}')
    return unescape(page.render(minutes=minutes, standing=standing)).strip()


def found(pattern: re.Pattern[str], markup: str) -> str:
    [words] = pattern.findall(markup)
    return words


@pytest.mark.parametrize(
    ("minutes", "seen", "heard"),
    [
        (180, "il reste 3~h", "il reste 3 heures"),
        (-120, "en retard de 2~h", "en retard de 2 heures"),
        (720, "il reste 1~j 4~h", "il reste 1 jour ouvré et 4 heures"),
        (960, "il reste 2~j", "il reste 2 jours ouvrés"),
        (479, "il reste 7~h~59", "il reste 7 heures et 59 minutes"),
        (61, "il reste 1~h~01", "il reste 1 heure et 1 minute"),
        (1, "il reste 1~min", "il reste 1 minute"),
        (0, "il ne reste plus de temps", "il ne reste plus de temps"),
        (-25, "en retard de 25~min", "en retard de 25 minutes"),
        (-505, "en retard de 1~j", "en retard de 1 jour ouvré"),
    ],
)
def test_the_time_left_is_short_to_see_and_whole_to_hear(minutes: int, seen: str, heard: str) -> None:
    markup = left(minutes)

    assert found(SEEN, markup) == seen.replace("~", "\u00a0")
    assert found(HEARD, markup) == heard


@pytest.mark.parametrize(
    ("minutes", "state"), [(120, "state"), (119, "state warn"), (0, "state warn"), (-1, "state bad")]
)
def test_what_is_nearly_or_really_late_looks_so(minutes: int, state: str) -> None:
    assert left(minutes).startswith(f'<span class="{state}">')


def test_a_clock_that_stands_says_so() -> None:
    markup = left(180, standing=True)

    assert found(SEEN, markup) == "il reste 3\u00a0h, en pause"
    assert found(HEARD, markup) == "il reste 3 heures, délai en pause tant que la réponse du candidat est attendue"


def test_a_ticket_without_a_clock_says_so() -> None:
    assert left(None) == '<span class="state">sans échéance</span>'


def test_what_is_only_heard_stays_where_screen_readers_find_it() -> None:
    [rule] = re.findall(r"^\.heard \{(.*?)\}", STYLES.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)

    assert "clip-path" in rule
    assert not re.search(r"display: *none|visibility", rule)
