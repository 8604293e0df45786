import io
import json
from pathlib import Path
from typing import Any

import pytest

from guichet.bot.commands.eligibility import eligibility
from guichet.bot.house import assemble
from guichet.bot.settings import Settings, read_settings
from guichet.knowledge.errors import BadFolder
from guichet.tests.factories import make_call

CALL = make_call()
HELD = {"status": "cca", "m2": "yes", "thesis": "yes", "lab": "unit"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"GUICHET_DATA": str(tmp_path), "GUICHET_NOW": "2026-02-01T09:00"})


def judge(settings: Settings, facts: object) -> dict[str, Any]:
    out = io.StringIO()
    assert eligibility(settings, None, as_json=True, facts=io.StringIO(json.dumps(facts)), out=out) == 0
    return json.loads(out.getvalue())


def test_facts_give_a_verdict_with_reasons_and_verbatim_citations(settings: Settings) -> None:
    told = judge(settings, HELD)

    cited = [one for condition in told["conditions"] for one in condition["citations"]]
    assert (told["verdict"], told["open_questions"], told["if"]) == ("eligible", [], [])
    assert [c["outcome"] for c in told["conditions"]] == ["met"] * 4
    assert cited
    assert all(CALL.source.text[one["start"] : one["end"]] == one["text"] for one in cited)


def test_a_day_narrows_the_start(settings: Settings) -> None:
    told = judge(settings, {**HELD, "thesis": "2026-12-10"})

    assert told["verdict"] == "eligible-if"
    assert told["if"] == [
        "être titulaire de la thèse d'exercice à votre prise de fonction, au plus tard le 15 décembre 2026"
    ]
    assert told["start"] == ["2026-12-10", "2026-12-15"]


def test_what_is_not_known_is_asked_and_never_no(settings: Settings) -> None:
    told = judge(settings, {})

    assert told["verdict"] == "eligible-if"
    assert [asked["fact"] for asked in told["open_questions"]] == ["status", "thesis", "m2", "lab"]
    assert all(asked["why"] and asked["values"] for asked in told["open_questions"])


def test_what_would_change_a_verdict_is_listed(settings: Settings) -> None:
    told = judge(settings, {**HELD, "lab": "outside"})

    assert told["verdict"] == "not-eligible"
    assert {"condition": "lab", "facts": {"lab": "unit"}, "outcome": "met"} in told["changes"]


def test_words_are_read_as_facts_and_facts_beside_them_count_more(settings: Settings) -> None:
    told = judge(settings, {"words": "je suis CCA, labo CNRS seul", "lab": "unit"})

    assert told["facts"] == {"status": "cca", "lab": "unit"}


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ('{"lab": "moon"}', "fact 'lab': expected unit, mixed, planned, cic, outside, unknown; found 'moon'"),
        ('{"age": 40}', "fact 'age': expected one of the facts status,"),
        ('{"thesis": "10/12/2026"}', "a day (2026-12-10) or a month (2026-12)"),
        ('{"m2_kind": "research"}', "fact 'm2_kind': expected m2 = held beside it"),
        ('{"words": 3}', "fact 'words': expected a text"),
        ("[1]", "expected a JSON object"),
        ("{", "expected a JSON object"),
        ("", "expected a JSON object"),
    ],
)
def test_a_bad_fact_is_named_with_what_is_accepted(
    facts: str, named: str, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    status = eligibility(settings, None, as_json=True, facts=io.StringIO(facts), out=io.StringIO())

    said = capsys.readouterr().err
    assert status == 2
    assert named in said
    assert len(said.splitlines()) == 1


def test_words_on_the_command_line_are_answered_as_a_candidate_would_be(settings: Settings) -> None:
    out = io.StringIO()

    assert eligibility(settings, "je suis PH avec un M2", as_json=False, facts=io.StringIO(), out=out) == 0
    assert "une personne du service décide" in out.getvalue()


def test_what_the_office_ruled_counts(settings: Settings) -> None:
    assemble(settings).database.close()
    office = settings.data / "office.toml"
    office.write_text(office.read_text(encoding="utf-8").replace("# mixed_unit", "mixed_unit"), encoding="utf-8")

    told = judge(settings, {**HELD, "lab": "mixed"})

    assert told["verdict"] == "eligible"
    assert told["conditions"][3]["ruled_by_the_office"] is True


def test_a_call_without_rules_is_refused(settings: Settings) -> None:
    folder = settings.data / "calls" / CALL.slug
    folder.mkdir(parents=True)
    for name in ("call.md", "pairs.toml"):
        packaged = Path(__file__).parents[2] / "knowledge" / "calls" / CALL.slug / name
        (folder / name).write_bytes(packaged.read_bytes())

    with pytest.raises(BadFolder, match="expected the rules of this call, found no such file"):
        eligibility(settings, "je suis CCA", as_json=False, facts=io.StringIO(), out=io.StringIO())
