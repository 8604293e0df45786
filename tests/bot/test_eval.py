import io
import json
from pathlib import Path
from typing import Any

import pytest

from guichet.bot.commands.eval import evaluate
from guichet.bot.settings import read_settings

SETTINGS = read_settings({})
UNSEEN = Path(__file__).parents[1] / "knowledge" / "unseen.jsonl"
"""Questions written without sight of the phrasings; nothing is ever learnt from them."""


def evaluated(tmp_path: Path, *rows: dict[str, Any], page: Path | None = None) -> tuple[int, str]:
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    out = io.StringIO()
    return evaluate(SETTINGS, file, aside=False, page=page, out=out), out.getvalue()


def test_figures_are_told_by_kind_language_and_channel(tmp_path: Path) -> None:
    status, told = evaluated(
        tmp_path,
        {"id": 1, "text": "date limite ?", "kind": "answerable", "gold": ["deadline"], "lang": "fr", "channel": "chat"},
        {"id": 2, "text": "quel est le salaire ?", "label": "contract.how_much", "lang": "fr"},
    )

    lines = [" ".join(line.split()) for line in told.splitlines()]
    assert status == 0
    assert "correct 100.0 % of 2" in lines
    assert "answerable correct 100.0 % of 1" in lines
    assert "fr 100.0 % of 2 0.0 % of 2" in lines


def test_the_page_shows_the_reliability_curve(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    evaluated(tmp_path, {"id": 1, "text": "date limite ?", "label": "application.until_when"}, page=page)

    drawn = page.read_text(encoding="utf-8")
    assert "<circle" in drawn
    assert "100.0 % of 1" in drawn


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"id": 1, "text": "x", "kind": "nonsense"}, "line 1: expected `kind` to be one of"),
        ({"id": 1, "text": "x", "kind": "answerable", "gold": ["no_such"]}, "expected `gold` to name passages"),
        ({"id": 1, "text": "x", "kind": "status", "channel": "fax"}, "expected `channel`"),
        ({"id": 1, "text": "x", "label": "contract.zork"}, "expected `label` to be a pair or an act"),
        ({"id": 1, "text": "x", "label": 7}, "expected `label` to be a pair or an act"),
        ({"id": 1, "text": "x", "kind": "answerable", "gold": [5]}, "expected `gold` to be a list"),
        ({"id": 1, "text": "x", "kind": "answerable"}, "expected `gold` to name the passages"),
        ({"id": 1, "text": None, "kind": "status"}, "expected `text` to be a text"),
        ({"text": "x"}, "expected a JSON object with `id`"),
    ],
)
def test_a_bad_line_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], row: dict[str, Any], expected: str
) -> None:
    status, told = evaluated(tmp_path, row)

    assert (status, told) == (2, "")
    assert expected in capsys.readouterr().err


def test_an_empty_set_has_no_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluated(tmp_path)[0] == 2
    assert "found none in" in capsys.readouterr().err


def test_one_set_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate(SETTINGS, None, aside=False, page=None, out=io.StringIO()) == 2
    assert "expected a file of labelled questions or --aside" in capsys.readouterr().err


@pytest.mark.parametrize("unseen", [False, True])
def test_the_figures_that_the_readme_tells_are_kept(unseen: bool) -> None:
    """A floor a little under the figures of the README, so that only a real loss fails."""
    out = io.StringIO()
    evaluate(SETTINGS, UNSEEN if unseen else None, aside=not unseen, page=None, out=out)

    told = dict(line.rsplit("  ", 1) for line in out.getvalue().splitlines()[:4])
    values = {name.strip(): float(value.split()[0]) for name, value in told.items() if "%" in value}
    assert values["correct"] > 93
    assert values["wrong answers"] < 2
    assert values["false gaps"] < 1


def test_a_byte_order_mark_and_the_line_ends_of_a_text_break_no_line(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    row = '{"id": 1, "text": "date\u2028limite\u0085 ?", "label": "application.until_when"}'
    file.write_bytes(f"\ufeff{row}\r\n".encode())
    out = io.StringIO()

    assert evaluate(SETTINGS, file, aside=False, page=None, out=out) == 0
    assert "100.0 % of 1" in out.getvalue()
