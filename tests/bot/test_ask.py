import io
import json
from pathlib import Path
from typing import Any

import pytest

from guichet.bot.commands.ask import Asking, describe
from guichet.bot.commands.ask import ask as ask_by_command
from guichet.bot.settings import read_settings
from guichet.knowledge.conclusion import Decision
from guichet.mailbox.desk.office import write_default
from guichet.tests.factories import NOW, make_call
from guichet.tests.knowledge.entries import make_entry

CALL = make_call()


def ask(*rows: dict[str, Any] | str) -> tuple[list[dict[str, Any]], int]:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    out = io.StringIO()
    status = Asking(CALL).lines(lines, out)
    return [json.loads(line) for line in out.getvalue().splitlines()], status


def test_an_answer_carries_its_citation_by_offsets() -> None:
    [row], status = ask({"id": "q1", "text": "date limite ?"})

    [part] = row["parts"]
    [citation] = part["citations"]
    assert (row["id"], status, part["outcome"]) == ("q1", 0, "answer")
    assert CALL.source.text[citation["start"] : citation["end"]] == citation["text"]
    assert "20 février 2026" in row["reply"]


def test_a_gap_names_its_department() -> None:
    [row], _ = ask({"id": "q1", "text": "quel est le salaire ?"})

    [part] = row["parts"]
    assert (part["outcome"], part["object"], part["property"], part["department"]) == (
        "gap",
        "contract",
        "how_much",
        "rh",
    )


def test_a_line_is_read_as_of_its_own_moment() -> None:
    rows, _ = ask({"id": 1, "text": "date limite ?"}, {"id": 2, "text": "date limite ?", "now": "2026-03-01T09:00"})

    assert "est passée" not in rows[0]["reply"]
    assert "est passée" in rows[1]["reply"]


@pytest.mark.parametrize(
    "bad",
    [
        "{",
        "[]",
        "3",
        '{"id": 1}',
        '{"text": "date limite ?"}',
        '{"id": 1, "text": 2}',
        '{"id": 1, "text": "x", "channel": "fax"}',
        '{"id": 1, "text": "x", "now": "hier"}',
        "[" * 5000,
    ],
)
def test_a_bad_line_is_said_in_its_place_and_the_next_is_answered(bad: str) -> None:
    rows, status = ask(bad, {"id": 2, "text": "date limite ?"})

    assert status == 1
    assert "expected" in rows[0]["error"]
    assert rows[1]["parts"]


def test_half_a_character_ends_nothing() -> None:
    rows, status = ask('{"id": 1, "text": "\\ud800 date limite ?"}', {"id": 2, "text": "date limite ?"})

    assert ([row["id"] for row in rows], status) == ([1, 2], 0)


def test_one_question_is_answered_as_text() -> None:
    reply = Asking(CALL).one("date limite ?", NOW)

    assert "Date limite de dépôt des candidatures le 20 février 2026 - 17 heures" in reply


def test_a_decision_cites_its_entry_and_never_the_call() -> None:
    entry = make_entry()

    part = describe(CALL, Decision("Quel est le salaire ?", 0.9, entry.pair, entry))

    assert (part["outcome"], part["object"], part["property"]) == ("decision", "contract", "how_much")
    assert part["citations"] == [{"source": "entry:7", "text": entry.words, "start": 0, "end": len(entry.words)}]


def test_a_verdict_is_the_one_that_the_desk_would_give(tmp_path: Path) -> None:
    office, out = tmp_path / "office.toml", io.StringIO()
    write_default(office, name=CALL.title, departments=CALL.departments)
    office.write_text(office.read_text().replace('# mixed_unit = "met"', 'mixed_unit = "met"'))
    question = "Suis-je éligible ? Je suis CCA, M2 recherche validé, thèse d'exercice soutenue, unité mixte Inserm-CNRS"

    ask_by_command(read_settings({"GUICHET_DATA": str(tmp_path)}), question, jsonl=False, lines=[], out=out)

    assert "vous remplissez les conditions" in out.getvalue()
